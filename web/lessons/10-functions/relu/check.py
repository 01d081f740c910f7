from classroom.judge.engine import expect_engine, expect_function
from classroom.judge.checks import Student, expect_close, expect_gradient, make_nodes


def check_sides(student: Student) -> None:
    for x, value, slope in ((2.0, 2.0, 1.0), (-3.0, 0.0, 0.0)):
        node = make_nodes(student, {"x": x})["x"]
        expect_close(student, "relu(x)", value, x=node, hint="it is the larger of x and 0")
        expect_close(student, "relu(x).local_gradients[0]", slope, x=node,
                     hint="on the left the curve is flat" if x < 0 else "on the right it rises by 1")


def check_corner(student: Student) -> None:
    for x in (0.0, -0.0, 0):
        node = make_nodes(student, {"x": x})["x"]
        expect_close(student, "relu(x)", 0, x=node)
        expect_close(student, "relu(x).local_gradients[0]", 0, x=node,
                     hint="the slope at the corner itself is taken as 0")


def check_one_node(student: Student) -> None:
    expect_function(student, "relu", lambda a: max(a, 0.0), [[2.5], [-1.5], [0.25], [-0.25], [3],
                                                               [1e-9], [-1e-9], [1e6], [-1e6]])


def check_in_a_formula(student: Student) -> None:
    expect_gradient(student, "relu(x * y - 1) * x", reference={"relu": lambda a: max(a, 0.0)},
                    x=3.0, y=2.0)


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "relu")
