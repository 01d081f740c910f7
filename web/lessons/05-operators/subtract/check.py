from classroom.judge.engine import expect_engine
from classroom.judge.checks import Student, expect_node


def check_two_nodes(student: Student) -> None:
    expect_node(student, "x - y", x=3, y=5, hint="the left operand is `self`")


def check_number_on_the_right(student: Student) -> None:
    expect_node(student, "x - 2", x=3)


def check_number_on_the_left(student: Student) -> None:
    expect_node(student, "10 - x", x=3, hint="`10 - x` calls `x.__rsub__(10)`")


def check_sign(student: Student) -> None:
    expect_node(student, "-x", x=3)
    expect_node(student, "-(x - y) + 1", x=3, y=5)


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "subtract")
