from classroom.judge.engine import compare_order, expect_engine
from classroom.judge.growth import Growth, chain, doublings, expect_growth
from classroom.judge.checks import Student, fail, make_nodes


def ask(student: Student, what: str, **values: float) -> None:
    nodes = make_nodes(student, values)
    output = student.evaluate(what, **nodes)
    order = student.do(f"`topological_order({what})`",
                       lambda: student.get("topological_order")(output))
    compare_order(f"`{what}`", order, output, nodes)


def check_small(student: Student) -> None:
    ask(student, "x * y", x=2, y=5)
    ask(student, "(x + y) * (x - y)", x=7, y=2)
    ask(student, "x", x=7)


def check_used_twice(student: Student) -> None:
    ask(student, "x * x", x=3)
    ask(student, "(x + y) * (x + x * y)", x=2, y=3)
    ask(student, "(x + x * y) * (x + y)", x=2, y=3)


def check_equal_values(student: Student) -> None:
    ask(student, "(a + b) * (a - b)", a=4, b=4)


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "topological-order")


def listed(student: Student, made: Growth) -> None:
    order = student.get("topological_order")(made.output)
    if len(order) != made.size:
        fail(f"{made.what} has {made.size:,} nodes, and your list has {len(order):,}.")


def check_many_paths(student: Student) -> None:
    expect_growth(student, "`topological_order`", doublings, listed, (4, 8, 12, 16, 60))


def check_deep(student: Student) -> None:
    expect_growth(student, "`topological_order`", chain, listed, (50, 1_250, 2_500, 5_000, 20_000))
