from my_engine import Node

from py_engine.classroom.checks import Student, expect_close


def broken(error: float):
    """x², with a local gradient that is off by `error`."""
    def square(x):
        if isinstance(x, Node):
            return Node(x.value ** 2, (x,), "square", (2 * x.value + error,))
        return x ** 2
    return square


def check_wrong_gradients_are_found(student: Student) -> None:
    for error in (0.5, -0.5):
        expect_close(student, "gradcheck(f, [2.0, 3.0])", 1.5, tolerance=1e-6,
                     f=lambda x, y: broken(error)(x) * y, diagnose={
                         0.0: "the first gradient of this f is wrong by 1.5, and it was not found",
                         1.0: "is that the difference of sizes? Take the size of the difference",
                         -1.5: "take the size of the difference, `abs(...)`",
                     }, hint=f"where the first gradient of f is wrong by {3 * error:g}")


def check_wrong_in_the_last_place(student: Student) -> None:
    expect_close(student, "gradcheck(f, [2.0, 3.0])", 1.0, tolerance=1e-6,
                 f=lambda x, y: x * broken(0.5)(y),
                 hint="where the second gradient of f is wrong by 1; is every parameter compared?")


def check_right_gradients(student: Student) -> None:
    expect_close(student, "gradcheck(f, [2.0, 3.0])", 0.0, tolerance=1e-6,
                 f=lambda x, y: x * y + x / y - y ** 3,
                 hint="where all gradients of f are right; does each parameter move alone?")
    expect_close(student, "gradcheck(f, [0.3])", 0.0, tolerance=1e-6, f=lambda x: 2 ** x * x)
