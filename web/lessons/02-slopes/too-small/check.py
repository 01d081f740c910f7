from classroom.judge.checks import Student, expect_prediction


def check_number(student: Student) -> None:
    expect_prediction(student, student.program["answer"], diagnose={
        6: "that would be right if numbers had endless digits. What does Python give for 3 + 1e-17?",
    }, hint="a double holds about 16 significant digits. What is 3 + 1e-17 then?")
