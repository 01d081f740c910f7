from py_engine.classroom.checks import (
    Student,
    expect_close,
    expect_gradient,
    expect_locals,
    fail,
    make_nodes,
)

ON_FLOATS = {"total": sum, "mean": lambda numbers: sum(numbers) / len(numbers)}


def check_value(student: Student) -> None:
    nodes = make_nodes(student, {"x": 1, "y": 2, "z": 6})
    expect_close(student, "total([x, y, z])", 9, **nodes)
    expect_close(student, "mean([x, y, z])", 3, diagnose={9: "divide by how many there are"},
                 **nodes)


def check_one_operation(student: Student) -> None:
    nodes = make_nodes(student, {"x": 1, "y": 2, "z": 6})
    result = student.evaluate("total([x, y, z])", **nodes)
    if len(result.parents) != 3:
        fail(f"`total([x, y, z])` should be one node with the 3 parents x, y and z; yours has "
             f"{len(result.parents)}, so it is still a chain of sums.")
    expect_locals(student, "total([x, y, z])", x=1, y=2, z=6)


def check_gradients(student: Student) -> None:
    expect_gradient(student, "total([x * x, y, x])", reference=ON_FLOATS, x=3, y=2)
    expect_gradient(student, "mean([x * x, y, 4])", reference=ON_FLOATS, x=3, y=2)


def check_generator(student: Student) -> None:
    x = make_nodes(student, {"x": 2.0})["x"]
    expect_close(student, "mean(x * i for i in range(5))", 4, x=x,
                 on_error="A generator has no length; make a list of it first.")


def check_many(student: Student) -> None:
    x = make_nodes(student, {"x": 1.0})["x"]
    result = student.do("`total` of 100,000 nodes", lambda: student.get("total")([x] * 100_000))
    student.do("`backward()` from a total of 100,000", result.backward)
    if x.grad != 100_000:
        fail(f"In a total of 100,000 times x, the gradient of x is 100,000; yours is {x.grad:g}.")
