"""How an engine of linked nodes is spelled, found out by what its parts do.

A course's reader may have met `Value` with `data` and `_prev`, or `Var` with `left` and `right`, or
have made up names of their own. So a small graph is built with the module's classes, and it is
looked which class holds a number, which attribute the number, which the operands; then which method
brings the right gradient to the leaves, and to which attribute. Names decide only between what does
the same, and where an engine does nothing right yet.
"""

from __future__ import annotations

import contextlib
import io
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from inspect import Parameter, signature
from itertools import permutations
from math import isclose
from types import FunctionType
from typing import Any

from classroom.run.flat_free import slots_of
from py_engine.primitives import PRIMITIVES

VALUES = ("value", "data", "val", "v", "x", "number", "item")
GRADIENTS = ("grad", "gradient", "adjoint", "derivative", "g", "dv", "bar")
PARENTS = ("parents", "_parents", "prev", "_prev", "children", "_children", "inputs", "operands",
           "args")
OPERATIONS = ("op", "_op", "operation", "label", "name")
LOCALS = ("local_gradients", "_local_gradients", "local_grads", "locals", "grads")
PUSHES = ("push", "_backward", "_push", "backward_step", "grad_fn", "_grad_fn")
_GOES_BACK = ("back", "grad", "prop", "deriv", "diff")

_OPERATORS: dict[str, Callable[..., Any]] = {
    "mul": operator.mul, "add": operator.add, "neg": operator.neg, "pow": operator.pow,
    "div": operator.truediv, "sub": operator.sub,
}
_WORDS = {"+": "add", "-": "sub", "*": "mul", "×": "mul", "/": "div", "÷": "div", "**": "pow",
          "^": "pow", "power": "pow", "plus": "add", "minus": "sub", "times": "mul",
          "truediv": "div", "ln": "log", "mult": "mul", "multiply": "mul", "negate": "neg",
          "total": "sum"}
_TWINS = ({"mul", "div"}, {"add", "sub"})
_EXPONENTS = (2.0, 3.0, 0.5, -1.0, 4.0, -2.0, -0.5)  # tried where a node keeps none
_A, _B = 1.75, 2.5  # the probe's leaves, which no operation mixes up

Made = Callable[[float], Any]


