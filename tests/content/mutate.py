"""Wrong answers made of a right one, by structure: an operand lost, a graph lost, a pass too early.

    for mutant in mutants(source):
        mutant.source, mutant.change

Each mutant changes one place of the syntax tree. Some do the same as the original, which no tool
can tell: the bank of an exercise lists those, with the reason.
"""

from __future__ import annotations

import ast
import difflib
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Rule = Callable[[ast.AST, "Place"], Iterator[ast.AST | list[ast.stmt]]]
Path = tuple[tuple[str, int | None], ...]  # from the module: fields, and where in their lists


@dataclass(frozen=True)
class Mutant:
    """A changed text, and the change as lines: `- before` and `+ after`."""

    source: str
    change: str
    rule: str


@dataclass(frozen=True)
class Place:
    """Where a node stands: its function's parameters and locals, and what is around it."""

    names: tuple[str, ...]
    function: ast.FunctionDef | None
    in_loop: bool


def mutants(source: str, within: set[str] | None = None, every: int = 1) -> Iterator[Mutant]:
    """Every mutant of `source`, each text once, in the definitions called as in `within`.

    Without it, in all functions and methods, and not in what a module does besides. Of the changes
    that can be made, only one of `every` is, without a look at the others.
    """
    tree = ast.parse(source)
    plain = ast.unparse(tree)
    seen = {plain}
    within = within if within is not None else functions(source)
    for path, new, rule in itertools.islice(_changes(tree, within), 0, None, every):
        try:
            text = _replaced(tree, path, new)
            compile(text, "mutant", "exec")
        except SyntaxError:
            continue
        if text not in seen:
            seen.add(text)
            yield Mutant(text + "\n", _change(plain, text), rule)


def _changes(tree: ast.Module, within: set[str]) -> Iterator[
        tuple[Path, ast.AST | list[ast.stmt], str]]:
    """Each place, what could stand there instead, and the rule that says so."""
    for path, node, place in _places(tree):
        if within & set(_named(tree, path)):
            for rule in _RULES:
                for new in rule(node, place):
                    yield path, new, rule.__name__.strip("_")


def definitions(source: str) -> dict[str, str]:
    """The text of each definition: functions, and methods as `Node.push`; the rest as ''."""
    found: dict[str, str] = {}
    for statement in ast.parse(source).body:
        if isinstance(statement, ast.ClassDef):
            for inner in statement.body:
                if isinstance(inner, ast.FunctionDef):
                    found[f"{statement.name}.{inner.name}"] = ast.unparse(inner)
        else:
            found[_name(statement)] = ast.unparse(statement)
    return found


def functions(source: str) -> set[str]:
    """The names of all functions and methods, as in `definitions`."""
    return {name for name, text in definitions(source).items() if text.startswith(("def ", "@"))}


def _name(statement: ast.AST) -> str:
    if isinstance(statement, ast.FunctionDef | ast.ClassDef):
        return statement.name
    if isinstance(statement, ast.Assign):
        return ast.unparse(statement.targets[0])
    return ""


def _places(tree: ast.Module) -> Iterator[tuple[Path, ast.AST, Place]]:
    def walk(node: ast.AST, path: Path, place: Place) -> Iterator[tuple[Path, ast.AST, Place]]:
        if isinstance(node, ast.FunctionDef | ast.Lambda):
            names = tuple(dict.fromkeys([
                *place.names, *(a.arg for a in node.args.args),
                *(n.id for n in ast.walk(node)
                  if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))]))
            function = node if isinstance(node, ast.FunctionDef) else place.function
            place = Place(names, function, in_loop=False)
        elif isinstance(node, ast.For | ast.While):
            place = Place(place.names, place.function, in_loop=True)
        yield path, node, place
        for field, value in ast.iter_fields(node):
            if _is_docstring(node):
                continue
            if isinstance(value, ast.AST):
                yield from walk(value, (*path, (field, None)), place)
            elif isinstance(value, list):
                for i, item in enumerate(value):
                    if isinstance(item, ast.AST):
                        yield from walk(item, (*path, (field, i)), place)

    yield from walk(tree, (), Place((), None, in_loop=False))


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _named(tree: ast.Module, path: Path) -> list[str]:
    """The definitions that a path goes through, as `definitions` calls them."""
    names, node, owner = [], tree, ""
    for field, i in path:
        node = getattr(node, field) if i is None else getattr(node, field)[i]
        if isinstance(node, ast.ClassDef):
            owner = f"{node.name}."
        elif isinstance(node, ast.FunctionDef):
            names.append(owner + node.name)
        elif isinstance(node, ast.Assign) and len(names) == 0 and not owner:
            names.append(_name(node))
    return names


