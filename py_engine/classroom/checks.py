"""What a `check.py` of the course is written with: questions to the student's code, in words.

A check is a plain function `check_...(student)` that asks and returns, or fails with one message:

    def check_reused(student: Student) -> None:
        expect_gradient(student, "x * x", x=3)

fails with "`x * x` at x = 3: expected gradient 6, yours is 3; ...". Expressions are given as text,
so that the message can quote them. Expected gradients are central differences of the same
expression on plain floats, unless a closed form is given: nothing here trusts an engine, the
student's or ours.
"""

from __future__ import annotations

import ast
import builtins
import dataclasses
import functools
import math
import traceback
from collections.abc import Callable, Mapping, Sequence
from types import CodeType
from typing import Any, NoReturn

from py_engine.classroom.check_graph import Audit, first_wrong_gradient, first_wrong_local
from py_engine.classroom.check_words import at, last_line, sentence, show, show_two
from py_engine.classroom.faults import Problem
from py_engine.classroom.time_limit import TimeLimit

CODE_FILE = "exercise.py"
ENGINE_FILE = "my_engine.py"
Diagnosis = Mapping[Any, str]


class CheckFailed(Exception):  # a verdict on an answer, not an error in ours
    """The student's answer is not right yet; `message` says where, in their values."""

    def __init__(self, message: str, *, line: int | None = None,
                 audit: Audit | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.audit = audit


class Student:
    """A student's answer: the text, and what it defines once it has been run."""

    def __init__(self, answer: str, limit: TimeLimit, files: Mapping[str, str]) -> None:
        self.answer = answer
        self.files = files
        self.namespace: dict[str, Any] = {}
        self.program: dict[str, Any] = {}
        self.limit = limit

    def get(self, name: str) -> Any:
        """What the student calls `name`; fails where it is missing."""
        if name not in self.namespace:
            fail(f"There is no `{name}` in your code yet.")
        return self.namespace[name]

    def do(self, what: str, action: Callable[[], Any], *, on_error: str = "") -> Any:
        """Run `action`, which calls their code; an exception becomes a failure of `what`."""
        try:
            return action()
        except Exception as error:
            raise self.stopped(what, error, on_error) from error

    def evaluate(self, expression: str, *, on_error: str = "", **names: Any) -> Any:
        """The value of an expression over the student's names and `names`."""
        for name in _names(expression):
            if name not in names and not hasattr(builtins, name):
                self.get(name)
        code = compile(expression, "check", "eval")
        return self.do(f"`{expression}`", lambda: eval(code, {**self.namespace, **names}),
                       on_error=on_error)

    def execute(self, code: CodeType, names: dict[str, Any]) -> None:
        """Run a module of the student's under the time limit."""
        self.limit.watch(code)
        exec(code, names)

    def stopped(self, what: str, error: Exception, on_error: str = "") -> CheckFailed:
        """The failure for an exception in the student's code."""
        if isinstance(error, CheckFailed):
            return error
        line, place = place_of(error)
        if isinstance(error, RecursionError):
            return CheckFailed(f"{what}: it called itself hundreds of times deep, where Python "
                               "ends it with a RecursionError. A loop over a list of what is still "
                               "to do has no such limit.", line=line)
        if isinstance(error, Problem):
            return CheckFailed(f"{error.message} {error.hint or ''}".rstrip(), line=line)
        said = f"{what} stopped{place} with {type(error).__name__}: {last_line(error)}"
        tip = on_error or _tip(error)
        return CheckFailed(f"{said.rstrip('.')}. {tip}".rstrip(), line=line)


def place_of(error: BaseException) -> tuple[int | None, str]:
    """The line of the student's code at which `error` left it, and that in words."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__)
              if frame.filename in (CODE_FILE, ENGINE_FILE)]
    if not frames:
        return None, ""
    if frames[-1].filename == ENGINE_FILE:
        return None, f" at line {frames[-1].lineno} of your engine"
    return frames[-1].lineno, f" at line {frames[-1].lineno}"


def fail(message: str, *, audit: Audit | None = None) -> NoReturn:
    """End the check with `message`."""
    raise CheckFailed(message, audit=audit)


def expect(student: Student, expression: str, expected: Any, *, diagnose: Diagnosis | None = None,
           on_error: str = "", hint: str = "", **names: Any) -> Any:
    """Ask that an expression gives exactly `expected` (and the same type of thing); returns it."""
    got = student.evaluate(expression, on_error=on_error, **names)
    if type(got) is not type(expected) or got != expected:
        _differs(f"`{expression}`{at(names)}", expected, got, _why(got, diagnose) or hint)
    return got


def expect_close(student: Student, expression: str, expected: float, *, tolerance: float = 1e-9,
                 diagnose: Diagnosis | None = None, on_error: str = "", hint: str = "",
                 **names: Any) -> Any:
    """Ask that an expression gives a number near `expected`; a Node counts by its value.

    `diagnose` maps a wrong number to what probably went wrong; `hint` is said for all others.
    """
    what = f"`{expression}`{at(names)}"
    got = student.evaluate(expression, on_error=on_error, **names)
    number = number_of(got)
    if number is None:
        _differs(what, expected, got, _why(got, diagnose) or hint)
    if not close(number, expected, tolerance):
        _differs(what, expected, number, _why(number, diagnose) or hint)
    return got


def expect_node(student: Student, expression: str, *, diagnose: Diagnosis | None = None,
                on_error: str = "", hint: str = "", **values: float) -> Any:
    """Ask that an expression over Nodes gives a Node of the value that floats give; returns it."""
    nodes = make_nodes(student, values)
    expected = float(eval(compile(expression, "check", "eval"), {**vars(math), **values}))
    got = expect_close(student, expression, expected, diagnose=diagnose, on_error=on_error,
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
                 tolerance: float = 1e-9, diagnose: Diagnosis | None = None, hint: str = "",
                 **names: Any) -> None:
    """Ask that an expression gives a tuple or list of numbers near `expected`."""
    what = f"`{expression}`{at(names)}"
    got = student.evaluate(expression, **names)
    if not isinstance(got, tuple | list) or len(got) != len(expected):
        _differs(what, tuple(expected), got, hint)
    numbers = [number_of(item) for item in got]
    for mine, theirs in zip(expected, numbers, strict=True):
        if theirs is None or not close(theirs, mine, tolerance):
            why = next((words for wrong, words in (diagnose or {}).items()
                        if _all_close(wrong, numbers)), hint)
            _differs(what, tuple(expected), tuple(got), why)


def expect_error(student: Student, expression: str, *errors: type[Exception], hint: str = "",
                 **names: Any) -> None:
    """Ask that an expression raises one of `errors`."""
    wanted = " or ".join(error.__name__ for error in errors)
    code = compile(expression, "check", "eval")
    what = f"`{expression}`{at(names)}"
    try:
        got = eval(code, {**student.namespace, **names})
    except errors:
        return
    except Exception as error:
        fail(f"{what} should raise {wanted}, and raised {type(error).__name__}: "
             f"{last_line(error).rstrip('.')}. {hint}".rstrip())
    fail(sentence(f"{what} should raise {wanted}; yours gives {show(got)}", hint, joint=". "))


def expect_gradient(student: Student, expression: str, *, tolerance: float = 1e-7,
                    exact: Mapping[str, float] | None = None, backward: str = "",
                    reference: Mapping[str, Any] | None = None, hint: str = "",
                    **values: float) -> None:
    """Ask that backward() from an expression gives each variable its gradient.

    Expected are central differences of the expression on floats (functions from `math` and
    `reference`), or `exact`. Where they differ, the first wrong node of the student's graph,
    in the order of the backward pass, is named.
    """
    nodes = make_nodes(student, values)
    output = student.evaluate(expression, **nodes)
    what = f"`{expression}`{at(values)}"
    if not isinstance(output, student.get("Node")):
        _differs(what, "a Node", output, "")
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
    output = student.evaluate(expression, on_error=on_error, **nodes)
    if not hasattr(output, "local_gradients"):
        fail(f"The node of `{expression}` has no `local_gradients` yet.")
    if not output.parents:
        fail(f"The node of `{expression}` has no parents: the graph ends there.")
    found = first_wrong_local(output, nodes)
    if found is None:
        return
    audit, slot, expected, got = found
    node, parent = audit.label, audit.parent_labels[slot]
    if got is None:
        fail(f"The node `{node}` has {len(audit.parent_labels)} parents and no local gradient for "
             f"`{parent}`.", audit=audit)
    mine, theirs = show_two(expected, got)
    fail(sentence(f"In `{node}`{at(values)}, the local gradient for `{parent}` should be {mine}, "
                  f"yours is {theirs}", hint), audit=audit)


def compare_gradient(what: str, name: str, expected: float, node: Any, output: Any,
                     nodes: Mapping[str, Any], tolerance: float = 1e-7, hint: str = "") -> None:
    """Fail if a leaf's gradient is not `expected`; name the first wrong node, the likely cause."""
    got = number_of(node.grad)
    if got is not None and close(got, expected, tolerance):
        return
    audit = first_wrong_gradient(output, nodes)
    of = f" for {name}" if len(nodes) > 1 else ""
    mine, theirs = show_two(expected, got if got is not None else node.grad)
    why = audit.why if audit and (audit.label != name or not audit.vague) else hint
    fail(sentence(f"{what}: expected gradient {mine}{of}, yours is {theirs}", why), audit=audit)


def expect_prediction(student: Student, truth: float, *, within: float = 1e-9,
                      diagnose: Diagnosis | None = None, hint: str = "") -> None:
    """Ask that the number that the student typed is `truth`; the message does not give it away."""
    guess = _typed_number(student.answer)
    if close(guess, truth, within):
        return
    why = _why(guess, diagnose) or hint
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
    fail(sentence(f"Not `{answer}`", why, joint=": "), audit=shown)


def slopes(expression: str, values: Mapping[str, float],
           reference: Mapping[str, Any] | None = None) -> dict[str, float]:
    """The derivatives of an expression on floats, by a fourth-order central difference."""
    names = {**vars(math), **(reference or {})}
    code = compile(expression, "check", "eval")

    def moved(name: str, to: float) -> float:
        return float(eval(code, {**names, **values, name: to}))

    return {name: slope(functools.partial(moved, name), value) for name, value in values.items()}


def slope(f: Callable[[float], float], x: float) -> float:
    """f'(x), by (f(x-2h) - 8 f(x-h) + 8 f(x+h) - f(x+2h)) / 12h."""
    h = 1e-3 * max(1.0, abs(x))
    return (f(x - 2 * h) - 8 * f(x - h) + 8 * f(x + h) - f(x + 2 * h)) / (12 * h)


def number_of(thing: Any) -> float | None:
    """The number that a float, an int or a node stands for."""
    value = getattr(thing, "value", thing)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def close(a: float, b: float, tolerance: float = 1e-9) -> bool:
    """Equal to `tolerance`, relative to the larger of 1 and `b`; infinities to themselves."""
    return a == b or abs(a - b) <= tolerance * max(1.0, abs(b))


def _differs(what: str, expected: Any, got: Any, why: str) -> NoReturn:
    if got is None:
        fail(f"{what} gives None; is there a `return`, reached with a value?")
    mine, theirs = show_two(expected, got)
    fail(sentence(f"{what}: expected {mine}, yours is {theirs}", why))


def _why(got: Any, diagnose: Diagnosis | None) -> str:
    for wrong, words in (diagnose or {}).items():
        if isinstance(wrong, float | int) and isinstance(got, float | int):
            if close(float(got), float(wrong)):
                return words
        elif wrong in (got, _frozen(got)):
            return words
    return ""


def _frozen(thing: Any) -> Any:
    """Make lists tuples: what a diagnosis can have as a key."""
    return tuple(map(_frozen, thing)) if isinstance(thing, list | tuple) else thing


def _all_close(wrong: Sequence[float], got: Sequence[float | None]) -> bool:
    return len(wrong) == len(got) and all(
        b is not None and close(b, a, 1e-6) for a, b in zip(wrong, got, strict=True))


def _names(expression: str) -> list[str]:
    tree = ast.parse(expression, mode="eval")
    bound = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    bound |= {node.id for node in ast.walk(tree)
              if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    return [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)
            and node.id not in bound]


_REFLECTED = {"+": "__radd__", "-": "__rsub__", "*": "__rmul__", "/": "__rtruediv__",
              "** or pow()": "__rpow__"}
_DIRECT = {"+": "__add__", "-": "__sub__", "*": "__mul__", "/": "__truediv__",
           "** or pow()": "__pow__"}


def _tip(error: Exception) -> str:
    """What to look at, for the errors that an unfinished Node gives."""
    text = str(error)
    if isinstance(error, TypeError) and text.startswith("unsupported operand type(s) for "):
        sign, _, types = text.removeprefix("unsupported operand type(s) for ").partition(": ")
        if types.endswith("'Node'") and not types.startswith("'Node'") and sign in _REFLECTED:
            return f"With the node on the right, Python looks for `{_REFLECTED[sign]}` in `Node`."
        if types.startswith("'Node'") and sign in _DIRECT:
            return f"Python looks for `{_DIRECT[sign]}` in `Node`."
    if "'NoneType'" in text:
        return "Something in it is None: is a `return` missing?"
    if isinstance(error, TypeError) and text.startswith("bad operand type for unary -"):
        return "Python looks for `__neg__` in `Node`."
    return ""


def _typed_number(answer: str) -> float:
    lines = [line.partition("#")[0].strip() for line in answer.replace("−", "-").splitlines()]
    text = " ".join(line for line in lines if line)
    if not text:
        fail("Type a number first; a guess is enough.")
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError:
        fail(f"`{text}` is not a number.")
    allowed = (ast.Expression, ast.Constant, ast.UnaryOp, ast.BinOp, ast.operator, ast.unaryop)
    if not all(isinstance(node, allowed) for node in ast.walk(tree)) or "**" in text:
        fail(f"`{text}` is not a number; type it with digits, such as 6.5.")
    try:
        return float(eval(compile(tree, "answer", "eval")))
    except (TypeError, ValueError, ArithmeticError):
        fail(f"`{text}` is not a number; type it with digits, such as 6.5.")
