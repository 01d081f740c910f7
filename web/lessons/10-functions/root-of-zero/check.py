import math

from py_engine.classroom.checks import (
    Student,
    expect_gradient,
    expect_node,
    fail,
    make_nodes,
)


def check_value(student: Student) -> None:
    expect_node(student, "sqrt(x)", x=0,
                on_error="The value of the root at 0 is 0; only its slope is infinite.")
    expect_node(student, "sqrt(x * x) + 1", x=0)


def check_error(student: Student) -> None:
    x = make_nodes(student, {"x": 0.0})["x"]
    output = student.evaluate("sqrt(x * x)", x=x)
    try:
        output.backward()
    except ZeroDivisionError as error:
        if "sqrt" not in str(error):
            fail(f"`backward()` from `sqrt(x * x)` at x = 0 says: {error}. "
                 "Name the operation in the message, `self.op`.")
        return
    except Exception as error:
        fail(f"`backward()` from `sqrt(x * x)` at x = 0 should raise ZeroDivisionError; "
             f"yours raises {type(error).__name__}.")
    if math.isnan(x.grad):
        fail("`backward()` from `sqrt(x * x)` at x = 0 is silent, and the gradient is nan: "
             "infinity times zero.")
    fail(f"`backward()` from `sqrt(x * x)` at x = 0 gives the gradient {x.grad:g}; the slope of "
         "the root does not exist there, so it should raise ZeroDivisionError.")


def check_elsewhere(student: Student) -> None:
    expect_gradient(student, "sqrt(x * x + y)", x=3.0, y=4.0)
    expect_gradient(student, "(x - 1) ** 2 * sqrt(y)", x=-3.0, y=4.0)
