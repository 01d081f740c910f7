from py_engine.classroom.checks import Student, expect_close, fail


def compiled(student: Student, parameters: list[str], operations: list[tuple]) -> object:
    source = student.do("`emit`", lambda: student.get("emit")(parameters, operations))
    if not isinstance(source, str):
        fail(f"`emit` should return a text; yours returns {source!r}.")
    names: dict = {}
    try:
        exec(compile(source, "emitted.py", "exec"), names)
    except SyntaxError as error:
        line = (error.text or "").strip() or f"line {error.lineno}"
        fail(f"Python cannot read the text that `emit` gave, at `{line}`; "
             "is it indented by four spaces after `def`?")
    if "f" not in names:
        fail("The text that `emit` gave defines no function `f`.")
    return names["f"]


def check_two_operations(student: Student) -> None:
    f = compiled(student, ["x"], [("a", "-", "0.6", "x"), ("b", "*", "a", "a")])
    expect_close(student, "f(0.1)", 0.25, f=f, diagnose={
        0.5: "that is `a`; the last result is returned",
    }, hint="for a = 0.6 - x; b = a * a")


def check_two_parameters(student: Student) -> None:
    f = compiled(student, ["x", "y"], [("a", "-", "y", "x"), ("b", "/", "a", "x"),
                                       ("c", "+", "b", "y")])
    expect_close(student, "f(2, 5)", 6.5, f=f, diagnose={
        13 / 3: "left and right are exchanged",
    }, hint="for a = y - x; b = a / x; c = b + y")


def check_other_results(student: Student) -> None:
    f = compiled(student, ["x"], [("v7", "*", "x", "x")])
    expect_close(student, "f(3)", 9, f=f, hint="the names of results are arbitrary")
