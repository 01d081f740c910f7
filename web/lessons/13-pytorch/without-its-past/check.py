from classroom.judge.checks import Student, expect_prediction


def check_gradient(student: Student) -> None:
    expect_prediction(student, student.program["answer"], diagnose={
        108: "that is the slope of x to the power 4, where both factors lead back to x",
        81: "that is the value of z",
        6: "that is the slope of y by x; on its way there, the gradient of z is multiplied by the "
           "other factor",
        9: "that is what reaches y; from y it goes on to x",
        0: "one of the two factors still has its past",
    }, hint="what is the local gradient on the arrow from y to z, and what from x to y?")