@dataclass(frozen=True)
class Dialect:
    """What a module calls the parts of its nodes; "" or None for what it does not have."""

    cls: type  # the class that one calls with a number
    family: type  # the class that all of its nodes are of
    make: Made
    value: str = VALUES[0]
    grad: str = GRADIENTS[0]
    parents: tuple[str, ...] = ()
    op: str = ""
    locals: str = ""
    push: str = ""
    backward: str = ""
    start: Callable[[Any], object] | None = None  # runs the backward pass from a node
    words: Mapping[str, str] = field(default_factory=dict)  # their word for an operation, to ours

    def is_node(self, thing: object) -> bool:
        """Whether it is one of the engine's nodes."""
        return isinstance(thing, self.family)

    def value_of(self, node: Any) -> float | None:
        """The number that a node holds; None where it holds none."""
        return _number(getattr(node, self.value, None), self)

    def gradient_of(self, node: Any) -> float | None:
        """The gradient that a node holds; None where it holds none."""
        return _number(getattr(node, self.grad, None), self)

    def parents_of(self, node: Any) -> list[Any]:
        """The nodes that a node was made from, in order; [] for a leaf, or where none are kept."""
        found = [each for name in self.parents for each in _nodes_in(self._kept(node, name), self)]
        if self._unordered(node):
            found = self._put_in_order(node, found)
        return found

    def operation_of(self, node: Any) -> str:
        """Our name for the operation where there is one, else theirs; "" where it is not known."""
        said = self.said(node)
        return self.words.get(said) or our_name(said) if said else self._guessed(node)

    def exponent_of(self, node: Any) -> float | None:
        """The exponent of a power whose only parent is its base; None where it is not found."""
        parents = self.parents_of(node)
        base, value = self.value_of(parents[0]) if parents else None, self.value_of(node)
        if len(parents) != 1 or base is None or value is None:
            return None
        said = self.said(node)
        kept = self._exponent_kept(node, base)
        return kept if kept is not None or said else _exponent(base, value, _EXPONENTS)

    def _exponent_kept(self, node: Any, base: float | None) -> float | None:
        """The exponent that is written into the operation's word, or kept beside it."""
        with contextlib.suppress(ValueError):
            return float(self.said(node).lstrip("*^pow( ").rstrip(") "))
        value = self.value_of(node)
        return None if value is None else _exponent(base, value, _numbers_kept(node))

    def local_gradients_of(self, node: Any) -> list[float] | None:
        """What the node keeps for its parents, one for each; None where it keeps none."""
        count = len(self.parents_of(node))
        kept = getattr(node, self.locals, None) if self.locals else None
        if isinstance(kept, list | tuple) and len(kept) == count and all(map(_is_number, kept)):
            return [float(each) for each in kept]
        beside = [each for name in self.parents for each in _beside(self._kept(node, name), self)]
        return beside if count and len(beside) == count else None

    def pushed(self, node: Any) -> list[float]:
        """What the node hands on to each parent for a gradient of 1; [] where it cannot be asked.

        To one that stands there twice it hands on both at once: each place is given half.
        """
        parents = self.parents_of(node)
        if not self.push or not parents:
            return []
        touched = [node, *parents]
        before = [getattr(each, self.grad) for each in touched]
        try:
            for each in touched:
                setattr(each, self.grad, 1.0 if each is node else 0.0)
            getattr(node, self.push)()
            got = [self.gradient_of(each) for each in parents]
        except Exception:  # learners' code may raise anything
            return []
        finally:
            for each, gradient in zip(touched, before, strict=True):
                setattr(each, self.grad, gradient)
        times = [sum(each is other for other in parents) for each in parents]
        return [] if None in got else [(one or 0.0) / n for one, n in zip(got, times, strict=True)]

    def said(self, node: Any) -> str:
        """Their own word for the operation: kept in the node, or the name of its class."""
        if self.op == _CLASS:
            return type(node).__name__
        said = getattr(node, self.op, None) if self.op else None
        return said if isinstance(said, str) else ""

    def _kept(self, node: Any, name: str) -> Any:
        """What an attribute keeps; of its closures, the other nodes that they hold on to."""
        if name != _CLOSURE:
            return getattr(node, name, None)
        held = {id(each): each for each in _closed_over(node, self.family) if each is not node}
        return _Unordered(held.values())

    def _unordered(self, node: Any) -> bool:
        return any(isinstance(self._kept(node, name), set | frozenset | _Unordered)
                   for name in self.parents)

    def _put_in_order(self, node: Any, found: list[Any]) -> list[Any]:
        """Operands that were kept in a set: in the order, and as often, as gives the value."""
        operation = PRIMITIVES.get(self.operation_of(node))
        value = self.value_of(node)
        if operation is None or value is None or not 1 <= len(found) <= 2:
            return found
        if len(found) == 1 and self._exponent_kept(node, self.value_of(found[0])) is not None:
            return found
        holders = _closed_over(node, self.family, name="self")  # the left operand, as a rule
        found = sorted(found, key=lambda each: all(each is not one for one in holders))
        tries = [found * 2] if len(found) == 1 else [list(each) for each in permutations(found)]
        for each in tries:
            if _gives(operation.value, [self.value_of(one) for one in each], value):
                return each
        return found

    def _guessed(self, node: Any) -> str:
        """The one operator that makes the node's value of its parents' values; "" else."""
        value = self.value_of(node)
        found = [each for name in self.parents for each in _nodes_in(self._kept(node, name), self)]
        values = [self.value_of(each) for each in found]
        if value is None or not values:
            return ""
        if len(values) == 1 and self._exponent_kept(node, values[0]) is not None:
            return "pow"
        ways = [values, values * 2] if len(values) == 1 and self._unordered(node) else [values]
        fitting = [name for name in _OPERATORS for each in ways
                   if _gives(PRIMITIVES[name].value, each, value)]
        if not fitting and self.exponent_of(node) is not None:
            return "pow"
        # By -1 or with 0 two operators give the same: the simpler one comes first.
        return fitting[0] if len(fitting) == 1 or set(fitting) in _TWINS else ""


class Alias(property):
    """A name that a class was given from outside; it is no part of the class's own spelling."""


def our_name(word: str) -> str:
    """Our name for an operation that somebody calls `word`; else the word itself."""
    plain = word.strip().strip("_").lower()
    if plain in _WORDS:
        return _WORDS[plain]
    if plain in PRIMITIVES:
        return plain
    return "pow" if plain.startswith(("**", "^")) else word


