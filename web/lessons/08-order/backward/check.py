from classroom.judge.engine import expect_engine
from classroom.judge.growth import Growth, chain, doublings, expect_growth
from classroom.judge.checks import (
    Student,
    compare_gradient,
    expect_gradient,
    fail,
    make_nodes,
    show,
)


def check_one_operation(student: Student) -> None:
    expect_gradient(student, "x * y", x=2, y=5)
    expect_gradient(student, "x / y - x", x=6, y=2)


def check_used_twice(student: Student) -> None:
    expect_gradient(student, "x * x", x=3)
    expect_gradient(student, "x * x + x", x=3)


def check_order(student: Student) -> None:
    for product in ("a * b", "b * a"):
        nodes = make_nodes(student, {"x": 1})
        a = student.evaluate("x + 1", **nodes)
        b = a * 2
        z = student.evaluate(product, a=a, b=b)
        student.do(f"`backward()` from `z = {product}`", z.backward)
        hint = {4: "`a` handed on before `b` had sent it anything"}.get(nodes["x"].grad, "")
        compare_gradient(f"`a = x + 1; b = a * 2; z = {product}` at x = 1", "x", 8, nodes["x"], z,
                         {**nodes, "a": a, "b": b, "z": z}, hint=hint)


def check_the_walk(student: Student) -> None:
    expect_gradient(student, "((0.6 - x) ** 2 + (0.7 - y) ** 2) ** 0.5", x=0.3, y=0.3)
    expect_gradient(student, "2 ** x / (1 + y * y) - -x * (x - y) ** 3", x=1.5, y=0.25)


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "backward")


def differentiated(student: Student, made: Growth) -> None:
    made.output.backward()
    if made.leaf.grad != made.slope:
        fail(f"In {made.what}, the gradient of x is {show(made.slope)}, and yours is "
             f"{show(made.leaf.grad)}.")


def check_many_paths(student: Student) -> None:
    expect_growth(student, "`backward()`", doublings, differentiated, (4, 8, 12, 16, 60))


def check_deep(student: Student) -> None:
    expect_growth(student, "`backward()`", chain, differentiated,
                  (50, 1_250, 2_500, 5_000, 20_000))