def _replaced(tree: ast.Module, path: Path, new: ast.AST | list[ast.stmt]) -> str:
    """The text with `new` in its place; the tree itself is as it was before."""
    parent: ast.AST = tree
    for field, i in path[:-1]:
        parent = getattr(parent, field) if i is None else getattr(parent, field)[i]
    field, i = path[-1]
    before = getattr(parent, field)
    if i is not None:
        new = [*before[:i], *(new if isinstance(new, list) else [new]), *before[i + 1:]]
    setattr(parent, field, new)
    try:
        return ast.unparse(ast.fix_missing_locations(tree))
    finally:
        setattr(parent, field, before)


def _change(before: str, after: str) -> str:
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return "\n".join(f"{line[0]} {line[1:].strip()}" for line in lines
                     if line[0] in "+-" and line[:3] not in ("+++", "---"))


def _like(node: ast.AST, **fields: object) -> ast.AST:
    return type(node)(**{**dict(ast.iter_fields(node)), **fields})


# -- expressions --------------------------------------------------------------------------------

_OTHER_SIGNS = {ast.Add: (ast.Sub, ast.Mult), ast.Sub: (ast.Add,), ast.Mult: (ast.Add, ast.Div),
                ast.Div: (ast.Mult, ast.FloorDiv), ast.Pow: (ast.Mult,), ast.Mod: (ast.FloorDiv,),
                ast.FloorDiv: (ast.Div,)}
_OTHER_COMPARISONS = {ast.Lt: (ast.LtE, ast.Gt), ast.LtE: (ast.Lt, ast.GtE),
                      ast.Gt: (ast.GtE, ast.Lt), ast.GtE: (ast.Gt, ast.LtE),
                      ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,),
                      ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,)}
_OTHER_FUNCTIONS = {"max": ("min", "sum"), "min": ("max",), "sum": ("max",), "sqrt": ("float",),
                    "sin": ("cos",), "cos": ("sin",), "list": ("set",), "tuple": ("set",),
                    "appendleft": ("append",), "popleft": ("pop",)}


