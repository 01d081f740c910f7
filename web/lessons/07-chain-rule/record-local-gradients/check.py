from py_engine.classroom.checks import Student, expect, expect_locals


def check_leaf(student: Student) -> None:
    expect(student, "Node(3).local_gradients", (), on_error="Keep it in `__init__`.")


def check_sum_and_difference(student: Student) -> None:
    expect_locals(student, "x + y", x=2, y=5)
    expect_locals(student, "x - y", x=2, y=5)
    expect_locals(student, "-x", x=2)


def check_product(student: Student) -> None:
    expect_locals(student, "x * y", x=2, y=5,
                  hint="it is the value of the other factor")
    expect_locals(student, "x * x", x=3)


def check_numbers(student: Student) -> None:
    expect_locals(student, "3 * x - 2", x=4)
    expect_locals(student, "2 - x * 5 + 1", x=4)