def recognise(module: Mapping[str, Any]) -> Dialect | None:
    """The dialect of an executed module's names; None where no class of it holds a number.

    What its code prints while it is tried is dropped.
    """
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        spelled = [dialect for cls in _classes(module)
                   if (dialect := _spelling(cls, module)) is not None]
    return max(spelled, key=_merit, default=None)  # of equals the first


def _classes(module: Mapping[str, Any]) -> list[type]:
    """The module's own classes; where it has none, those that it imports."""
    found = [each for each in dict.fromkeys(
        value for value in module.values() if isinstance(value, type))
        if not issubclass(each, BaseException)]
    own = [each for each in found if each.__module__ == module.get("__name__")]
    return own or found


def _merit(dialect: Dialect) -> tuple[bool, ...]:
    """More is better."""
    backward = dialect.start is not None
    return (bool(dialect.parents) and backward, backward, bool(dialect.parents),
            hasattr(dialect.cls, "__add__"), dialect.cls.__name__ in ("Node", "Value"))


def _spelling(cls: type, module: Mapping[str, Any]) -> Dialect | None:
    make = _maker(cls)
    leaf, other = _tried(make, _A), _tried(make, _B)
    if leaf is None or other is None:
        return None
    apart = dict(_numbers(other))
    holding = [name for name, number in _numbers(leaf) if number == _A and apart.get(name) == _B]
    dialect = Dialect(cls, cls, make)
    name = _preferred(holding, VALUES)
    if name is None:
        return None if cls.__name__ not in ("Node", "Value") else _by_name(dialect)
    dialect = _with(dialect, value=name)
    return _linked(dialect, module)


def _by_name(dialect: Dialect) -> Dialect:
    """A class of the right name that holds no number yet: what it lacks is told when it runs."""
    cls = dialect.cls
    start = getattr(cls, "backward", None)
    return _with(dialect, backward="backward" if callable(start) else "",
                 start=start if callable(start) else None)


def _linked(dialect: Dialect, module: Mapping[str, Any]) -> Dialect:
    """The rest of the spelling, from what operations make."""
    probe = _probe(dialect)
    if probe is None:
        return _by_name(dialect)
    a, b, node = probe
    dialect = _with(dialect, family=_common(type(a), type(node)))
    dialect = _with(dialect, parents=_parents(dialect, a, b, node))
    dialect = _with(dialect, op=_op(dialect))
    dialect = _with(dialect, words=_their_words(dialect))
    dialect = _going_back(dialect, module)
    return _with(dialect, locals=_locals(dialect), push=_push(dialect))


def _with(dialect: Dialect, **changes: Any) -> Dialect:
    return Dialect(**{**vars(dialect), **changes})


def _maker(cls: type) -> Made:
    """How a leaf is made of a number: PyTorch's way of asking for gradients is asked for."""
    try:
        asks = "requires_grad" in signature(cls).parameters
    except (TypeError, ValueError):
        asks = False
    return (lambda value: cls(value, requires_grad=True)) if asks else cls


def _probe(dialect: Dialect) -> tuple[Any, Any, Any] | None:
    """Two leaves, and what a product (or a sum, where there is none) makes of them."""
    for combine in (operator.mul, operator.add):
        a, b = dialect.make(_A), dialect.make(_B)
        node = _tried(combine, a, b)
        if node is not None and hasattr(node, dialect.value):
            return a, b, node
    return None


def _common(one: type, other: type) -> type:
    """The least class that both are of."""
    return next((each for each in one.__mro__ if each is not object and issubclass(other, each)),
                one)


_CLOSURE = "a closure"
_CLASS = "its class"


class _Unordered(list[Any]):
    """Operands in no order that means anything, each once."""


def _parents(dialect: Dialect, a: Any, b: Any, node: Any) -> tuple[str, ...]:
    """The attributes that keep the operands: one that has both, or one for each."""
    kept = {name: [id(each) for each in _nodes_in(thing, dialect)]
            for name, thing in _attributes(node) if not dialect.is_node(thing)}
    both = [name for name, ids in kept.items() if id(a) in ids and id(b) in ids]
    if name := _preferred(both, PARENTS):
        return (name,)
    single = {id(thing): name for name, thing in _attributes(node) if dialect.is_node(thing)}
    if id(a) in single and id(b) in single:
        return single[id(a)], single[id(b)]
    closed = _closed_over(node, dialect.family)
    return (_CLOSURE,) if any(each is a for each in closed) else ()


