from py_engine.classroom.checks import Student, expect_close, expect_gradient, make_nodes


def check_sides(student: Student) -> None:
    for x, value, slope in ((2.0, 2.0, 1.0), (-3.0, 0.0, 0.0)):
        node = make_nodes(student, {"x": x})["x"]
        expect_close(student, "relu(x)", value, x=node, hint="it is never negative")
        expect_close(student, "relu(x).local_gradients[0]", slope, x=node,
                     hint="on the left the curve is flat" if x < 0 else "on the right it rises by 1")


def check_corner(student: Student) -> None:
    node = make_nodes(student, {"x": 0.0})["x"]
    expect_close(student, "relu(x).local_gradients[0]", 0, x=node, diagnose={
        1: "at the corner itself, 0 is the usual choice", 0.5: "at the corner itself, take 0",
    })


def check_in_a_formula(student: Student) -> None:
    expect_gradient(student, "relu(x * y - 1) * x", reference={"relu": lambda a: max(a, 0.0)},
                    x=3.0, y=2.0)
