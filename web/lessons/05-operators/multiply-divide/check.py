from classroom.judge.engine import expect_engine
from classroom.judge.checks import Student, expect_error, expect_node, make_nodes


def check_product(student: Student) -> None:
    expect_node(student, "x * y", x=3, y=5)
    expect_node(student, "x * 2", x=3)
    expect_node(student, "2 * x", x=3)


def check_quotient(student: Student) -> None:
    expect_node(student, "x / y", x=3, y=4, hint="the left operand is `self`")
    expect_node(student, "x / 2", x=3)


def check_number_divided_by_a_node(student: Student) -> None:
    expect_node(student, "5 / x", x=4, hint="`5 / x` calls `x.__rtruediv__(5)`")


def check_tiny_divisor(student: Student) -> None:
    expect_node(student, "1 / x", x=1e-200,
                hint="1e-200 squared is too small for a float; 1 / 1e-200 is not")


def check_refusals(student: Student) -> None:
    nodes = make_nodes(student, {"x": 3})
    for expression in ("x * 'ab'", "'ab' * x", "x / 'ab'"):
        expect_error(student, expression, TypeError,
                     hint="only numbers can be multiplied and divided", **nodes)


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "multiply-divide")
