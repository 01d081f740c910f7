from py_engine.classroom.checks import Student, expect_close, expect_point, fail


def check_product(student: Student) -> None:
    tape = student.get("Tape")()
    x, y = tape.leaf(2.0), tape.leaf(5.0)
    z = tape.multiply(x, y)
    expect_point(student, f"tape.gradients({z})", [5, 2, 1], tape=tape, diagnose={
        (0, 0, 0): "everything is 0; the result's own gradient is 1",
        (0, 0, 1): "nothing was handed on; go from the end to the beginning",
    }, hint="for x = 2, y = 5 and z = x * y")


def check_used_twice(student: Student) -> None:
    tape = student.get("Tape")()
    x = tape.leaf(3.0)
    z = tape.add(tape.multiply(x, x), x)
    expect_close(student, f"tape.gradients({z})[0]", 7, tape=tape, diagnose={
        3: "x is used three times, and the last one wins; add, with `+=`",
        1: "the product handed on nothing; which way does the loop go?",
    }, hint="for z = x * x + x at x = 3")


def check_from_the_middle(student: Student) -> None:
    tape = student.get("Tape")()
    x = tape.leaf(3.0)
    y = tape.multiply(x, x)
    tape.multiply(y, y)
    expect_point(student, f"tape.gradients({y})", [6, 1, 0], tape=tape,
                 hint="y = x * x is not the last entry; what came after it does not matter")


def check_long(student: Student) -> None:
    tape = student.get("Tape")()
    x = total = tape.leaf(1.0)
    for _ in range(50_000):
        total = tape.add(total, x)
    grads = student.do("`gradients` on a tape of 50,000", lambda: tape.gradients(total))
    if grads[x] != 50_001:
        fail(f"In a sum of 50,001 times x, the gradient of x is 50,001; yours is {grads[x]:g}.")