def _nodes_in(thing: Any, dialect: Dialect, depth: int = 2) -> list[Any]:
    """The nodes in a container, or in the pairs that it is made of."""
    if dialect.is_node(thing):
        return [thing]
    if depth and isinstance(thing, list | tuple | set | frozenset | dict):
        return [node for each in thing for node in _nodes_in(each, dialect, depth - 1)]
    return []


def _beside(thing: Any, dialect: Dialect) -> list[float]:
    """The local gradients that stand beside the parents, in pairs or in a dict."""
    pairs = list(thing.items()) if isinstance(thing, dict) else thing
    if not isinstance(pairs, list | tuple):
        return []
    found: list[float] = []
    for pair in pairs:
        if not isinstance(pair, list | tuple) or not any(map(dialect.is_node, pair)):
            return []
        rest = [each for each in pair if not dialect.is_node(each)]
        number = _number(rest[0], dialect) if len(rest) == 1 else None
        if number is None and len(rest) == 1 and callable(rest[0]):
            number = _number(_tried(rest[0], 1.0), dialect)
        found += [] if number is None else [number]
    return found


def _op(dialect: Dialect) -> str:
    """The attribute whose text tells a sum from a product; "" where there is none."""
    made = [_tried(combine, dialect.make(_A), dialect.make(_B))
            for combine in (operator.add, operator.mul)]
    texts = [{name: thing for name, thing in _attributes(each) if isinstance(thing, str) and thing}
             for each in made if each is not None]
    if not texts or not all(map(dialect.is_node, made)):
        return ""
    names = [name for name in texts[0] if len({text.get(name) for text in texts}) == len(texts)]
    of_its_own = len({type(each) for each in made}) == len(made) > 1
    return _preferred(names, OPERATIONS) or (_CLASS if of_its_own else "")


def _their_words(dialect: Dialect) -> dict[str, str]:
    """What their nodes call each operator that makes one node of its operands."""
    words: dict[str, str] = {}
    for name, combine in _OPERATORS.items():
        operands = [dialect.make(_A), dialect.make(_B)][:1 if name == "neg" else 2]
        node = _tried(combine, *operands)
        if not dialect.is_node(node):
            continue
        said, kept = dialect.said(node), {id(each) for each in dialect.parents_of(node)}
        if said and kept == {id(each) for each in operands}:
            words.setdefault(said, name)
    return words


def _going_back(dialect: Dialect, module: Mapping[str, Any]) -> Dialect:
    """The dialect with the backward pass that brings the leaves their gradients, and where to."""
    ways = list(_ways_back(dialect, module))
    for name, start in ways:
        for grad in _reached_by(dialect, start):
            return _with(dialect, backward=name, start=start, grad=grad)
    plain = dict(_numbers(dialect.make(_A)))
    grad = _preferred([each for each in plain if each in GRADIENTS], GRADIENTS) or GRADIENTS[0]
    named = next(((name, start) for name, start in ways if name.startswith("back")), ("", None))
    return _with(dialect, grad=grad, backward=named[0], start=named[1])


