from classroom.judge.engine import expect_engine, expect_real_powers
from classroom.judge.checks import Student, expect_node


def check_powers(student: Student) -> None:
    expect_node(student, "x ** 2", x=3)
    expect_node(student, "x ** y", x=2, y=0.5)
    expect_node(student, "x ** -1", x=4)


def check_number_to_a_node(student: Student) -> None:
    expect_node(student, "2 ** x", x=3, hint="`2 ** x` calls `x.__rpow__(2)`")


def check_negative_base(student: Student) -> None:
    expect_real_powers(student)


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "power")
