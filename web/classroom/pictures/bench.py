"""The bench of an exercise's card: the graph that a student's nodes build of an expression.

It is asked as a check whose files are

    expression   what to build, over numbers by name; "" for one that the code can do already
    values       JSON: a number for each name, where the student has given one
    nudge        JSON, optional: {"node": id, "by": number}, to see the graph with a node changed

and answers with the graph, which says what expression it is of, and whose first wrong node is
marked.
"""

from __future__ import annotations

import ast
import builtins
import functools
import json
import math
from collections.abc import Mapping
from typing import Any

import py_engine
from classroom.judge.checks import Student, fail
from classroom.judge.graph import Audit
from classroom.pictures.linked_picture import LinkedPicture
from classroom.run.dialect import Dialect, recognise
from classroom.run.workshop import a
from classroom.words.faults import Plain
from py_engine.gradcheck import central_difference

_OWN_CHOICE = ("sqrt(a * b + c) * a", "(a * b + c) * a", "a * b + a", "(a + b) + a", "a")
_VALUES = {"a": 2.0, "b": -0.5, "c": 3.0}
_OTHERS = (1.5, 2.5, -1.5, 0.75)
_CLOSE = 1e-5


def check_drawn(student: Student) -> Audit:
    """Build, go back where the engine can, and draw; fails with what is wrong, and the graph."""
    names = student.namespace
    dialect = recognise(names)
    if dialect is None:
        fail("There is no class yet that holds a number, as `Node(3)` would.")
    built = _Built(student, dialect, _chosen(student, dialect))
    built.go_back()
    audit = built.judged()
    nudge = json.loads(student.files.get("nudge") or "null")
    if nudge and audit.graph:
        values = built.picture.nudged(str(nudge["node"]), float(nudge["by"]))
        nodes = [{**node, "value": values[node["id"]]} for node in audit.graph["nodes"]]
        audit.graph = {**audit.graph, "nodes": nodes}
    if audit.graph:
        audit.graph = {**audit.graph, "expression": built.expression}
    if audit.why and not nudge:
        fail(audit.why, audit=audit)
    return audit


class _Built:
    """An expression, and what the student's nodes made of it."""

    def __init__(self, student: Student, dialect: Dialect, expression: str) -> None:
        self.student = student
        self.dialect = dialect
        self.expression = expression
        self.values = _values(student, expression)
        self.leaves = {name: student.do(f"`{dialect.cls.__name__}({value:g})`",
                                        functools.partial(dialect.make, value))
                       for name, value in self.values.items()}
        self.output = student.evaluate(expression, **self.leaves)
        if not dialect.is_node(self.output):
            fail(f"`{expression}` gives {a(self.output)}, not a {dialect.cls.__name__}.")
        self.names = tuple(self.leaves)

    @property
    def picture(self) -> LinkedPicture:
        """The graph, as it stands."""
        return LinkedPicture(self.dialect, self.output, list(self.leaves.values()), self.names)

    def go_back(self) -> None:
        """Run the backward pass, where there is one."""
        start = self.dialect.start
        if start is not None:
            self.student.do(f"`{self.dialect.backward}()` from `{self.expression}`",
                            lambda: start(self.output))

    def judged(self) -> Audit:
        """The graph, with the first wrong node, and a sentence in `why` where there is one."""
        picture = self.picture
        graph = picture.graph()
        if self.dialect.start is None:
            graph = {**graph, "nodes": [{**node, "gradient": None} for node in graph["nodes"]]}
        audit = Audit(graph)
        audit.why = self._wrong_value(picture, audit) or self._wrong_gradient(picture, audit)
        return audit

    def _wrong_value(self, picture: LinkedPicture, audit: Audit) -> str:
        expected = self._on_floats(*self.values.values())
        got = self.dialect.value_of(self.output)
        if math.isnan(expected) or (got is not None and _close(got, expected)):
            return ""
        found = picture.first_wrong_value()
        audit.wrong = found[0] if found else picture.output_id
        return (f"`{self.expression}` is {expected:.6g} on plain numbers, and your node of it "
                f"holds {got if got is None else format(got, '.6g')}.")

    def _wrong_gradient(self, picture: LinkedPicture, audit: Audit) -> str:
        if self.dialect.start is None:
            return ""
        point = tuple(self.values.values())
        for index, (name, leaf) in enumerate(self.leaves.items()):
            expected = central_difference(self._on_floats, point, index)
            got = self.dialect.gradient_of(leaf)
            if math.isnan(expected) or (got is not None and _close(got, expected)):
                continue
            found = picture.first_wrong()
            audit.wrong = found[0] if found else None
            cause = f" {_sentence(found[1].why)}" if found else ""
            return (f"Changing `{name}` a little changes the result {expected:.6g} times as much, "
                    f"and your gradient of it is "
                    f"{got if got is None else format(got, '.6g')}.{cause}")
        return ""

    def _on_floats(self, *point: float) -> float:
        """The expression on plain numbers; nan where it has no value there."""
        names = {**_FLOATS, **dict(zip(self.values, point, strict=True))}
        try:
            result = eval(compile(self.expression, "expression", "eval"), names)
            return float(result)
        except Exception:  # the expression may be anything
            return math.nan


_FLOATS: dict[str, Any] = {**vars(builtins), **{
    name: thing for name, thing in vars(py_engine).items()
    if callable(thing) and not isinstance(thing, type)}}


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}{'' if words.endswith(('.', '?')) else '.'}"


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= _CLOSE * max(1.0, abs(one), abs(other))


def _chosen(student: Student, dialect: Dialect) -> str:
    """The expression that was asked for, else the richest that the code can do."""
    asked = student.files.get("expression", "").strip()
    if asked:
        _parsed(asked)
        return asked
    for expression in _OWN_CHOICE[:-1]:
        try:
            _Built(student, dialect, expression)
        except Exception:  # whatever it cannot do yet
            continue
        return expression
    return _OWN_CHOICE[-1]


def _parsed(expression: str) -> ast.Expression:
    try:
        return ast.parse(expression, mode="eval")
    except SyntaxError:
        fail(f"`{expression}` is not an expression, such as `(a * b + c) * a`.")


def _values(student: Student, expression: str) -> Mapping[str, float]:
    """A number for each name that neither their code nor Python knows."""
    given: Plain = json.loads(student.files.get("values") or "{}")
    tree = _parsed(expression)
    bound = {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    bound |= {node.id for node in ast.walk(tree)
              if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    called = {node.func.id for node in ast.walk(tree)
              if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    free = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
    names = sorted(name for name in dict.fromkeys(free)
                   if name in _VALUES or (name not in bound | called and not hasattr(builtins, name)
                                          and name not in student.namespace))
    others = iter(_OTHERS * len(names))
    return {name: float(given[name]) if isinstance(given.get(name), int | float)
            else _VALUES.get(name) or next(others) for name in names}
