import math

from classroom.judge.engine import expect_engine, expect_function
from classroom.judge.checks import (
    Student,
    expect_close,
    expect_gradient,
    expect_locals,
    expect_node,
)


def check_sqrt(student: Student) -> None:
    expect_node(student, "sqrt(x)", x=9)
    expect_locals(student, "sqrt(x)", x=9, hint="the slope of the root is 1 / (2 · root)")


def check_exp(student: Student) -> None:
    expect_node(student, "exp(x)", x=2)
    expect_locals(student, "exp(x)", x=2, hint="the slope of e to the x is e to the x")


def check_log(student: Student) -> None:
    expect_node(student, "log(x)", x=5)
    expect_locals(student, "log(x)", x=5, hint="the slope of ln x is 1 / x")


def check_numbers(student: Student) -> None:
    expect_close(student, "exp(0) + sqrt(4) + log(1)", 3,
                 on_error="each takes a node or a number")


def check_each_is_one_node(student: Student) -> None:
    expect_function(student, "sqrt", math.sqrt, [[0.25], [9], [2.5]])
    expect_function(student, "exp", math.exp, [[-1.5], [2], [0.3]])
    expect_function(student, "log", math.log, [[0.25], [5], [2.5]])


def check_together(student: Student) -> None:
    expect_gradient(student, "log(1 + exp(x * y)) / sqrt(x)", x=2.0, y=-0.5)


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "by-hand")
