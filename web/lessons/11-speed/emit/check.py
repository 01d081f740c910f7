import random

from classroom.judge.checks import Student, close, fail, show


def compiled(student: Student, parameters: list[str], operations: list[tuple]):
    source = student.do(f"`emit({parameters}, {operations})`",
                        lambda: student.get("emit")(list(parameters), list(operations)))
    if not isinstance(source, str):
        fail(f"`emit` should return a text; yours returns {show(source)}.")
    names: dict = {}
    try:
        exec(compile(source, "emitted.py", "exec"), names)
    except SyntaxError as error:
        line = (error.text or "").strip() or f"line {error.lineno}"
        fail(f"Python cannot read the text that `emit` gave, at `{line}`",
             hint="what belongs to `def` is indented by four spaces")
    except Exception as error:
        fail(f"The text that `emit` gave stops with {type(error).__name__}: {error}.")
    if "f" not in names or not callable(names["f"]):
        fail("The text that `emit` gave defines no function `f`.")
    return names["f"]


def on_floats(parameters, operations, point):
    known = dict(zip(parameters, point, strict=True))
    for result, sign, left, right in operations:
        known[result] = eval(f"{left} {sign} {right}", {}, dict(known))
    return known[result]


def ask(student: Student, parameters: list[str], operations: list[tuple], *point: float) -> None:
    f = compiled(student, parameters, operations)
    told = "; ".join(f"{result} = {left} {sign} {right}" for result, sign, left, right in operations)
    call = f"f({', '.join(map(show, point))})"
    try:
        got = f(*point)
    except Exception as error:
        fail(f"For {told}, `{call}` stops with {type(error).__name__}: {error}.")
    expected = on_floats(parameters, operations, point)
    if not (isinstance(got, int | float) and close(got, expected)):
        fail(f"For {told}: `{call}` should give {show(expected)}, and yours gives {show(got)}.")


def check_two_operations(student: Student) -> None:
    ask(student, ["x"], [("a", "-", "0.6", "x"), ("b", "*", "a", "a")], 0.1)


def check_two_parameters(student: Student) -> None:
    ask(student, ["x", "y"], [("a", "-", "y", "x"), ("b", "/", "a", "x"), ("c", "+", "b", "y")],
        2, 5)


def check_order_of_parameters(student: Student) -> None:
    ask(student, ["y", "x"], [("b", "-", "y", "x"), ("a", "/", "b", "x")], 2, 5)


def check_other_names(student: Student) -> None:
    ask(student, ["x"], [("v7", "*", "x", "x")], 3)
    ask(student, ["a1", "b1", "c1"], [("t", "**", "b1", "c1"), ("u", "-", "a1", "t")], 2, 3, 4)


def check_random_programs(student: Student) -> None:
    for seed in range(5):
        r = random.Random(seed)
        known, operations = ["p", "q"], []
        for i in range(6):
            left, right = r.choice(known), r.choice([*known, "2", "0.5"])
            operations.append((f"n{i}", r.choice("+-*"), left, right))
            known.append(f"n{i}")
        ask(student, ["p", "q"], operations, 1.5, -0.7)
