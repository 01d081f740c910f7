from classroom.judge.checks import Student, expect_prediction


def check_gradient(student: Student) -> None:
    expect_prediction(student, student.program["answer"], diagnose={
        7: "that is the right gradient; with `=`, earlier contributions are lost",
        1: "that is what `x` has after the first step; then the product hands on, twice",
        6: "the product hands on 3 twice, and the second overwrites the first",
        4: "the product's 3 does not add to the 1; it replaces it",
    }, hint="which assignment to `x.grad` is the last one, and what does it assign?")
