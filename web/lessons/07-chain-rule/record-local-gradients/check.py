from classroom.judge.engine import expect_engine, makes_nodes
from classroom.judge.checks import Student, expect_locals, fail, make_nodes, numbers_in, show


def check_leaf(student: Student) -> None:
    node = make_nodes(student, {"x": 3})["x"]
    if not hasattr(node, "local_gradients"):
        fail("`Node(3)` has no attribute `local_gradients` yet.")
    if numbers_in(node, "local_gradients", "`Node(3)`") != []:
        fail(f"A leaf has no parents, and so no local gradients: `Node(3).local_gradients` should "
             f"be (), and yours is {show(node.local_gradients)}.")
    if not makes_nodes(student):
        return
    made = student.evaluate("Node(8.0, (x, x), 'f', (3.0, -0.5))", x=node)
    if numbers_in(made, "local_gradients", "`Node(8.0, (x, x), 'f', (3.0, -0.5))`") != [3.0, -0.5]:
        fail("`Node(8.0, (x, x), 'f', (3.0, -0.5))` should keep the local gradients (3, -0.5); "
             f"yours has {show(made.local_gradients)}.")


def check_sum_and_difference(student: Student) -> None:
    expect_locals(student, "x + y", x=2, y=5)
    expect_locals(student, "x - y", x=2, y=5)
    expect_locals(student, "-x", x=2)


def check_product(student: Student) -> None:
    expect_locals(student, "x * y", x=2, y=5, hint="it is the value of the other factor")
    expect_locals(student, "x * x", x=3)


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "record-local-gradients")
