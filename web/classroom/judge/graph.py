"""Compare a student's graph, node by node, with what its own operations ask for.

A node has `value`, `grad`, `parents` and `op`, as the course names them. The audit recomputes each
value from the parents' values, each local gradient by a central difference of the operation on
floats, and each gradient as the sum over the uses of a node: so it holds for a graph of any shape.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from classroom.judge.uses import How, Use, wrong_use

_MOST_DRAWN = 60
_LONGEST_OP = 100  # letters
_OPERATIONS: dict[str, Callable[..., float]] = {
    "+": operator.add, "-": operator.sub, "*": operator.mul, "/": operator.truediv,
    "**": operator.pow, "neg": operator.neg, "sqrt": math.sqrt, "exp": math.exp, "log": math.log,
    "sin": math.sin, "cos": math.cos, "tanh": math.tanh, "hypot": math.hypot,
    "relu": lambda x: max(x, 0.0), "total": lambda *values: math.fsum(values),
}
_BINARY = {"+", "-", "*", "/", "**", "hypot"}
_SYMBOLS = {"-": "−", "*": "×", "/": "÷", "neg": "−", "sqrt": "√", "total": "Σ"}
_UNARY_SIGN = {"neg": "-"}


@dataclass
class Audit:
    """A graph as data for drawing, and the first node whose number is wrong, with the cause."""

    graph: Mapping[str, Any] | None
    labels: dict[str, str] = field(default_factory=dict)
    wrong: str | None = None
    why: str = ""
    vague: bool = False
    expected: float | None = None
    parent_labels: tuple[str, ...] = ()
    rows: list[tuple[str, float, Any]] = field(default_factory=list)  # label, expected, theirs
    uses: list[str] = field(default_factory=list)  # of the wrong node, by nodes
    lines: dict[str, int] = field(default_factory=dict)  # of the learner's, by node
    wrong_use: tuple[str, How, float, float] | None = None  # by which; its share, and what it sends

    @property
    def label(self) -> str | None:
        """The wrong node as an expression: `x * y`."""
        return self.labels.get(self.wrong) if self.wrong else None


def _operation(node: Any) -> Callable[..., float] | None:
    """What `node.op` does to floats; None where it is unknown, or has other numbers of operands."""
    op = getattr(node, "op", "")
    operands = len(node.parents) if op == "total" else 2 if op in _BINARY else 1
    return _OPERATIONS.get(op) if len(node.parents) == operands else None


class BrokenGraph(Exception):  # what is wrong with it, in words for the student
    """A node's parents are not nodes."""


def topological(output: Any) -> list[Any]:
    """Every node under `output`, parents first; iterative, each once.

    Raises BrokenGraph where parents are not a tuple or a list of nodes.
    """
    order: list[Any] = []
    seen: set[int] = set()
    waiting = [(output, False)]
    while waiting:
        node, parents_done = waiting.pop()
        if parents_done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            waiting.append((node, True))
            waiting.extend((parent, False) for parent in reversed(_parents(node)))
    return order


def _parents(node: Any) -> tuple[Any, ...]:
    parents = getattr(node, "parents", None)
    if not isinstance(parents, tuple | list) or not all(hasattr(each, "parents")
                                                        for each in parents):
        shown = repr(parents) if len(repr(parents)) < 60 else f"a {type(parents).__name__}"
        raise BrokenGraph(f"A node of your graph has {shown} for its `parents`; they should be "
                          "nodes, in a tuple")
    return tuple(parents)


def labels_of(order: list[Any], names: Mapping[str, Any]) -> dict[int, str]:
    """An expression for each node, such as `(x + 1) * y`, by id; long ones are cut."""
    known = {id(node): name for name, node in names.items()}
    labels: dict[int, str] = {}
    for node in order:
        inner = [_wrapped(labels[id(parent)]) for parent in node.parents]
        op = getattr(node, "op", "")
        if id(node) in known:
            text = known[id(node)]
        elif not inner:
            text = f"{node.value:g}"
        elif op in _UNARY_SIGN:
            text = _UNARY_SIGN[op] + inner[0]
        elif len(inner) == 2 and not str(op).isidentifier():
            text = f"{inner[0]} {op} {inner[1]}"
        else:
            text = f"{op}({', '.join(labels[id(parent)] for parent in node.parents)})"
        labels[id(node)] = text if len(text) <= 60 else f"{text[:50]}..."
    return labels


