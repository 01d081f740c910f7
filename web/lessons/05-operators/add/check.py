from classroom.judge.engine import expect_engine
from classroom.judge.checks import Student, expect_node


def check_two_nodes(student: Student) -> None:
    expect_node(student, "x + y", x=3, y=5)
    expect_node(student, "x + x", x=3)


def check_number_on_the_right(student: Student) -> None:
    expect_node(student, "x + 2", x=3, hint="a plain number has no `value`; a Node has")


def check_number_on_the_left(student: Student) -> None:
    expect_node(student, "2 + x", x=3)
    expect_node(student, "sum([x, y, z])", x=1, y=2.5, z=4)


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "add")
