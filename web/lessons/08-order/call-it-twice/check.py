from py_engine.classroom.checks import Student, expect_gradient, fail, make_nodes


def check_second_call(student: Student) -> None:
    nodes = make_nodes(student, {"x": 3})
    z = student.evaluate("2 * (x * x)", **nodes)
    student.do("`backward()`", z.backward)
    first = nodes["x"].grad
    if first != 12:
        fail(f"`z = 2 * (x * x)` at x = 3: after one `backward()`, expected gradient 12, "
             f"yours is {first:g}.")
    student.do("`backward()`", z.backward)
    second = nodes["x"].grad
    why = {36: "the product still had its gradient from the first call",
           12: "leaves add up; only nodes with parents begin at 0"}
    if second != 24:
        fail(f"`z = 2 * (x * x)` at x = 3: after a second `backward()`, expected gradient 24, "
             f"yours is {second:g}{'; ' + why[second] if second in why else ''}.")


def check_two_losses(student: Student) -> None:
    nodes = make_nodes(student, {"x": 3})
    shared = student.evaluate("x * x", **nodes)
    student.do("`backward()`", (shared + 1).backward)
    student.do("`backward()`", (shared * 10).backward)
    if nodes["x"].grad != 66:
        fail(f"With y = x * x at x = 3, (y + 1).backward() and then (y * 10).backward(): expected "
             f"gradient 6 + 60 = 66, yours is {nodes['x'].grad:g}.")


def check_zero_grad(student: Student) -> None:
    nodes = make_nodes(student, {"x": 3, "y": 4})
    student.do("`backward()`", student.evaluate("x * y", **nodes).backward)
    student.do("`zero_grad([x])`", lambda: student.get("zero_grad")([nodes["x"]]))
    if nodes["x"].grad != 0:
        fail(f"After `zero_grad([x])`, the gradient of x is {nodes['x'].grad:g}, not 0.")
    if nodes["y"].grad != 3:
        fail("`zero_grad([x])` changed the gradient of y as well.")


def check_leaf_itself(student: Student) -> None:
    nodes = make_nodes(student, {"x": 3})
    student.do("`x.backward()`", nodes["x"].backward)
    if nodes["x"].grad != 1:
        fail(f"After `x.backward()` on a leaf, its gradient should be 1; "
             f"yours is {nodes['x'].grad:g}.")
    nodes["x"].backward()
    if nodes["x"].grad != 2:
        fail(f"After `x.backward()` twice on a leaf, its gradient should be 2: leaves add up. "
             f"Yours is {nodes['x'].grad:g}.")


def check_first_call_as_before(student: Student) -> None:
    expect_gradient(student, "x * x + x / y", x=3, y=2)
