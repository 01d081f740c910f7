"""The student's engine written in other styles: each solution of a step, made over as a whole.

A style takes the source of a solution and gives the source of an answer that does the same.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator

_REFUSAL = 'raise TypeError(f"not a number: {value!r}")'


def _node(tree: ast.Module) -> ast.ClassDef:
    return next(each for each in tree.body
                if isinstance(each, ast.ClassDef) and each.name == "Node")


def _method(cls: ast.ClassDef, name: str) -> ast.FunctionDef | None:
    return next((each for each in cls.body
                 if isinstance(each, ast.FunctionDef) and each.name == name), None)


def _fields(cls: ast.ClassDef) -> list[tuple[str, str]]:
    """What `__init__` is given besides the value, with the defaults; `grad` comes apart."""
    arguments = _method(cls, "__init__").args  # type: ignore[union-attr]  # every step has one
    names = [argument.arg for argument in arguments.args[2:]]
    return list(zip(names, map(ast.unparse, arguments.defaults), strict=True))


def _has_grad(cls: ast.ClassDef) -> bool:
    return "self.grad" in ast.unparse(_method(cls, "__init__"))  # type: ignore[arg-type]


def _replaced(cls: ast.ClassDef, name: str, source: str) -> None:
    new = ast.parse(source).body
    place = next(i for i, each in enumerate(cls.body)
                 if isinstance(each, ast.FunctionDef) and each.name == name)
    cls.body[place:place + 1] = new


def dataclass(source: str) -> str:
    """A dataclass without `==`, which checks its value after it is made."""
    tree = ast.parse(source)
    cls = _node(tree)
    lines = ["value: float", *(f"{name}: object = {default}" for name, default in _fields(cls))]
    if _has_grad(cls):
        lines.append("grad: float = field(default=0.0, init=False)")
    after = ("def __post_init__(self):\n    value = self.value\n"
             f"    if not isinstance(value, (int, float)):\n        {_REFUSAL}\n"
             "    self.value = float(value)\n")
    _replaced(cls, "__init__", "\n".join(lines) + "\n" + after)
    cls.decorator_list = [ast.parse("dataclass(eq=False, repr=False)", mode="eval").body]
    tree.body.insert(0, ast.parse("from dataclasses import dataclass, field").body[0])
    return ast.unparse(ast.fix_missing_locations(tree))


def slots(source: str) -> str:
    """`__slots__`, and type hints."""
    tree = ast.parse(source)
    cls = _node(tree)
    names = ["value", *(name for name, _ in _fields(cls)), *(["grad"] if _has_grad(cls) else [])]
    cls.body.insert(0, ast.parse(f"__slots__ = {tuple(names)!r}").body[0])
    for method in cls.body:
        if isinstance(method, ast.FunctionDef) and method.name.startswith("__r"):
            for argument in method.args.args[1:]:
                argument.annotation = ast.parse("int | float", mode="eval").body
    return ast.unparse(ast.fix_missing_locations(tree))


def properties(source: str) -> str:
    """The value behind a property that checks what is set."""
    tree = ast.parse(source)
    cls = _node(tree)
    cls.body += ast.parse(
        "@property\ndef value(self):\n    return self._value\n\n"
        "@value.setter\ndef value(self, value):\n"
        f"    if not isinstance(value, (int, float)):\n        {_REFUSAL}\n"
        "    self._value = float(value)\n").body
    return ast.unparse(ast.fix_missing_locations(tree))


def inheritance(source: str) -> str:
    """A base class that holds the number, and the Node on top of it."""
    tree = ast.parse(source)
    cls = _node(tree)
    base = ast.parse("class Box:\n    def __init__(self, value):\n"
                     f"        if type(value) not in (int, float):\n            {_REFUSAL}\n"
                     "        self.value = float(value)\n\n"
                     "    def __repr__(self):\n"
                     "        return '{}({})'.format(type(self).__name__, self.value)\n").body[0]
    fields = _fields(cls)
    arguments = "".join(f", {name}={default}" for name, default in fields)
    kept = "".join(f"    self.{name} = {name}\n" for name, _ in fields)
    grad = "    self.grad = 0.0\n" if _has_grad(cls) else ""
    _replaced(cls, "__init__", f"def __init__(self, value{arguments}):\n"
                               f"    super().__init__(value)\n{kept}{grad}")
    cls.body = [each for each in cls.body
                if not (isinstance(each, ast.FunctionDef) and each.name == "__repr__")]
    cls.bases = [ast.Name("Box", ast.Load())]
    tree.body.insert(tree.body.index(cls), base)
    return ast.unparse(ast.fix_missing_locations(tree))


def commuting(source: str) -> str:
    """`__radd__ = __add__`; what is left by lambdas."""
    tree = ast.parse(source)
    cls = _node(tree)
    for name, sign in (("add", "+"), ("mul", "*"), ("sub", "-"), ("truediv", "/"), ("pow", "**")):
        if _method(cls, f"__r{name}__"):
            short = (f"__r{name}__ = __{name}__" if sign in "+*" and len(sign) == 1 else
                     f"__r{name}__ = lambda self, other: Node(other) {sign} self")
            cls.body = [each for each in cls.body if getattr(each, "name", "") != f"__r{name}__"]
            cls.body += ast.parse(short).body
    return ast.unparse(ast.fix_missing_locations(tree))


class _Lists(ast.NodeTransformer):
    """Local gradients, and parents from chapter 7 on, in lists."""

    def __init__(self, parents: bool) -> None:
        self._parents = parents

    def visit_Call(self, node: ast.Call) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.func, ast.Name) and node.func.id == "Node":
            for i, argument in enumerate(node.args):
                if isinstance(argument, ast.Tuple) and (i == 3 or (i == 1 and self._parents)):
                    node.args[i] = ast.List(argument.elts, ast.Load())
        return node


def lists(source: str) -> str:
    """Lists for tuples, where no text asks for a tuple."""
    tree = _Lists(parents="local_gradients" in source).visit(ast.parse(source))
    return ast.unparse(ast.fix_missing_locations(tree))


STYLES: tuple[Callable[[str], str], ...] = (
    dataclass, slots, properties, inheritance, commuting, lists)


def styled(source: str) -> Iterator[tuple[str, str]]:
    """The name of each style, and the solution in it."""
    for style in STYLES:
        yield style.__name__, style(source) + "\n"
