"""What a `check.py` of the course is written with: questions to the student's code, in words.

A check is a plain function `check_...(student)` that asks and returns, or fails with one message:

    def check_reused(student: Student) -> None:
        expect_gradient(student, "x * x", x=3)

fails with "`x * x` at x = 3: expected gradient 6, yours is 3; ...". Expressions are given as text,
so that the message can quote them. Expected gradients are central differences of the same
expression on plain floats, unless a closed form is given: nothing here trusts an engine, the
student's or ours.

No helper here guesses at a cause. A `hint` says what holds for a right answer; what went wrong is
said by `expect_agrees`, where an answer does everywhere what a known mistake does, and by
`cause`, where undoing a slip makes the answer pass.
"""

from __future__ import annotations

import ast
import dataclasses
import functools
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NoReturn

from classroom.judge.graph import Audit, first_wrong_gradient, first_wrong_local
from classroom.judge.probes import (
    Probe,
    Recorded,
    close,
    draws,
    expect_agrees,
    number_of,
    probe,
    same,
)
from classroom.judge.student import (
    CODE_FILE,
    ENGINE_FILE,
    CheckFailed,
    Student,
    compiled_question,
    fail,
    place_of,
)
from classroom.words.telling import at, last_line, sentence, show, show_two

__all__ = [
    "CODE_FILE", "ENGINE_FILE", "CheckFailed", "Probe", "Recorded", "Student", "close",
    "compare_gradient", "draws", "expect", "expect_agrees", "expect_close", "expect_error",
    "expect_found", "expect_gradient", "expect_locals", "expect_node", "expect_point",
    "expect_prediction", "fail", "make_nodes", "number_of", "numbers_in", "place_of", "probe",
    "same", "show", "slope", "slopes",
]

Diagnosis = Mapping[Any, str]


def expect(student: Student, expression: str, expected: Any, *, exactly: bool = False,
           on_error: str = "", hint: str = "", **names: Any) -> Any:
    """Ask that an expression gives `expected`; returns it.

    A list counts as a tuple and 1.0 as 1, unless `exactly` asks for the same type.
    """
    got = student.evaluate(expression, on_error=on_error, at=at(names), **names)
    right = type(got) is type(expected) and got == expected if exactly else same(got, expected)
    if not right:
        differs(f"`{expression}`{at(names)}", expected, got, hint)
    return got


def expect_close(student: Student, expression: str, expected: float, *, tolerance: float = 1e-9,
                 on_error: str = "", hint: str = "", **names: Any) -> Any:
    """Ask that an expression gives a number near `expected`; a Node counts by its value."""
    what = f"`{expression}`{at(names)}"
    got = student.evaluate(expression, on_error=on_error, at=at(names), **names)
    number = number_of(got)
    if number is None:
        differs(what, expected, got, hint)
    if not close(number, expected, tolerance):
        differs(what, expected, number, hint)
    return got


def expect_node(student: Student, expression: str, *, tolerance: float = 1e-9, on_error: str = "",
                hint: str = "", **values: float) -> Any:
    """Ask that an expression over Nodes gives a Node of the value that floats give; returns it."""
    nodes = make_nodes(student, values)
    expected = float(eval(compiled_question(expression)[0], {**vars(math), **values}))
    got = expect_close(student, expression, expected, tolerance=tolerance, on_error=on_error,
                       hint=hint, **nodes)
    if not isinstance(got, student.get("Node")):
        fail(f"`{expression}`{at(values)} gives {show(got)} of type {type(got).__name__}; "
             "it should give a Node.")
    return got


def make_nodes(student: Student, values: Mapping[str, float]) -> dict[str, Any]:
    """One of the student's Nodes for each value."""
    make = student.get("Node")
    return {name: student.do(f"`Node({show(float(value))})`", functools.partial(make, value))
            for name, value in values.items()}


def expect_point(student: Student, expression: str, expected: Sequence[float], *,
                 tolerance: float = 1e-9, hint: str = "", **names: Any) -> None:
    """Ask that an expression gives a tuple or list of plain numbers near `expected`."""
    got = student.evaluate(expression, at=at(names), **names)
    if not same(got, tuple(expected), tolerance):
        differs(f"`{expression}`{at(names)}", tuple(expected), got, hint)


