from classroom.judge.checks import Student, expect_prediction


def check_passes(student: Student) -> None:
    expect_prediction(student, student.program["answer"], diagnose={
        1: "one pass follows one input, the one whose slope was set to 1",
        60: "that is the price of central differences; a dual number needs no second look",
        29: "there are 29 products in a pass; how many passes?",
    }, hint="one pass gives the slope with respect to one input")
