from py_engine.classroom.checks import Student, expect_point


def check_on_a_house(student: Student) -> None:
    student.namespace.update(xs=[0.0, 3.0, 0.0], ys=[0.0, 4.0, 2.0])
    expect_point(student, "gradient(0.0, 0.0)", (-0.2, -0.6), tolerance=1e-12, diagnose={
        (-0.3, -0.9): "the house under the well pulls nowhere, but it is still counted: N is 3",
        (0, 0): "the other two houses pull as before",
    }, hint="the house under the well adds exactly 0, the others exactly what they did")


def check_on_another_house(student: Student) -> None:
    expect_point(student, "gradient(3.0, 4.0)", ((0.6 + 3 / 13 ** 0.5) / 3,
                                                 (0.8 + 2 / 13 ** 0.5) / 3), tolerance=1e-9,
                 hint="on the house at (3, 4), which pulls nowhere, while the two others do")


def check_next_to_a_house(student: Student) -> None:
    expect_point(student, "gradient(1e-8, 0.0)", (1 / 3 - 0.2, -0.6), tolerance=1e-7,
                 hint="only a distance of exactly 0 is special; 1e-8 away, the house pulls fully")
