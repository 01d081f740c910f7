from classroom.judge.checks import Student, expect_prediction


def check_gradient(student: Student) -> None:
    expect_prediction(student, student.program["answer"], diagnose={
        8: "that would be right if `a` waited for `b`. What has `a` received when its turn comes?",
        12: "`a` has its turn only once; what it receives later is not handed on",
        0: "`a` has received something from `z` by then",
        2: "`z` sends `a` the value of `b`, not of `a`",
    }, hint="what has `a` received when its turn comes, straight after `z`?")
