from py_engine.classroom.check_graph import first_wrong_value
from py_engine.classroom.checks import Student, expect, expect_node, fail, make_nodes


def named(student: Student, expression: str, **values: float) -> tuple:
    """The result of an expression, and the names or values of its parents, as text."""
    nodes = make_nodes(student, values)
    result = student.evaluate(expression, **nodes)
    if not hasattr(result, "parents"):
        fail(f"The node of `{expression}` has no `parents` yet.")
    names = {id(node): name for name, node in nodes.items()}
    if not isinstance(result.parents, tuple):
        fail(f"The parents of `{expression}` are kept in a {type(result.parents).__name__}; "
             "a tuple keeps their order and their repetitions.")
    told = tuple(names.get(id(parent)) or f"{getattr(parent, 'value', parent):g}"
                 for parent in result.parents)
    for parent in result.parents:
        if not isinstance(parent, student.get("Node")):
            fail(f"In `{expression}`, the parent {parent!r} is a plain {type(parent).__name__}; "
                 "keep the node that `to_node` makes of it.")
    return result, told


def check_two_operands(student: Student) -> None:
    for sign in ("+", "-", "*", "/", "**"):
        result, told = named(student, f"x {sign} y", x=2, y=3)
        if told != ("x", "y"):
            fail(f"`x {sign} y` should have the parents (x, y); yours has ({', '.join(told)}).")
        if result.op != sign:
            fail(f'`x {sign} y` should have the op "{sign}"; yours has "{result.op}".')
    result, told = named(student, "-x", x=2)
    if (told, result.op) != (("x",), "neg"):
        fail(f'`-x` should have the parents (x,) and the op "neg"; '
             f'yours has ({", ".join(told)}) and "{result.op}".')


def check_leaf(student: Student) -> None:
    expect(student, "(Node(3).parents, Node(3).op)", ((), ""),
           on_error="A leaf has no parents: `self.parents = parents`, where `()` is the default.")


def check_same_operand_twice(student: Student) -> None:
    _, told = named(student, "x * x", x=3)
    if told != ("x", "x"):
        fail(f"`x * x` should have the parents (x, x); yours has ({', '.join(told)}).")


def check_numbers(student: Student) -> None:
    for expression, expected in (("x + 2", ("x", "2")), ("2 - x", ("2", "x")),
                                 ("2 / x", ("2", "x")), ("2 ** x", ("2", "x")),
                                 ("x - 2", ("x", "2")), ("x * 2", ("x", "2")),
                                 ("x / 2", ("x", "2")), ("x ** 2", ("x", "2"))):
        _, told = named(student, expression, x=3)
        if told != expected:
            fail(f"`{expression}` should have the parents ({', '.join(expected)}); "
                 f"yours has ({', '.join(told)}).")


def check_values_as_before(student: Student) -> None:
    expression = "((0.6 - x) ** 2 + (0.7 - y) ** 2) ** 0.5 - -x / y"
    output = expect_node(student, expression, x=0.3, y=0.2)
    audit = first_wrong_value(output, {})
    if audit is not None:
        fail(f"In `{expression}` the node `{audit.label}` does not have the value of its parents.",
             audit=audit)