def _sign(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    if isinstance(node, ast.BinOp):
        for sign in _OTHER_SIGNS.get(type(node.op), ()):
            yield _like(node, op=sign())


def _operands(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    if isinstance(node, ast.BinOp):
        if not isinstance(node.op, ast.Add | ast.Mult):
            yield _like(node, left=node.right, right=node.left)
        yield node.left
        yield node.right
        yield _like(node, left=node.right)
        yield _like(node, right=node.left)


def _bracketing(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    if isinstance(node, ast.BinOp) and isinstance(node.right, ast.BinOp):
        yield ast.BinOp(ast.BinOp(node.left, node.op, node.right.left), node.right.op,
                        node.right.right)
    if isinstance(node, ast.BinOp) and isinstance(node.left, ast.BinOp):
        yield ast.BinOp(node.left.left, node.left.op,
                        ast.BinOp(node.left.right, node.op, node.right))


def _comparison(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for op in _OTHER_COMPARISONS.get(type(node.ops[0]), ()):
            yield _like(node, ops=[op()])


def _logic(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    if isinstance(node, ast.BoolOp):
        yield _like(node, op=ast.And() if isinstance(node.op, ast.Or) else ast.Or())
        yield from node.values
    elif isinstance(node, ast.UnaryOp):
        yield node.operand
    elif isinstance(node, ast.IfExp):
        yield node.body
        yield node.orelse
        yield _like(node, body=node.orelse, orelse=node.body)


def _number(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        for other in (node.value + 1, node.value - 1, 0, 2 * node.value, -node.value):
            if other != node.value:
                yield ast.Constant(type(node.value)(other))


def _text(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield ast.Constant(not node.value)
    elif isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value):
        yield ast.Constant("")


def _call(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    if not isinstance(node, ast.Call):
        return
    if len(node.args) == 1 and not node.keywords:
        yield node.args[0]
    if isinstance(node.func, ast.Attribute) and not node.args:
        yield node.func.value
    if len(node.args) >= 2:
        yield _like(node, args=[node.args[1], node.args[0], *node.args[2:]])
        for kept in range(1, len(node.args)):
            yield _like(node, args=node.args[:kept])
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    for other in _OTHER_FUNCTIONS.get(name, ()):
        if isinstance(node.func, ast.Name):
            yield _like(node, func=ast.Name(other, ast.Load()))
        elif other in ("append", "pop"):
            yield _like(node, func=ast.Attribute(node.func.value, other, ast.Load()))


def _range(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
        for i, arg in enumerate(node.args):
            for sign in (ast.Add(), ast.Sub()):
                moved = ast.BinOp(arg, sign, ast.Constant(1))
                yield _like(node, args=[*node.args[:i], moved, *node.args[i + 1:]])
        if len(node.args) == 1:
            yield _like(node, args=[ast.Constant(1), node.args[0]])


def _owner(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    """The value of self, of the parent or of the other operand, for one another."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        for name in place.names:
            if name != node.value.id and name in ("self", "other", "parent", "node", "x", "a", "b"):
                yield _like(node, value=ast.Name(name, ast.Load()))
        others = {"value": "grad", "grad": "value"}
        if node.attr in others:
            yield _like(node, attr=others[node.attr])


def _other_name(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in place.names:
        for name in place.names:
            if name not in (node.id, "self"):
                yield ast.Name(name, ast.Load())


def _tuple(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    if isinstance(node, ast.Tuple | ast.List) and isinstance(node.ctx, ast.Load):
        for i in range(len(node.elts)):
            yield _like(node, elts=[*node.elts[:i], *node.elts[i + 1:]])
        if len(node.elts) >= 2:
            yield _like(node, elts=[node.elts[1], node.elts[0], *node.elts[2:]])
            yield _like(node, elts=[node.elts[0]] * len(node.elts))
            yield _like(node, elts=[node.elts[-1]] * len(node.elts))


def _subscript(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Load):
        if isinstance(node.slice, ast.Slice):
            yield _like(node, slice=_like(node.slice, lower=None))
            yield _like(node, slice=_like(node.slice, upper=None))
            yield node.value
        else:
            yield _like(node, slice=ast.BinOp(node.slice, ast.Add(), ast.Constant(1)))


def _comprehension(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    if isinstance(node, ast.comprehension):
        if node.ifs:
            yield _like(node, ifs=[])
        for part in _parts(node.iter):
            yield _like(node, iter=part)


def _parts(iterated: ast.expr) -> Iterator[ast.expr]:
    """Only the first, the first two, all but the first or the last; and from the end."""
    listed = ast.Call(ast.Name("list", ast.Load()), [iterated], [])
    for lower, upper in ((None, 1), (None, 2), (1, None), (None, -1)):
        bounds = [ast.Constant(each) if each is not None else None for each in (lower, upper)]
        yield ast.Subscript(listed, ast.Slice(*bounds), ast.Load())
    yield ast.Call(ast.Name("reversed", ast.Load()), [listed], [])


def _lost_graph(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    """A fresh node in the place of one that has parents."""
    if (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Node"
            and len(node.args) > 1):
        yield _like(node, args=node.args[:1])


# -- statements ---------------------------------------------------------------------------------


def _without(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return
    if isinstance(node, ast.stmt) and not isinstance(node, ast.Pass):
        yield ast.Pass()


def _assignment(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    if isinstance(node, ast.AugAssign):
        yield ast.Assign([node.target], node.value)
        for sign in _OTHER_SIGNS.get(type(node.op), ()):
            yield _like(node, op=sign())
    elif isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Tuple):
        yield ast.AugAssign(node.targets[0], ast.Add(), node.value)


def _branches(node: ast.AST, place: Place) -> Iterator[ast.AST | list[ast.stmt]]:
    if isinstance(node, ast.If):
        yield node.body
        yield node.orelse or [ast.Pass()]
        if node.orelse:
            yield _like(node, orelse=[])


def _loops(node: ast.AST, place: Place) -> Iterator[ast.AST | list[ast.stmt]]:
    if isinstance(node, ast.For):
        for part in _parts(node.iter):
            yield _like(node, iter=part)
    if isinstance(node, ast.For | ast.While):
        yield _like(node, body=[*node.body, ast.Break()])
        if len(node.body) > 1:
            yield [_like(node, body=node.body[:-1]), node.body[-1]]  # type: ignore[list-item]


def _return(node: ast.AST, place: Place) -> Iterator[ast.AST | list[ast.stmt]]:
    if isinstance(node, ast.Return) and node.value is not None:
        yield ast.Expr(node.value)
        if place.function:
            for argument in place.function.args.args:
                yield ast.Return(ast.Name(argument.arg, ast.Load()))


def _return_in_the_loop(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    if not isinstance(node, ast.FunctionDef) or not isinstance(node.body[-1], ast.Return):
        return
    for i, statement in enumerate(node.body):
        if isinstance(statement, ast.For | ast.While):
            early = _like(statement, body=[*statement.body, node.body[-1]])
            yield _like(node, body=[*node.body[:i], early, *node.body[i + 1:]])


def _exchanged(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    body = getattr(node, "body", None)
    if isinstance(node, ast.FunctionDef | ast.For | ast.While | ast.If) and isinstance(body, list):
        for i in range(len(body) - 1):
            if not _is_docstring(body[i]):
                yield _like(node, body=[*body[:i], body[i + 1], body[i], *body[i + 2:]])


def _in_place(node: ast.AST, place: Place) -> Iterator[list[ast.stmt]]:
    """An operator that changes one of its operands and gives it back."""
    if not (isinstance(node, ast.Return) and isinstance(node.value, ast.Call) and place.function
            and place.function.name.startswith("__") and node.value.args):
        return
    for argument in place.function.args.args:
        operand = ast.Name(argument.arg, ast.Load())
        yield [ast.Assign([ast.Attribute(operand, "value", ast.Store())], node.value.args[0]),
               ast.Return(operand)]


def _reflected(node: ast.AST, place: Place) -> Iterator[ast.AST]:
    """In `__radd__` and the like: without the graph, the wrong way round, or calling itself."""
    if not (isinstance(node, ast.FunctionDef) and node.name.startswith("__r")
            and node.name != "__repr__" and isinstance(node.body[-1], ast.Return)
            and isinstance(node.body[-1].value, ast.BinOp)):
        return
    result = node.body[-1].value
    self, other = ast.Name("self", ast.Load()), ast.Name("other", ast.Load())
    value = ast.Attribute(self, "value", ast.Load())
    on_floats = ast.BinOp(other, result.op, value)
    fresh = ast.Call(ast.Name("Node", ast.Load()), [on_floats], [])
    one_parent = ast.Call(ast.Name("Node", ast.Load()), [
        on_floats, ast.Tuple([self], ast.Load()), ast.Constant("+")], [])
    for wrong in (fresh, one_parent, ast.BinOp(self, result.op, other),
                  ast.BinOp(other, result.op, self), on_floats):
        yield _like(node, body=[*node.body[:-1], ast.Return(wrong)])


_RULES: tuple[Rule, ...] = (
    _sign, _operands, _bracketing, _comparison, _logic, _number, _text, _call, _range, _owner,
    _other_name, _tuple, _subscript, _comprehension, _lost_graph, _without, _assignment, _branches,
    _loops, _return, _return_in_the_loop, _exchanged, _in_place, _reflected,
)