def expect_error(student: Student, expression: str, *errors: type[Exception], says: str = "",
                 hint: str = "", **names: Any) -> str:
    """Ask that an expression raises one of `errors`, in words that match `says`; returns them."""
    wanted = " or ".join(error.__name__ for error in errors)
    code, _ = compiled_question(expression)
    what = f"`{expression}`{at(names)}"
    try:
        got = eval(code, {**student.namespace, **names})
    except errors as error:
        return str(error)
    except Exception as error:
        line, _ = place_of(error)
        raise CheckFailed(f"{what} should raise {wanted}, and raised {type(error).__name__}: "
                          f"{last_line(error).rstrip('.')}", hint=hint, line=line) from error
    raise CheckFailed(f"{what} should raise {wanted}; yours gives {show(got)}", hint=hint)


def expect_gradient(student: Student, expression: str, *, tolerance: float = 1e-7,
                    exact: Mapping[str, float] | None = None,
                    reference: Mapping[str, Any] | None = None, hint: str = "",
                    **values: float) -> None:
    """Ask that backward() from an expression gives each variable its gradient.

    Expected are central differences of the expression on floats (functions from `math` and
    `reference`), or `exact`. Where they differ, the first wrong node of the student's graph,
    in the order of the backward pass, is named.
    """
    nodes = make_nodes(student, values)
    output = student.evaluate(expression, at=at(values), **nodes)
    what = f"`{expression}`{at(values)}"
    if not isinstance(output, student.get("Node")):
        differs(what, "a Node", output, "")
    if not hasattr(output, "backward"):
        fail("`Node` has no method `backward` yet.")
    student.do(f"`backward()` from {what}", output.backward)
    expected = dict(exact) if exact else slopes(expression, values, reference)
    for name, node in nodes.items():
        compare_gradient(what, name, expected[name], node, output, nodes, tolerance, hint)


def expect_locals(student: Student, expression: str, *, hint: str = "", on_error: str = "",
                  **values: float) -> None:
    """Ask that each node of an expression carries the right local gradient for each parent."""
    nodes = make_nodes(student, values)
    output = student.evaluate(expression, on_error=on_error, at=at(values), **nodes)
    compare_locals(expression, output, nodes, at(values), hint=hint)


def compare_locals(expression: str, output: Any, nodes: Mapping[str, Any], where: str = "", *,
                   hint: str = "") -> None:
    """Fail at the first node under `output` whose local gradients are not those of its operation.

    They are compared with central differences of the operation on floats.
    """
    if not hasattr(output, "local_gradients"):
        fail(f"The node of `{expression}` has no `local_gradients` yet.")
    if not output.parents:
        fail(f"The node of `{expression}` has no parents: the graph ends there.")
    found = first_wrong_local(output, nodes)
    if found is None:
        return
    audit, slot, expected, got = found
    node, count = audit.label, len(audit.parent_labels)
    if slot is None:
        fail(f"The node `{node}` keeps {show(got)} as its `local_gradients`, and has {count} "
             f"parent{'s' * (count != 1)}", audit=audit,
             hint="they are a tuple (or list) with one number for each parent, in their order")
    mine, theirs = show_two(expected, got)
    fail(f"In `{node}`{where}, the local gradient for `{audit.parent_labels[slot]}` should be "
         f"{mine}, yours is {theirs}", hint=hint, audit=audit)


def numbers_in(node: Any, attribute: str, what: str) -> list[float]:
    """The numbers that a node keeps in a tuple or list; fails where it keeps anything else."""
    kept = getattr(node, attribute, None)
    if not isinstance(kept, tuple | list) or not all(isinstance(x, int | float) for x in kept):
        fail(f"{what} has {show(kept)} for its `{attribute}`; it should have numbers, in a tuple.")
    return list(kept)


def compare_gradient(what: str, name: str, expected: float, node: Any, output: Any,
                     nodes: Mapping[str, Any], tolerance: float = 1e-7, hint: str = "") -> None:
    """Fail if a leaf's gradient is not `expected`; the first wrong node of the graph is named."""
    got = number_of(node.grad)
    if got is not None and close(got, expected, tolerance):
        return
    audit = first_wrong_gradient(output, nodes)
    of = f" for {name}" if len(nodes) > 1 else ""
    mine, theirs = show_two(expected, got if got is not None else node.grad)
    seen = audit.why if audit and (audit.label != name or not audit.vague) else hint
    table = gradient_table(audit) if audit and len(audit.rows) > 1 else None
    fail(f"{what}: expected gradient {mine}{of}, yours is {theirs}", hint=seen, audit=audit,
         table=table)


