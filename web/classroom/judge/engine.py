"""What a student's engine has to hold, asked step by step: each step asks for all before it too.

Every question is put at points without symmetry, with the operands both ways round, and compared
with plain floats and central differences.
"""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from classroom.judge.checks import (
    close,
    compare_gradient,
    compare_locals,
    differs,
    expect_error,
    expect_node,
    make_nodes,
    number_of,
    numbers_in,
)
from classroom.judge.graph import labels_of, topological
from classroom.judge.programs import Program, programs
from classroom.judge.student import Student, compiled_question, fail
from classroom.words.telling import at, show

SIGNS: dict[str, Callable[[float, float], float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
    "**": operator.pow,
}
# Left and right operands; a power keeps its base above 0 unless its exponent is whole.
_OPERANDS: tuple[tuple[float, float], ...] = (
    (3, 5), (-2.5, 4), (7, -1.25), (0.3713, 7.1307))
_POWERS: tuple[tuple[float, float], ...] = ((2, 3), (2.5, -1.5), (-3, 4), (0.4, 2), (-1.5, -3))
# Numbers with which an operation is easily left out.
_NEUTRAL = {"+": (0,), "-": (0,), "*": (1, 0), "/": (1,), "**": (1,)}
_ATTRIBUTES = ("value", "grad", "parents", "op", "local_gradients")


@dataclass(frozen=True)
class Question:
    """An expression of one operation; its operands by name, numbers written out in it."""

    expression: str
    sign: str
    nodes: Mapping[str, float]
    operands: tuple[str | float, ...]  # a name for a node, or a number

    def on_floats(self) -> float:
        """The value that floats give."""
        code, _ = compiled_question(self.expression)
        return float(eval(code, {"__builtins__": {}}, dict(self.nodes)))


def questions(signs: Sequence[str], *, negation: bool = False) -> Iterator[Question]:
    """Each operation on two nodes, on a node and a number, on a number and a node, on one twice."""
    for sign in signs:
        for a, b in _POWERS if sign == "**" else _OPERANDS:
            yield Question(f"x {sign} y", sign, {"x": a, "y": b}, ("x", "y"))
            yield Question(f"x {sign} {_number(b)}", sign, {"x": a}, ("x", b))
            if sign != "**" or a > 0:
                yield Question(f"{_number(a)} {sign} x", sign, {"x": b}, (a, "x"))
        yield Question(f"x {sign} x", sign, {"x": 2.5}, ("x", "x"))
        for number in _NEUTRAL[sign]:
            yield Question(f"x {sign} {number}", sign, {"x": 2.5}, ("x", number))
            yield Question(f"{number} {sign} x", sign, {"x": 2.5}, (number, "x"))
    if negation:
        for x in (3, -0.25):
            yield Question("-x", "neg", {"x": x}, ("x",))


def _number(value: float) -> str:
    return f"({value!r})" if value < 0 else repr(value)


def expect_box(student: Student) -> None:
    """Ask that a Node holds a float and refuses what is no number, in words about what it was."""
    for number in (3, -0.25):
        value = make_nodes(student, {"x": number})["x"].value
        if type(value) is not float or value != number:
            differs(f"`Node({number}).value`", float(number), value, "a Node keeps a float")
    cls = student.get("Node")
    for wrong, names in (("'3'", ("str", "3")), ("None", ("None",)), ("[1, 2]", ("list", "[1, 2]")),
                         ("Node(1)", ("Node", cls.__name__)), ("2j", ("complex", "2j")),
                         ("(1, 2)", ("tuple", "(1, 2)"))):
        said = expect_error(student, f"Node({wrong})", TypeError,
                            hint="only an `int` or a `float` goes in")
        if not any(name in said for name in names) or "__init__()" in said:
            fail(f"`Node({wrong})` raises a TypeError that says: {said or 'nothing'}",
                 hint="it should say what it was given, by its type or as it is")


def expect_real_powers(student: Student) -> None:
    """Ask for a ValueError, with a message, where a power would be complex."""
    nodes = make_nodes(student, {"x": -8, "y": 0.5})
    for expression in ("x ** (1 / 3)", "x ** y", "x ** -1.5", "(-8) ** y"):
        said = expect_error(student, expression, ValueError,
                            hint="Python's own value for it is a complex number", **nodes)
        if not said.strip():
            fail(f"`{expression}` at x = -8 raises a ValueError without a message",
                 hint="it should say that the result is not a real number")
    for exponent in (3, 2, -2, 0, 1.0):
        expect_node(student, f"x ** {exponent}", x=-8,
                    hint="a negative base with a whole exponent gives a real number")


def _add(student: Student) -> None:
    expect_values(student, "+")
    nodes = make_nodes(student, {"x": 3})
    for expression in ("x + 'ab'", "'ab' + x"):
        expect_error(student, expression, TypeError, hint="only numbers can be added", **nodes)


def _power(student: Student) -> None:
    expect_values(student, ["**"])
    expect_real_powers(student)


def expect_values(student: Student, signs: Sequence[str], *, negation: bool = False) -> None:
    """Ask that operations give new Nodes with the values of floats, and leave their operands."""
    for question in questions(signs, negation=negation):
        _asked(student, question)


def expect_parents(student: Student, *, kept_as: tuple[type, ...] = (tuple, list)) -> None:
    """Ask that each operation keeps its operands, in order, as its parents, and its `op`.

    `kept_as` is what parents may be kept in.
    """
    for question in questions(list(SIGNS), negation=True):
        result, nodes = _asked(student, question)
        _compare_parents(student, question, result, nodes, kept_as)
    _expect_parents_of_inner(student, kept_as)
    _expect_a_node_for_each_number(student)


def _expect_parents_of_inner(student: Student, kept_as: tuple[type, ...]) -> None:
    """The same where operands have parents of their own."""
    for sign in SIGNS:
        for left, right in (("x * y", "x"), ("x", "x * y"), ("x * y", "x * y")):
            nodes = make_nodes(student, {"x": 2.5, "y": 1.5})
            nodes["x * y"] = student.evaluate("x * y", **nodes)
            question = Question(f"({left}) {sign} ({right})", sign, {}, (left, right))
            result = student.evaluate(f"a {sign} b", a=nodes[left], b=nodes[right])
            _compare_parents(student, question, result, nodes, kept_as)


def _expect_a_node_for_each_number(student: Student) -> None:
    nodes = make_nodes(student, {"x": 2.5, "y": 1.5})
    for sign in SIGNS:
        one, other = (student.evaluate(f"{name} {sign} 2", **nodes).parents[1] for name in "xy")
        if one is other:
            fail(f"`x {sign} 2` and `y {sign} 2` have one and the same node for the 2; each number "
                 "becomes a node of its own.")


def expect_local_gradients(student: Student, signs: Sequence[str]) -> None:
    """Ask that each operation notes the right local gradient for each of its parents."""
    for question in questions(signs, negation=True):
        result, nodes = _asked(student, question)
        if makes_nodes(student):
            _compare_parents(student, question, result, nodes)
        compare_locals(question.expression, result, nodes, at(question.nodes))


_TINY = "1e-200 is not 0, though its square is too small for a float"
_BASE = "b times a to the power b - 1 holds for every base a, as long as b is not 0"
_NEGATIVE = "for a negative base, the exponent's local gradient is `math.nan`"
_CONSTANT = "a constant has slope 0, and 0.0 to the power -1 is not needed for it"
_ZERO = "at a = 0, the exponent's local gradient is 0"
_EDGES: tuple[tuple[str, int, float, str, dict[str, float]], ...] = (
    ("x / y", 0, 1e200, _TINY, {"x": 3e-200, "y": 1e-200}),
    ("x / y", 1, -3e200, _TINY, {"x": 3e-200, "y": 1e-200}),
    *(("x ** y", 0, b * a ** (b - 1), _BASE, {"x": a, "y": b})
      for a, b in ((-3.0, 2.0), (-1.5, 3.0), (-2.0, -1.0), (4e-20, 0.5))),
    *(("x ** y", 1, math.nan, _NEGATIVE, {"x": a, "y": b})
      for a, b in ((-3.0, 2.0), (-1.5, 3.0), (-2.0, -1.0))),
    *(("x ** y", 0, 0.0, _CONSTANT, {"x": a, "y": 0.0}) for a in (0.0, 2.0, -3.0)),
    *(("x ** y", 0, slope, _BASE, {"x": 0.0, "y": b})
      for b, slope in ((2.0, 0.0), (1.0, 1.0), (3.0, 0.0))),
    *(("x ** y", 1, 0.0, _ZERO, {"x": 0.0, "y": b}) for b in (2.0, 1.0, 3.0, 0.0)),
)


def expect_edges(student: Student) -> None:
    """Ask for the local gradients of quotients and powers out of reach of differences."""
    for expression, slot, expected, hint, values in _EDGES:
        stopped = {"x < 0": _NEGATIVE, "x = 0": f"{_BASE}; {_ZERO}"}  # by either of the two
        where = "x < 0" if values["x"] < 0 else "x = 0" if not values["x"] and values["y"] else ""
        node = student.evaluate(expression, on_error=stopped.get(where, hint), at=at(values),
                                **make_nodes(student, values))
        what = f"The node of `{expression}`{at(values)}"
        found = numbers_in(node, "local_gradients", what)
        if len(found) != 2:
            fail(f"{what} has {len(found)} local gradients; it should have two.")
        if not close(float(found[slot]), expected):
            fail(f"In `{expression}`{at(values)}, the local gradient for the "
                 f"{('first', 'second')[slot]} operand should be {show(expected)}, yours is "
                 f"{show(found[slot])}", hint=hint)


def _divide_and_power(student: Student) -> None:
    expect_local_gradients(student, ["/", "**"])
    if makes_nodes(student):
        expect_edges(student)


def expect_push(student: Student) -> None:
    """Ask that `push` adds to each parent what is due to it, and touches nothing else."""
    cases: tuple[tuple[str, dict[str, float]], ...] = (
        ("x * y", {"x": 2, "y": 5}), ("x - y", {"x": 2, "y": 5}), ("y / x", {"x": 2, "y": 5}),
        ("x ** y", {"x": 2, "y": 3}), ("x * x", {"x": 3}), ("-x", {"x": 3}), ("2 * x", {"x": 3}),
        ("x * y", {"x": 0, "y": 5}),
    )
    for expression, values in cases:
        for own in (1.0, -2.5, 0.0):
            nodes = make_nodes(student, values)
            _push_from(student, f"`z = {expression}`{at(values)}",
                       student.evaluate(expression, **nodes), own, nodes)
    if not makes_nodes(student):
        return
    make = student.get("Node")
    for count in (0, 1, 3):
        nodes = make_nodes(student, dict(zip("abc"[:count], (2.0, -1.5, 4.0), strict=False)))
        locals_ = (3.0, -0.5, 2.0)[:count]
        made = student.do("`Node(...)` with parents", functools.partial(
            make, 7.0, tuple(nodes.values()), "f", locals_))
        _push_from(student, f"A node with {count} parent{'s' * (count != 1)}", made, -2.5, nodes)


def makes_nodes(student: Student) -> bool:
    """Whether a node may be made as the course makes it, `Node(value, parents, op, ...)`.

    An engine that grew elsewhere, under names of its own, has its own constructor.
    """
    return bool(student.get("Node").__name__ == "Node")


def _push_from(student: Student, what: str, z: Any, own: float, nodes: Mapping[str, Any]) -> None:
    where = f"{what}, z.grad = {show(own)}"
    if not hasattr(z, "push"):
        fail("`Node` has no method `push` yet.")
    everything = topological(z)
    labels = labels_of(everything, {**nodes, "z": z})
    z.grad = own
    expected = {id(z): own}
    for i, node in enumerate(everything[:-1]):
        node.grad = expected[id(node)] = (0.0, 0.5, -2.0, 8.0)[i % 4]
    before = dict(expected)
    for parent, local in zip(z.parents, z.local_gradients, strict=True):
        expected[id(parent)] += own * local
    student.do(f"`z.push()` for {where}", z.push)
    for node in everything:
        mine, got = expected[id(node)], node.grad
        if not (isinstance(got, int | float) and close(float(got), mine)):
            named = "z" if node is z else labels[id(node)]
            wanted = f"leave the gradient of `{named}` at {show(mine)}"
            if mine != before[id(node)]:
                wanted = (f"take the gradient of `{named}` from {show(before[id(node)])} to "
                          f"{show(mine)}")
            fail(f"{where}: `z.push()` should {wanted}, and yours is {show(got)}",
                 hint="" if node is z else "it adds z.grad times the local gradient")


def expect_order(student: Student) -> None:
    """Ask for topological orders of random graphs: each node once, after all its parents."""
    for program in programs():
        nodes = make_nodes(student, program.values)
        made = program.on_nodes(student, nodes)
        first, last = program.names[0], program.names[-1]
        for name, again in ((last, ""), (last, ", asked a second time"),
                            (first, f", of which `{first}` is asked after the whole")):
            order = student.do(f"`topological_order({name})` of {program}{again}",
                               functools.partial(student.get("topological_order"), made[name]))
            compare_order(f"{program}{again}", order, made[name], {**nodes, **made})
    if makes_nodes(student):
        _expect_order_of_many(student)


def _expect_order_of_many(student: Student) -> None:
    """The same where a node has three parents."""
    nodes = make_nodes(student, {"x": 2.0, "y": -1.5, "w": 4.0})
    x, y, w = nodes.values()
    make = student.get("Node")
    inner = make(7.0, (x, y, w), "f", (1.0, 2.0, 3.0))
    output = make(7.0, (w, inner, x), "f", (1.0, 2.0, 3.0))
    order = student.do("`topological_order` of `f(w, f(x, y, w), x)`",
                       lambda: student.get("topological_order")(output))
    compare_order("`f(w, f(x, y, w), x)`, whose nodes have three parents each", order, output,
                  nodes)


def compare_order(what: str, order: Any, output: Any, names: Mapping[str, Any]) -> None:
    """Fail unless `order` is a list of all nodes under `output`, each once, parents first."""
    if not isinstance(order, list):
        fail(f"`topological_order` of {what} should give a list; yours gives "
             f"{show(order) if order is None else 'a ' + type(order).__name__}.")
    everything = topological(output)
    labels = labels_of(everything, names)
    listed, seen = [id(node) for node in order], set()
    told = f"In {what}, your list is [{', '.join(labels.get(i, '?') for i in listed)}]"
    if len(listed) > 12:
        told = f"In {what}, your list has {len(listed):,} nodes"
    for node in order:
        if id(node) not in labels:
            fail(f"{told}: {show(node)} in it is no node of this graph.")
        if id(node) in seen:
            fail(f"{told}: `{labels[id(node)]}` is in it twice.")
        seen.add(id(node))
    for node in everything:
        if id(node) not in seen:
            fail(f"{told}: `{labels[id(node)]}` is missing.")
    place = {key: index for index, key in enumerate(listed)}
    for node in everything:
        for parent in node.parents:
            if place[id(parent)] > place[id(node)]:
                fail(f"{told}: `{labels[id(node)]}` comes before its parent "
                     f"`{labels[id(parent)]}`.")


def expect_backward(student: Student, *, times: int = 1) -> None:
    """Ask that `backward()` gives the gradients of random programs, as central differences do.

    With `times` of 2 it is called twice: leaves then have twice the gradient, and all others what
    the last call sent them.
    """
    for program in programs():
        nodes = make_nodes(student, program.values)
        made = program.on_nodes(student, nodes)
        output = made[program.names[-1]]
        if not hasattr(output, "backward"):
            fail("`Node` has no method `backward` yet.")
        names = {**made, **nodes}
        told = str(program)
        if output.parents:
            output.grad = 5.0
            told = f"{program}, with {program.names[-1]}.grad = 5 before"
        for call in range(1, times + 1):
            again = " a second time" if call == 2 else ""
            student.do(f"`{program.names[-1]}.backward()`{again} from {program}", output.backward)
            for name, node in nodes.items():
                expected = call * program.slope(name)
                if call == 1:
                    compare_gradient(told, name, expected, node, output, names, 1e-6)
                elif not close(number_of(node.grad) or 0.0, expected, 1e-6):
                    differs(f"The gradient of {name} after `backward()` from {program} a second "
                            "time", expected, node.grad, "a second call adds the same again")
        _compare_inner(told, program, made, nodes)


def _compare_inner(told: str, program: Program, made: Mapping[str, Any],
                   nodes: Mapping[str, Any]) -> None:
    """Nodes with parents hold what one backward pass sends them."""
    for name in program.names:
        expected = program.slope(name)
        got = made[name].grad
        if not (isinstance(got, int | float) and close(float(got), expected, 1e-6)):
            differs(f"The gradient of {name} after `backward()` from {told}", expected, got, "")


def _asked(student: Student, question: Question) -> tuple[Any, dict[str, Any]]:
    """Evaluate, and compare all that an operation of chapter 5 promises."""
    nodes = make_nodes(student, question.nodes)
    before = {name: _state(node) for name, node in nodes.items()}
    what = f"`{question.expression}`{at(question.nodes)}"
    got = student.evaluate(question.expression, at=at(question.nodes), **nodes)
    cls = student.get("Node")
    if not isinstance(got, cls):
        if got is None:
            differs(what, "a Node", got, "")
        fail(f"{what} gives {show(got)} of type {type(got).__name__}; it should give a Node.")
    for name, node in nodes.items():
        after = _state(node)
        for attribute, mine in before[name].items():
            if after.get(attribute) != mine:
                fail(f"After {what}, `{name}.{attribute}` has become "
                     f"{show(getattr(node, attribute, None))}; the result has to be a new Node.")
        if got is node:
            fail(f"{what} gives `{name}` itself back; the result has to be a new Node.")
    expected, value = question.on_floats(), number_of(got)
    if value is None or not close(value, expected, 1e-12):
        differs(what, expected, getattr(got, "value", None), "")
    return got, nodes


def _state(node: Any) -> dict[str, Any]:
    """What an operation must not change, with parents by identity."""
    found = {name: getattr(node, name) for name in _ATTRIBUTES if hasattr(node, name)}
    if isinstance(found.get("parents"), tuple | list):
        found["parents"] = tuple(map(id, found["parents"]))
    return found


def _compare_parents(student: Student, question: Question, result: Any,
                     nodes: Mapping[str, Any], kept_as: tuple[type, ...] = (tuple, list)) -> None:
    expression = question.expression
    if not hasattr(result, "parents"):
        fail(f"The node of `{expression}` has no `parents` yet.")
    parents: Any = result.parents
    if not issubclass(type(parents), kept_as):
        fail(f"The parents of `{expression}` are kept in a {type(parents).__name__}; "
             "a tuple keeps their order and their repetitions.")
    names = {id(node): name for name, node in nodes.items()}
    cls = student.get("Node")
    for parent in parents:
        if not isinstance(parent, cls):
            fail(f"In `{expression}`, the parent {show(parent)} is a plain "
                 f"{type(parent).__name__}; parents are nodes.")
    told = [names.get(id(parent)) or show(float(parent.value)) for parent in parents]
    wanted = [each if isinstance(each, str) else show(float(each)) for each in question.operands]
    either = question.sign in ("+", "*") and isinstance(question.operands[0], int | float)
    if told != wanted and not (either and told == wanted[::-1]):
        fail(f"`{expression}` should have the parents ({', '.join(wanted)}"
             f"{',' * (len(wanted) == 1)}); yours has ({', '.join(told)}{',' * (len(told) == 1)}).")
    if getattr(result, "op", None) != question.sign:
        fail(f'`{expression}` should have the op "{question.sign}"; yours has '
             f'"{getattr(result, "op", None)}".')
    for parent in parents:
        if id(parent) not in names and parent.parents:
            fail(f"In `{expression}`, the node of {show(float(parent.value))} should be a leaf, "
                 "without parents.")


def expect_total(student: Student) -> None:
    """Ask that `total` is one node with all of its terms as parents."""
    for values, inside in (({"x": 1.5, "y": -2.0, "z": 6.0}, "[x, y, z]"),
                           ({"x": 1.5, "y": -2.0}, "(y, x, y)"),
                           ({"x": 1.5}, "[x, 4, 2.5]"), ({"x": 1.5}, "[x]")):
        nodes = make_nodes(student, values)
        result = student.evaluate(f"total({inside})", at=at(values), **nodes)
        topological(result)
        terms = eval(inside, dict(nodes))
        what = f"`total({inside})`{at(values)}"
        if not isinstance(result, student.get("Node")):
            differs(what, "a Node", result, "")
        expected = math.fsum(number_of(term) or 0.0 for term in terms)
        if not close(number_of(result) or 0.0, expected):
            differs(what, expected, result, "")
        if len(result.parents) != len(terms) or any(
                parent is not term for parent, term in zip(result.parents, terms, strict=True)
                if not isinstance(term, int | float)):
            labels = labels_of(topological(result), nodes)
            told = ", ".join(labels[id(parent)] for parent in result.parents)
            fail(f"{what} should be one node whose parents are its {len(terms)} terms, in order; "
                 f"yours has the parents ({told}).")
        if result.op != "total":
            fail(f'The op of {what} should be "total"; yours is "{result.op}".')
        compare_locals(f"total({inside})", result, nodes, at(values))


def expect_function(student: Student, name: str, f: Callable[..., float],
                    points: Sequence[Sequence[float]], *, hint: str = "") -> None:
    """Ask that a function gives one node of its operands, with value, parents, op, local gradients.

    Each operand is asked as a node, and as an int or float.
    """
    for point in points:
        letters = "xy"[: len(point)]
        values = dict(zip(letters, point, strict=True))
        for number in ("", *letters):
            inside = ", ".join(repr(values[c]) if c == number else c for c in letters)
            nodes = make_nodes(student, {c: values[c] for c in letters if c != number})
            expression = f"{name}({inside})"
            what = f"`{expression}`{at(nodes)}"
            before = {c: _state(node) for c, node in nodes.items()}
            result = student.evaluate(expression, at=at(nodes), **nodes)
            if not isinstance(result, student.get("Node")):
                differs(what, "a Node", result, hint)
            if not close(number_of(result) or 0.0, f(*point), 1e-12):
                differs(what, f(*point), result, hint)
            for c, node in nodes.items():
                if _state(node) != before[c]:
                    fail(f"After {what}, `{c}` itself has changed; the result has to be a new "
                         "Node.")
            _one_parent_each(what, result, nodes, letters)
            if result.op != name:
                fail(f'The op of {what} should be "{name}"; yours is "{result.op}".')
            compare_locals(expression, result, nodes, at(nodes), hint=hint)


def _one_parent_each(what: str, result: Any, nodes: Mapping[str, Any], letters: str) -> None:
    parents = getattr(result, "parents", ())
    if len(parents) != len(letters) or any(
            nodes.get(c, parent) is not parent for c, parent in zip(letters, parents, strict=True)):
        wanted = f"{len(letters)} parent{'s' * (len(letters) != 1)}"
        fail(f"{what} should be one node with the {wanted} that it was given; yours has "
             f"{len(parents)}"
             f"{', and they are not those' if len(parents) == len(letters) else ''}.")


def expect_engine(student: Student, upto: str) -> None:
    """Ask for all that the steps of the engine promise, up to the one that is named `upto`.

    An engine that grew elsewhere is asked for this step alone.
    """
    for name, ask in _STEPS.items():
        if name == upto or makes_nodes(student):
            ask(student)
        if name == upto:
            return
    raise AssertionError(f"there is no step {upto}")


_STEPS: dict[str, Callable[[Student], None]] = {  # in the order of the course
    "node": expect_box,
    "add": _add,
    "subtract": lambda student: expect_values(student, "-", negation=True),
    "multiply-divide": lambda student: expect_values(student, "*/"),
    "power": _power,
    "parents": expect_parents,
    "record-local-gradients": lambda student: expect_local_gradients(student, "+-*"),
    "divide-and-power": _divide_and_power,
    "push": expect_push,
    "topological-order": expect_order,
    "backward": expect_backward,
    "call-it-twice": lambda student: expect_backward(student, times=2),
    "total-and-mean": expect_total,
    "by-hand": lambda student: _expect_functions(student, "sqrt exp log", [[0.25], [9], [2.5]]),
    "elementary": lambda student: _expect_functions(student, "sin cos tanh", [[0.5], [-2]]),
    "relu": lambda student: expect_function(student, "relu", lambda a: max(a, 0.0),
                                            [[2.5], [-1.5], [3]]),
    "hypot": lambda student: _expect_functions(student, "hypot", [[3, -4], [-0.5, 1.25]]),
}


def _expect_functions(student: Student, names: str, points: Sequence[Sequence[float]]) -> None:
    for name in names.split():
        expect_function(student, name, getattr(math, name), points)