def first_wrong_value(output: Any, names: Mapping[str, Any]) -> Audit | None:
    """The first node, parents first, whose value is not its operation on its parents' values."""
    order = topological(output)
    for node in order:
        operation = _operation(node)
        if operation is None or not node.parents:
            continue
        expected = operation(*(parent.value for parent in node.parents))
        if not _close(node.value, expected):
            audit = _audit(output, order, names, node)
            audit.expected = expected
            return audit
    return None


def first_wrong_local(
    output: Any, names: Mapping[str, Any],
) -> tuple[Audit, int | None, float, Any] | None:
    """The first edge whose local gradient is wrong: (audit of its node, slot, expected, yours).

    The slot is None where there is not one number for each parent.
    """
    order = topological(output)
    for node in order:
        expected = local_gradients(node)
        if expected is None:
            continue
        theirs: Any = getattr(node, "local_gradients", None)
        if not _one_number_each(theirs, len(expected)):
            return _audit(output, order, names, node), None, 0.0, theirs
        for slot, mine in enumerate(expected):
            if not math.isnan(mine) and not _close(theirs[slot], mine):
                return _audit(output, order, names, node), slot, mine, theirs[slot]
    return None


def _one_number_each(theirs: Any, count: int) -> bool:
    return (isinstance(theirs, tuple | list) and len(theirs) == count
            and all(isinstance(each, int | float) for each in theirs))


def first_wrong_gradient(output: Any, names: Mapping[str, Any]) -> Audit | None:
    """The first node, in reverse topological order, whose gradient is wrong; None if all are right.

    A node counts as wrong when its gradient is not the sum that the gradients of its uses, taken
    as they are, should have sent it: so the cause is named, not what follows from it.
    """
    if not hasattr(output, "parents"):
        return None
    order = topological(output)
    labels = labels_of(order, names)
    sent: dict[int, list[float]] = {id(node): [] for node in order}
    sent[id(output)] = [1.0]
    uses: dict[int, dict[int, Use]] = {id(node): {} for node in order}
    first: tuple[Any, list[float], float] | None = None
    rows = []
    for node in reversed(order):
        terms = sent[id(node)]
        expected = math.fsum(terms) if all(map(math.isfinite, terms)) else math.nan
        named = bool(node.parents) or any(node is known for known in names.values())
        if named and not math.isnan(expected):
            rows.append((labels[id(node)], expected, getattr(node, "grad", None)))
            if first is None and not _close(rows[-1][2], expected):
                first = node, terms, expected
        for slot, (parent, local) in enumerate(zip(node.parents, _locals(node), strict=True)):
            sent[id(parent)].append(expected * local)
            use = uses[id(parent)].setdefault(id(node), Use(node))
            use.add(expected, terms, local, _handed_on(node, slot, local))
    if first is None:
        return None
    node, terms, expected = first
    audit = _audit(output, order, names, node)
    audit.expected = expected
    audit.why = _seen(node, terms, expected, audit, node is output)
    audit.rows = rows
    _look_at_uses(audit, node, list(uses[id(node)].values()), order)
    return audit


def _handed_on(node: Any, slot: int, local: float) -> float:
    """Their local gradient for a parent; the right one where they keep no such number."""
    theirs: Any = getattr(node, "local_gradients", None)
    if not isinstance(theirs, tuple | list) or slot >= len(theirs):
        return local
    known = isinstance(theirs[slot], int | float) and math.isfinite(theirs[slot])
    return float(theirs[slot]) if known else local


def _look_at_uses(audit: Audit, node: Any, uses: list[Use], order: list[Any]) -> None:
    """Say in the audit which nodes use the wrong one, and which of them is to blame."""
    ids = {id(each): f"n{index}" for index, each in enumerate(order)}
    audit.uses = [ids[id(use.node)] for use in uses]
    found = wrong_use(node.grad, uses, _close) if isinstance(node.grad, int | float) else None
    if found:
        use, how = found
        audit.wrong_use = ids[id(use.node)], how, use.share, use.sent


def local_gradients(node: Any) -> tuple[float, ...] | None:
    """Give d value / d parent for each parent, by central differences; None if unknown."""
    operation = _operation(node)
    if operation is None or not node.parents:
        return None
    values = [float(parent.value) for parent in node.parents]
    if node.op == "total":
        return tuple(1.0 for _ in values)
    return tuple(_slope(operation, values, slot) for slot in range(len(values)))


