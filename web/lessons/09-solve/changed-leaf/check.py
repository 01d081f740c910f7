from classroom.judge.checks import Student, expect_prediction


def check_gradient(student: Student) -> None:
    expect_prediction(student, student.program["answer"], diagnose={
        20: "that is the gradient at 10. The local gradients were noted down when `x * x` was "
            "computed",
        13: "both local gradients were noted down at the same moment",
        3: "x is used twice",
    }, hint="the local gradients are those of the moment when `x * x` was computed")
