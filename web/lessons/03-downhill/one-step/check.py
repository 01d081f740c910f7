from classroom.judge.checks import Student, expect_prediction


def check_place(student: Student) -> None:
    expect_prediction(student, student.program["answer"], diagnose={
        1.2: "that is a step uphill; the gradient is subtracted",
        0.9: "the gradient at 1 is 2, not 1",
        0.2: "that is the length of the step; where does it lead to?",
        -1: "that is the step with rate 1",
    }, hint="the gradient at 1 is 2; multiply it by the rate, and go that far to the left")
