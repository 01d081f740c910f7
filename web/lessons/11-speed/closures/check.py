import gc
import weakref

from py_engine.classroom.checks import Student, expect_close, fail, make_nodes, slopes


def gradients(student: Student, expression: str, **values: float) -> None:
    nodes = make_nodes(student, values)
    output = student.evaluate(expression, **nodes)
    student.do(f"`backward()` from `{expression}`", output.backward)
    for name, slope in slopes(expression, values).items():
        expect_close(student, f"{name}.grad", slope, tolerance=1e-7, diagnose={
            0.0: f"nothing has reached {name} from `{expression}`; is `hand_on` attached?",
        }, hint=f"after `backward()` from `{expression}`", **{name: nodes[name]})


def check_sum(student: Student) -> None:
    gradients(student, "x + y", x=2.0, y=5.0)


def check_product(student: Student) -> None:
    gradients(student, "x * y", x=2.0, y=5.0)
    gradients(student, "x * x", x=3.0)
    gradients(student, "x * x * y + x", x=3.0, y=2.0)


def check_no_circles(student: Student) -> None:
    for sign in ("+", "*"):
        nodes = make_nodes(student, {"x": 2.0, "y": 5.0})
        collecting = gc.isenabled()
        gc.disable()
        try:
            watched = weakref.ref(student.evaluate(f"x {sign} y", **nodes))
            alive = watched() is not None
        finally:
            if collecting:
                gc.enable()
        if alive:
            fail(f"The node of `x {sign} y` stays in memory after its last use: its function "
                 "remembers `result`, and `result` holds the function.")
