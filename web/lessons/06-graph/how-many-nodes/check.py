from classroom.judge.checks import Student, expect_prediction


def check_count(student: Student) -> None:
    expect_prediction(student, student.program["answer"], diagnose={
        3: "Python does not notice that both products are the same; each `*` makes a node",
        7: "`x` is one node, however often it is used",
        6: "`x` is one node, however often it is used",
        5: "`x` is one node, however often it is used",
    }, hint="one for the leaf, and one for each operation that is carried out")