def _ways_back(dialect: Dialect, module: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What could be the backward pass: methods first, then functions of one node; the likely first.

    One that cannot be called with the node alone is none.
    """
    methods = {name: thing for base in reversed(dialect.cls.__mro__[:-1])
               for name, thing in vars(base).items() if isinstance(thing, FunctionType)}
    functions = {name: thing for name, thing in module.items() if isinstance(thing, FunctionType)}
    for each in (methods, functions):
        likely = [name for name in each
                  if any(word in name.lower() for word in _GOES_BACK) and _takes_one(each[name])
                  and not name.startswith("__")]
        for name in sorted(likely, key=lambda name: (name != "backward", name.startswith("_"))):
            yield name, each[name]


def _takes_one(function: FunctionType) -> bool:
    needed = [each for each in signature(function).parameters.values()
              if each.default is Parameter.empty
              and each.kind in (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)]
    return len(needed) == 1


def _reached_by(dialect: Dialect, start: Callable[[Any], object]) -> list[str]:
    """The attributes of a leaf that hold its gradient after a backward pass through two nodes."""
    multiplies = _tried(operator.mul, dialect.make(_A), dialect.make(_B)) is not None
    combined = operator.mul if multiplies else operator.add
    a, b = dialect.make(_A), dialect.make(_B)
    node = _tried(combined, _tried(combined, a, b), b)
    if node is None or _failed(start, node):
        return []
    expected = _B * _B if multiplies else 1.0
    held = [name for name, thing in _attributes(a)
            if name != dialect.value and _number(thing, dialect) == expected]
    first = _preferred(held, GRADIENTS)
    return [] if first is None else [first]


def _locals(dialect: Dialect) -> str:
    """The attribute that keeps a product's local gradients, in the order of its parents."""
    node = _tried(operator.mul, dialect.make(_A), dialect.make(_B))
    if node is None:
        return ""
    holding = [name for name, thing in _attributes(node)
               if isinstance(thing, list | tuple) and all(map(_is_number, thing))
               and list(thing) == [_B, _A]]
    return _preferred(holding, LOCALS) or ""


def _push(dialect: Dialect) -> str:
    """What hands one node's gradient on to its parents, when it is called."""
    for name in PUSHES:
        a, b = dialect.make(_A), dialect.make(_B)
        node = _tried(operator.mul, a, b)
        push = getattr(node, name, None)
        if callable(push) and not _failed(setattr, node, dialect.grad, 3.0) and not _failed(push):
            if dialect.gradient_of(a) == 3.0 * _B:
                return name
    return ""


# -- Small questions ---------------------------------------------------------------------------

def _tried(action: Callable[..., Any], *arguments: Any) -> Any:
    """What a call gives; None where it raises."""
    try:
        return action(*arguments)
    except Exception:  # learners' code may raise anything
        return None


def _failed(action: Callable[..., Any], *arguments: Any) -> bool:
    try:
        action(*arguments)
    except Exception:  # learners' code may raise anything
        return True
    return False


def _preferred(found: list[str], names: tuple[str, ...]) -> str | None:
    """Of what was found, the first that has one of the names, else the first."""
    return next((name for name in names if name in found), found[0] if found else None)


def _attributes(thing: Any) -> list[tuple[str, Any]]:
    """What an object keeps: in its dict, in slots, or behind properties of its class."""
    names = dict.fromkeys(getattr(thing, "__dict__", ()))
    names.update(dict.fromkeys(slot.__name__ for slot in slots_of(type(thing))))
    for base in type(thing).__mro__[:-1]:
        names.update(dict.fromkeys(name for name, each in vars(base).items()
                                   if isinstance(each, property)
                                   and not isinstance(each, Alias)))
    names.pop("__dict__", None)
    return [(name, kept) for name in names if (kept := _tried(getattr, thing, name)) is not None]


def _numbers(thing: Any) -> list[tuple[str, float]]:
    return [(name, float(kept)) for name, kept in _attributes(thing) if _is_number(kept)]


def _is_number(thing: object) -> bool:
    return isinstance(thing, int | float) and not isinstance(thing, bool)


def _number(thing: Any, dialect: Dialect) -> float | None:
    """A number, or what a node holds that stands for one."""
    if dialect.is_node(thing):
        thing = getattr(thing, dialect.value, None)
    return float(thing) if _is_number(thing) else None


def _closed_over(node: Any, kind: Any, name: str = "") -> list[Any]:
    """What the functions that a node keeps hold on to, of one kind; under one name, or any."""
    functions = [thing for _, thing in _attributes(node) if isinstance(thing, FunctionType)]
    cells = [cell for function in functions
             for called, cell in zip(function.__code__.co_freevars, function.__closure__ or (),
                                     strict=True)
             if name in ("", called)]
    held = [_tried(lambda cell: cell.cell_contents, cell) for cell in cells]
    return [each for each in held if isinstance(each, kind) and not isinstance(each, bool)]


def _gives(operation: Callable[..., float], operands: list[float | None], value: float) -> bool:
    if None in operands:
        return False
    result = _tried(operation, *operands)
    return isinstance(result, float | int) and isclose(result, value, rel_tol=1e-12)


def _numbers_kept(node: Any) -> list[float]:
    return [number for _, number in _numbers(node)] + _closed_over(node, int | float)


def _exponent(base: float | None, value: float, numbers: Iterable[float]) -> float | None:
    """Of some numbers the one that is the exponent; 1 is what any identity would have."""
    power = PRIMITIVES["pow"].value
    return next((float(each) for each in numbers
                 if each != 1 and _gives(power, [base, float(each)], value)), None)
