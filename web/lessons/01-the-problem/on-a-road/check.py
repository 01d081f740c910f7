from classroom.judge.checks import Student, expect_prediction


def check_place(student: Student) -> None:
    expect_prediction(student, student.program["answer"], diagnose={
        21.2: "that is the average position. From there, four houses walk about 20 each; "
              "go left by one, and four walks get shorter while one gets longer",
        50: "halfway between the ends, four houses are far away. Go left by one: "
            "how many walks get shorter, how many longer?",
    }, hint="stand there, and take one step left and one right: "
            "how many walks get shorter, how many longer?")