def draw(output: Any, names: Mapping[str, Any]) -> Audit:
    """The graph as data, with nothing marked."""
    return _audit(output, topological(output), names, None)


def _locals(node: Any) -> tuple[float, ...]:
    known = local_gradients(node)
    if known is not None:
        return known
    theirs: Any = getattr(node, "local_gradients", None)
    if _one_number_each(theirs, len(node.parents)):
        return tuple(theirs)
    return tuple(math.nan for _ in node.parents)


def _slope(operation: Callable[..., float], values: list[float], slot: int) -> float:
    x = values[slot]
    h = 1e-3 * min(1.0, abs(x)) if x else 1e-3

    def f(moved: float) -> float:
        result = operation(*values[:slot], moved, *values[slot + 1:])
        return result if isinstance(result, float) else math.nan

    try:
        return (f(x - 2 * h) - 8 * f(x - h) + 8 * f(x + h) - f(x + 2 * h)) / (12 * h)
    except (ArithmeticError, ValueError):
        return math.nan


def _seen(node: Any, terms: list[float], expected: float, audit: Audit, is_output: bool) -> str:
    """What the first wrong gradient is, seen beside the terms of the sum that it should be."""
    got, uses = getattr(node, "grad", None), len(terms)
    where = f"`{audit.label}`"
    if is_output:
        return f"the gradient of the result itself, {where}, should be 1"
    if got == 0:
        return f"nothing has reached {where}"
    if uses > 1 and any(_close(got, term) for term in terms):
        return (f"the first wrong node is {where}: it is used {uses} times, and its gradient is "
                "what one of the uses sends, not the sum")
    audit.vague = True
    shown = f"{got:.6g}" if isinstance(got, int | float) else repr(got)
    return (f"the first wrong node is {where}, whose gradient is {shown} "
            f"and should be {expected:.6g}")


def _audit(output: Any, order: list[Any], names: Mapping[str, Any], wrong: Any) -> Audit:
    by_id = labels_of(order, names)
    ids = {id(node): f"n{index}" for index, node in enumerate(order)}
    audit = Audit(None, {ids[key]: label for key, label in by_id.items()})
    if wrong is not None:
        audit.wrong = ids[id(wrong)]
        audit.parent_labels = tuple(by_id[id(parent)] for parent in wrong.parents)
    known = {id(node): name for name, node in names.items()}
    nodes, edges = [], []
    if len(order) <= _MOST_DRAWN:
        for node in order:
            nodes.append(_drawn(node, ids[id(node)], known.get(id(node)), by_id[id(node)],
                                node is output))
            locals_ = _locals(node)
            edges += [{"from": ids[id(parent)], "to": ids[id(node)], "slot": slot,
                       "local": _number(locals_[slot])}
                      for slot, parent in enumerate(node.parents)]
    summary = None if nodes else f"{len(order):,} nodes, too many to draw"
    audit.graph = {"nodes": nodes, "edges": edges, "frames": [], "size": len(order),
                   "summary": summary}
    return audit


def _drawn(node: Any, key: str, name: str | None, label: str,
           is_output: bool) -> dict[str, Any]:
    op = str(getattr(node, "op", ""))[:_LONGEST_OP] if node.parents else ""
    kind = "operation" if node.parents else "leaf" if name else "constant"
    value, grad = _number(node.value), getattr(node, "grad", None)
    symbol = _SYMBOLS.get(op, op) or name or f"{value:g}"
    return {"id": key, "kind": kind, "output": is_output, "op": op, "symbol": symbol,
            "name": label if node.parents else name, "value": value,
            "gradient": None if kind == "constant" or grad is None else _number(grad),
            "line": None, "frame": None}


def _number(thing: Any) -> float:
    """A number as it is, nan for whatever else a student's node holds in its place."""
    try:
        return float(thing) if isinstance(thing, int | float) else math.nan
    except OverflowError:
        return math.inf if thing > 0 else -math.inf


def _wrapped(label: str) -> str:
    return f"({label})" if " " in label and not label.endswith("...") else label


def _close(got: Any, expected: float) -> bool:
    if not isinstance(got, int | float):
        return False
    return got == expected or abs(got - expected) <= 1e-6 * max(1.0, abs(expected))
