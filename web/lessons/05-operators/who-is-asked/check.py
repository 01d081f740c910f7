from classroom.judge.checks import Student, expect_prediction


def check_calls(student: Student) -> None:
    expect_prediction(student, student.program["answer"], diagnose={
        0: "the very first addition is `0 + a`, and 0 is no node",
        2: "in `(0 + a) + b` the left side is a node already",
        3: "in `(0 + a) + b` the left side is a node already",
    }, hint="look at each of the three additions: which of them has a plain number on its left?")
