from classroom.judge.engine import expect_engine
from classroom.judge.graph import topological
from classroom.judge.growth import expect_growth, wide
from classroom.judge.checks import (
    Student,
    expect_close,
    expect_gradient,
    fail,
    make_nodes,
    show,
)

ON_FLOATS = {"total": sum, "mean": lambda numbers: sum(numbers) / len(numbers)}


def check_value(student: Student) -> None:
    nodes = make_nodes(student, {"x": 1, "y": 2, "z": 6})
    expect_close(student, "total([x, y, z])", 9, **nodes)
    for inside, expected in (("[x, y, z]", 3), ("[x, z]", 3.5), ("[z]", 6), ("(y, 5, 4.5, z)", 4.375)):
        got = expect_close(student, f"mean({inside})", expected, **nodes)
        if not isinstance(got, student.get("Node")):
            fail(f"`mean({inside})` gives {show(got)} of type {type(got).__name__}; "
                 "it should give a Node.")


def check_one_operation(student: Student) -> None:
    nodes = make_nodes(student, {"x": 1, "y": 2, "z": 6})
    result = student.evaluate("total([x, y, z])", **nodes)
    topological(result)
    if len(result.parents) != 3:
        fail("`total([x, y, z])` should be one node with the 3 parents x, y and z; yours has "
             f"{len(result.parents)}.")


def check_gradients(student: Student) -> None:
    expect_gradient(student, "total([x * x, y, x])", reference=ON_FLOATS, x=3, y=2)
    expect_gradient(student, "mean([x * x, y, 4])", reference=ON_FLOATS, x=3, y=2)
    expect_gradient(student, "mean([x, y, x * y, x, 2]) * x", reference=ON_FLOATS, x=3, y=2)


def check_generator(student: Student) -> None:
    nodes = make_nodes(student, {"x": 2.0})
    for name, expected in (("total", 20), ("mean", 4)):
        expect_close(student, f"{name}(x * i for i in range(5))", expected,
                     on_error="a generator has no length, and can be gone through once", **nodes)
        expect_close(student, f"{name}(iter([x, 6]))", {"total": 8, "mean": 4}[name], **nodes)


def check_numbers(student: Student) -> None:
    for name, expected in (("total", 5.5), ("mean", 2.75)):
        got = expect_close(student, f"{name}([2, 3.5])", expected)
        if not isinstance(got, student.get("Node")):
            fail(f"`{name}([2, 3.5])` gives {show(got)} of type {type(got).__name__}; "
                 "it should give a Node.")


def check_all_of_it(student: Student) -> None:
    expect_engine(student, "total-and-mean")


def check_many(student: Student) -> None:
    def differentiated(student: Student, made) -> None:
        result = student.get("total")(made.terms)
        result.backward()
        if made.leaf.grad != made.size:
            fail(f"In a total of {made.size:,} times x, the gradient of x is {made.size:,}; yours "
                 f"is {show(made.leaf.grad)}.")

    expect_growth(student, "`total` and `backward()`", wide, differentiated,
                  (500, 2_500, 5_000, 10_000, 100_000))
