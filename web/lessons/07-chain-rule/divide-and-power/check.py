from classroom.judge.engine import expect_edges, expect_engine
from classroom.judge.checks import Student, expect_locals


def check_quotient(student: Student) -> None:
    expect_locals(student, "x / y", x=6, y=2)
    expect_locals(student, "5 / x", x=4)


def check_power(student: Student) -> None:
    expect_locals(student, "x ** 3", x=2)
    expect_locals(student, "x ** y", x=2, y=0.5)
    expect_locals(student, "2 ** x", x=3)


def check_edges(student: Student) -> None:
    expect_edges(student)


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "divide-and-power")