def gradient_table(audit: Audit) -> dict[str, list[Any]]:
    """The backward pass node by node, expected beside theirs."""
    rows = [[label, show(expected), show(got), "" if close_to(got, expected) else "differs"]
            for label, expected, got in audit.rows]
    return {"head": ["gradient of", "expected", "yours", ""], "rows": rows}


def close_to(got: Any, expected: float) -> bool:
    """Whether `got` is a number near `expected`."""
    number = number_of(got)
    return number is not None and close(number, expected, 1e-6)


def expect_prediction(student: Student, truth: float, *, within: float = 1e-9,
                      diagnose: Diagnosis | None = None, hint: str = "") -> None:
    """Ask that the number that the student typed is `truth`; the message does not give it away.

    `diagnose` maps a number that is often typed to what that number is.
    """
    guess = _typed_number(student.answer)
    if close(guess, truth, within):
        return
    why = next((words for wrong, words in (diagnose or {}).items() if close(guess, wrong)), hint)
    fail(sentence(f"Not {show(guess, 12)}", why, joint=": "))


def expect_found(student: Student, audit: Audit | None, *,
                 diagnose: Diagnosis | None = None) -> Audit:
    """Ask that the student named the wrong node of an audit; its graph goes with each answer."""
    if audit is None or audit.label is None:
        raise AssertionError("nothing is wrong in this graph")
    shown = dataclasses.replace(audit, wrong=None)
    answer = student.answer.strip().strip("`")
    answer = audit.labels.get(answer, answer)
    if answer == audit.label:
        return audit
    if not answer:
        fail("Name a node first: the one where it began.", audit=shown)
    if answer not in audit.labels.values():
        fail(f"There is no node `{answer}` in this graph.", audit=shown)
    given = any(node["kind"] == "constant" and audit.labels.get(node["id"]) == answer
                for node in (audit.graph["nodes"] if audit.graph else ()))
    follows = "it is given, not computed" if given else "its number follows from the others"
    why = (diagnose or {}).get(answer, follows)
    raise CheckFailed(sentence(f"Not `{answer}`", why, joint=": "), audit=shown)


def slopes(expression: str, values: Mapping[str, float],
           reference: Mapping[str, Any] | None = None) -> dict[str, float]:
    """The derivatives of an expression on floats, by a fourth-order central difference."""
    names = {**vars(math), **(reference or {})}
    code, _ = compiled_question(expression)

    def moved(name: str, to: float) -> float:
        return float(eval(code, {**names, **values, name: to}))

    return {name: slope(functools.partial(moved, name), value) for name, value in values.items()}


def slope(f: Callable[[float], float], x: float) -> float:
    """f'(x), by (f(x-2h) - 8 f(x-h) + 8 f(x+h) - f(x+2h)) / 12h."""
    h = 1e-3 * max(1.0, abs(x))
    return (f(x - 2 * h) - 8 * f(x - h) + 8 * f(x + h) - f(x + 2 * h)) / (12 * h)


def differs(what: str, expected: Any, got: Any, hint: str) -> NoReturn:
    """Fail with both."""
    if got is None:
        fail(f"{what} gives None, and should give {show(expected)}", hint=hint)
    mine, theirs = show_two(expected, got)
    fail(f"{what}: expected {mine}, yours is {theirs}", hint=hint)


def _typed_number(answer: str) -> float:
    lines = [line.partition("#")[0].strip() for line in answer.replace("−", "-").splitlines()]
    text = " ".join(line for line in lines if line)
    if not text:
        fail("Type a number first; a guess is enough.")
    try:
        return worked_out(text)
    except ValueError:
        fail(f"`{text}` is not a number; type it with digits, such as 6.5.")


def worked_out(text: str) -> float:
    """A number as one types it, or a few of them with + - * / between; raises ValueError else."""
    allowed = (ast.Expression, ast.Constant, ast.UnaryOp, ast.USub, ast.UAdd, ast.BinOp, ast.Add,
               ast.Sub, ast.Mult, ast.Div)
    try:
        tree = ast.parse(text, mode="eval")
        constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        if not all(isinstance(node, allowed) for node in ast.walk(tree)) or not all(
                type(constant) in (int, float) for constant in constants):
            raise ValueError(text)
        value = float(eval(compile(tree, "answer", "eval")))
    except (SyntaxError, ArithmeticError, MemoryError, RecursionError):
        raise ValueError(text) from None
    if not math.isfinite(value):
        raise ValueError(text)
    return value
