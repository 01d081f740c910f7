"""Known slips, each as an edit that undoes it: what `cause` tries on a student's answer.

A rule looks at one node of the syntax tree and gives (what stands in its place, why), as often as
it likes. In `why`, {old} and {new} are the two as they are written.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Edit = tuple[ast.AST | list[ast.stmt], str]


@dataclass(frozen=True)
class Around:
    """What surrounds a node: the function it stands in, and the names that are known there."""

    function: ast.FunctionDef | ast.Lambda | None
    known: frozenset[str]
    in_class: bool


Rule = Callable[[ast.AST, Around], Iterator[Edit]]
INSTEAD = "`{old}` should be `{new}`"


def like(node: ast.AST, **fields: object) -> ast.AST:
    """A copy of `node` with other fields."""
    return type(node)(**{**dict(ast.iter_fields(node)), **fields})


def _returned(node: ast.AST) -> ast.expr | None:
    """The one value that is returned, to be calculated with; not the object itself."""
    value = node.value if isinstance(node, ast.Return) else None
    alone = value is None or isinstance(value, ast.Tuple) or ast.unparse(value) == "self"
    return None if alone else value


def _name(name: str) -> ast.Name:
    return ast.Name(name, ast.Load())


def _called(name: str, *arguments: ast.expr) -> ast.Call:
    return ast.Call(_name(name), list(arguments), [])


# -- slips of the pen: signs, brackets, commas --------------------------------------------------


def caret(node: ast.AST, around: Around) -> Iterator[Edit]:
    """`^` for `**`."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor):
        why = "`^` works on bits; a power is written `**`: `{new}`"
        yield like(node, op=ast.Pow()), why
        yield _exponent_first(node.left, node.right), why
        if isinstance(node.left, ast.BinOp):
            tight = _exponent_first(node.left.right, node.right)
            yield ast.BinOp(node.left.left, node.left.op, tight), why
            if isinstance(tight, ast.BinOp):
                yield ast.BinOp(ast.BinOp(node.left.left, node.left.op, tight.left), tight.op,
                                tight.right), why


def _exponent_first(base: ast.expr, rest: ast.expr) -> ast.expr:
    """`base ** 2 + b` for the rest `2 + b`: `**` binds tighter than `^` does."""
    if isinstance(rest, ast.BinOp) and not isinstance(rest.op, ast.Pow):
        return ast.BinOp(_exponent_first(base, rest.left), rest.op, rest.right)
    return ast.BinOp(base, ast.Pow(), rest)


def half_power(node: ast.AST, around: Around) -> Iterator[Edit]:
    """`x ** 1 / 2`, which is (x ** 1) / 2."""
    if (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)
            and isinstance(node.left, ast.BinOp) and isinstance(node.left.op, ast.Pow)):
        exponent = ast.BinOp(node.left.right, ast.Div(), node.right)
        yield (like(node.left, right=exponent),
               "`**` binds before `/`, so the exponent needs brackets: `{new}`")


def power(node: ast.AST, around: Around) -> Iterator[Edit]:
    """`* 2` for `** 2`, and the other way round."""
    if isinstance(node, ast.BinOp):
        if isinstance(node.op, ast.Mult):
            yield like(node, op=ast.Pow()), "`*` multiplies; a power is written `**`: `{new}`"
        elif isinstance(node.op, ast.Pow):
            yield like(node, op=ast.Mult()), "`**` is a power; a product is written `*`: `{new}`"


def one_tuple(node: ast.AST, around: Around) -> Iterator[Edit]:
    """`(x)` for `(x,)`."""
    why = "a tuple of one is written with a comma, `{new}`; without it, the brackets mean nothing"
    if isinstance(node, ast.Call) and not hasattr(builtins, ast.unparse(node.func)):
        for i, argument in enumerate(node.args):
            if not isinstance(argument, ast.Tuple | ast.Starred | ast.GeneratorExp):
                tuples = [*node.args[:i], ast.Tuple([argument], ast.Load()), *node.args[i + 1:]]
                yield like(node, args=tuples), why
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Attribute):
        yield like(node, value=ast.Tuple([node.value], ast.Load())), why


def sign(node: ast.AST, around: Around) -> Iterator[Edit]:
    """Minus for plus, and so on."""
    if isinstance(node, ast.BinOp):
        other = {ast.Add: ast.Sub(), ast.Sub: ast.Add(), ast.Mult: ast.Div(), ast.Div: ast.Mult(),
                 ast.FloorDiv: ast.Div()}.get(type(node.op))
        if other is not None:
            why = "`//` drops what is left over; `/` divides: `{new}`" if isinstance(
                node.op, ast.FloorDiv) else INSTEAD
            yield like(node, op=other), why
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node.operand, "the minus is one too many: `{new}`"


def operands(node: ast.AST, around: Around) -> Iterator[Edit]:
    """`b - a` for `a - b`."""
    if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.Mult):
        yield (like(node, left=node.right, right=node.left),
               "the operands are exchanged: `{old}` should be `{new}`")


def brackets(node: ast.AST, around: Around) -> Iterator[Edit]:
    """`a / 2 * h` for `a / (2 * h)`, `a - b / h` for `(a - b) / h`."""
    why = "brackets are missing: `{new}`"
    if isinstance(node, ast.BinOp) and isinstance(node.left, ast.BinOp):
        yield ast.BinOp(node.left.left, node.left.op,
                        ast.BinOp(node.left.right, node.op, node.right)), why
        if isinstance(node.left.op, ast.Div) and isinstance(node.op, ast.Mult):
            yield ast.BinOp(node.left.left, ast.Div(),
                            ast.BinOp(node.left.right, ast.Mult(), node.right)), why
    if isinstance(node, ast.BinOp) and isinstance(node.right, ast.BinOp):
        yield ast.BinOp(ast.BinOp(node.left, node.op, node.right.left), node.right.op,
                        node.right.right), why


def negated(node: ast.AST, around: Around) -> Iterator[Edit]:
    """A minus that is missing before a value that is handed on."""
    if value := _returned(node):
        yield (ast.Return(ast.UnaryOp(ast.USub(), value)),
               "a minus is missing: `{new}`")
    elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Load):
        for i, each in enumerate(node.elts):
            minus = ast.UnaryOp(ast.USub(), each)
            yield (like(node, elts=[*node.elts[:i], minus, *node.elts[i + 1:]]),
                   "a minus is missing: `{new}`")
    elif isinstance(node, ast.Lambda):
        yield like(node, body=ast.UnaryOp(ast.USub(), node.body)), "a minus is missing: `{new}`"


def comparison(node: ast.AST, around: Around) -> Iterator[Edit]:
    """`<` for `<=` or `>`, `and` for `or`."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        others: dict[type[ast.cmpop], tuple[ast.cmpop, ...]] = {
            ast.Lt: (ast.Gt(), ast.LtE()), ast.Gt: (ast.Lt(), ast.GtE()),
            ast.LtE: (ast.Lt(), ast.GtE()), ast.GtE: (ast.Gt(), ast.LtE()),
            ast.Eq: (ast.NotEq(), ast.Is()), ast.NotEq: (ast.Eq(),), ast.Is: (ast.Eq(),),
            ast.In: (ast.NotIn(),), ast.NotIn: (ast.In(),)}
        for op in others.get(type(node.ops[0]), ()):
            if not (isinstance(op, ast.Is) and isinstance(node.comparators[0], ast.Constant)):
                yield like(node, ops=[op]), INSTEAD
    elif isinstance(node, ast.BoolOp) and any(isinstance(each, ast.Compare)
                                              for each in node.values):
        yield like(node, op=ast.And() if isinstance(node.op, ast.Or) else ast.Or()), INSTEAD


# -- slips of arithmetic ------------------------------------------------------------------------


def number(node: ast.AST, around: Around) -> Iterator[Edit]:
    """A number off by one, or turned."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        value = node.value
        for other in (value - 1, value + 1, -value, 1, 0, 2, 0.5):  # type: ignore[operator]
            if other != value:
                yield ast.Constant(other), INSTEAD


def off_by_one(node: ast.AST, around: Around) -> Iterator[Edit]:
    """`range(n)` for `range(n + 1)`, `n` for `n - 1`, the exponent b for b - 1."""
    one = ast.Constant(1)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
        for i, argument in enumerate(node.args):
            moves: list[ast.expr] = [ast.BinOp(argument, op, one) for op in (ast.Add(), ast.Sub())]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, int):
                moves = [ast.Constant(argument.value + 1), ast.Constant(argument.value - 1)]
            if isinstance(argument, ast.BinOp) and isinstance(argument.right, ast.Constant):
                moves.insert(0, argument.left)
            for moved in moves:
                yield (like(node, args=[*node.args[:i], moved, *node.args[i + 1:]]),
                       "the range is off by one: `{old}` should be `{new}`")
        if len(node.args) == 2:
            yield (like(node, args=node.args[1:]),
                   "the range begins too late: `{old}` should be `{new}`")
    elif isinstance(node, ast.BinOp):
        if isinstance(node.right, ast.Name | ast.Attribute):
            yield like(node, right=ast.BinOp(node.right, ast.Sub(), one)), INSTEAD
        if isinstance(node.right, ast.BinOp) and isinstance(node.right.op, ast.Add | ast.Sub):
            yield like(node, right=node.right.left), INSTEAD


def size(node: ast.AST, around: Around) -> Iterator[Edit]:
    """A missing `abs`; no size is below 0, and a method hands on more than a size."""
    if isinstance(node, ast.Compare):
        if ast.unparse(node.comparators[0]) in ("0", "0.0"):
            return
        yield (like(node, left=_called("abs", node.left)),
               "the size is asked for, and a number below 0 is compared as it is: `{new}`")
    elif (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            and node.func.id in ("max", "min", "sum")):
        for i, argument in enumerate(node.args):
            yield (like(node, args=[*node.args[:i], _called("abs", argument), *node.args[i + 1:]]),
                   "the size is asked for: `{new}`")
    elif (value := _returned(node)) and not around.in_class:
        yield ast.Return(_called("abs", value)), "the size is asked for: `{new}`"


def factor(node: ast.AST, around: Around) -> Iterator[Edit]:
    """A root, a factor 2 or a division that is missing."""
    if value := _returned(node):
        yield (ast.Return(ast.BinOp(value, ast.Pow(), ast.Constant(0.5))),
               "the root is missing: `{new}`")
        for argument in around.function.args.args if around.function else ():
            count = _called("len", _name(argument.arg))
            yield (ast.Return(ast.BinOp(value, ast.Div(), count)),
                   "the division by how many there are is missing: `{new}`")
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        yield (like(node, right=ast.BinOp(ast.Constant(2), ast.Mult(), node.right)),
               "a factor 2 is missing: `{new}`")
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
        yield node.left, "a factor is too many: `{old}` should be `{new}`"
        yield node.right, "a factor is too many: `{old}` should be `{new}`"


def wrapped(node: ast.AST, around: Around) -> Iterator[Edit]:
    """A call around a value that does not belong there: radians, a second root."""
    if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
        yield node.args[0], "the call is one too many: `{old}` should be `{new}`"


def other_function(node: ast.AST, around: Around) -> Iterator[Edit]:
    """`min` for `max`, `sin` for `cos`, `log10` for `log`."""
    others = {"max": "min", "min": "max", "sin": "cos", "cos": "sin", "log10": "log",
              "log2": "log", "log1p": "log", "append": "extend", "extend": "append",
              "pop": "popleft", "appendleft": "append", "sum": "max", "ceil": "floor",
              "asin": "sin", "acos": "cos", "atan": "tanh", "tan": "tanh", "sinh": "sin",
              "cosh": "cos", "exp2": "exp", "expm1": "exp", "cbrt": "sqrt"}
    if isinstance(node, ast.Name) and node.id in others and node.id not in around.known:
        yield _name(others[node.id]), INSTEAD
    elif isinstance(node, ast.Attribute) and node.attr in others:
        yield like(node, attr=others[node.attr]), INSTEAD


# -- slips of names -----------------------------------------------------------------------------


def missing_self(node: ast.AST, around: Around) -> Iterator[Edit]:
    """A name that is an attribute: `value` for `self.value`."""
    if isinstance(node, ast.Name) and around.in_class and around.function:
        why = "`{new}` belongs to the object; `{old}` is a name of the function alone"
        if isinstance(node.ctx, ast.Load) and node.id not in around.known:
            yield ast.Attribute(_name("self"), node.id, ast.Load()), why
        elif isinstance(node.ctx, ast.Store):
            yield ast.Attribute(_name("self"), node.id, ast.Store()), why


def _only_argument(function: ast.FunctionDef | ast.Lambda | None) -> str:
    """Of a lambda: one that leaves it out is constant, which is no slip of the pen."""
    named = function.args.args if isinstance(function, ast.Lambda) else ()
    return named[0].arg if len(named) == 1 else ""


def other_owner(node: ast.AST, around: Around) -> Iterator[Edit]:
    """`self.value` for `other.value`, `value` for `grad`."""
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        for name in sorted(around.known):
            if (name != node.value.id and not hasattr(builtins, name)
                    and node.value.id != _only_argument(around.function)):
                yield like(node, value=_name(name)), INSTEAD
        attribute = {"value": "grad", "grad": "value"}.get(node.attr)
        if attribute:
            yield like(node, attr=attribute), INSTEAD


def other_name(node: ast.AST, around: Around) -> Iterator[Edit]:
    """One name of the function for another."""
    if (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
            and not hasattr(builtins, node.id) and node.id != _only_argument(around.function)):
        for name in sorted(around.known):
            if name not in (node.id, "self") and not hasattr(builtins, name):
                yield _name(name), INSTEAD
    if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        yield node.value, INSTEAD


def order_of_values(node: ast.AST, around: Around) -> Iterator[Edit]:
    """Two entries of a tuple, or two arguments, exchanged."""
    why = "the order is exchanged: `{old}` should be `{new}`"
    if isinstance(node, ast.Tuple) and len(node.elts) >= 2:
        for i in range(len(node.elts) - 1):
            a, b = node.elts[i:i + 2]
            yield like(node, elts=[*node.elts[:i], b, a, *node.elts[i + 2:]]), why
    elif isinstance(node, ast.Call) and len(node.args) >= 2:
        a, b, *rest = node.args
        yield like(node, args=[b, a, *rest]), why


def subscript(node: ast.AST, around: Around) -> Iterator[Edit]:
    """A wrong slot."""
    if isinstance(node, ast.Subscript) and not isinstance(node.slice, ast.Slice):
        for slot in (0, 1, -1):
            if ast.unparse(node.slice) != str(slot):
                yield like(node, slice=ast.Constant(slot)), INSTEAD
        for name in sorted(around.known):
            if ast.unparse(node.slice) != name and not hasattr(builtins, name):
                yield like(node, slice=_name(name)), INSTEAD


def uncalled(node: ast.AST, around: Around) -> Iterator[Edit]:
    """A function that is named and not called; a Node where its value is meant."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Attribute):
        yield ast.Expr(ast.Call(node.value, [], [])), "it is named, not called: `{new}`"
    elif isinstance(node, ast.Return) and node.value:
        if isinstance(node.value, ast.Tuple):
            values: list[ast.expr] = [ast.Attribute(each, "value", ast.Load())
                                      for each in node.value.elts]
            yield (ast.Return(ast.Tuple(values, ast.Load())),
                   "nodes are returned where numbers are asked for: `{new}`")
            for i, value in enumerate(values):
                mixed = [*node.value.elts[:i], value, *node.value.elts[i + 1:]]
                yield (ast.Return(ast.Tuple(mixed, ast.Load())),
                       "a node is returned where a number is asked for: `{new}`")
        else:
            yield (ast.Return(ast.Attribute(node.value, "value", ast.Load())),
                   "a node is returned where a number is asked for: `{new}`")


# -- slips of statements ------------------------------------------------------------------------


def assignment(node: ast.AST, around: Around) -> Iterator[Edit]:
    """`=` for `+=`, `+=` for `=`, `+=` for `-=`."""
    if (isinstance(node, ast.Assign) and not isinstance(node.targets[0], ast.Tuple)
            and ast.unparse(node.value) not in ("0", "0.0")):
        target = node.targets[0]
        signs: tuple[tuple[ast.operator, str], ...] = ((ast.Add(), "+="), (ast.Sub(), "-="))
        for op, text in signs if isinstance(target, ast.Name | ast.Attribute | ast.Subscript) \
                else ():
            yield (ast.AugAssign(target, op, node.value),  # type: ignore[arg-type]  # asked above
                   f"`=` overwrites what was there; `{text}` adds to it: `{{new}}`")
    elif isinstance(node, ast.AugAssign):
        other = {ast.Add: ast.Sub(), ast.Sub: ast.Add(), ast.Mult: ast.Add()}.get(type(node.op))
        if other is not None:
            yield like(node, op=other), INSTEAD
        yield ast.Assign([node.target], node.value), INSTEAD


def missing_return(node: ast.AST, around: Around) -> Iterator[Edit]:
    """A value that is computed and not returned."""
    why = "`return` is missing: `{new}`"
    if isinstance(node, ast.Expr) and not isinstance(node.value, ast.Constant) and around.function:
        yield ast.Return(node.value), why
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and around.function:
        if node in getattr(around.function, "body", [])[-1:]:
            yield [node, ast.Return(_name(node.targets[0].id))], why
    elif isinstance(node, ast.FunctionDef) and not isinstance(node.body[-1], ast.Return):
        bound = [each.id for each in ast.walk(node)
                 if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]
        for name in dict.fromkeys(bound):
            yield (like(node, body=[*node.body, ast.Return(_name(name))]),
                   f"`return {name}` is missing at the end")


def none_of_a_method(node: ast.AST, around: Around) -> Iterator[Edit]:
    """`for x in a.reverse()`, which is None."""
    alone = [each.value for each in ast.walk(around.function or ast.Pass())
             if isinstance(each, ast.Expr)]  # there, what it gives is not asked for
    if (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not node.args
            and node.func.attr in ("reverse", "sort") and node not in alone):
        instead = _called({"reverse": "reversed", "sort": "sorted"}[node.func.attr],
                          node.func.value)
        why = f"`.{node.func.attr}()` changes the list and gives None: `{{new}}`"
        yield instead, why
        yield _called("list", instead), why
    elif (isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
            and isinstance(node.value.func, ast.Attribute)
            and node.value.func.attr in ("reverse", "sort", "append", "extend", "shuffle")):
        yield ast.Expr(node.value), f"`.{node.value.func.attr}()` gives None: `{{new}}` alone"


def aliased(node: ast.AST, around: Around) -> Iterator[Edit]:
    """`b = a`, where b is changed and a should not be; `[[0] * n] * n`."""
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Name | ast.Attribute):
        why = ("a generator is used up the first time that it is gone through; "
               "`{new}` keeps what it gives")
        if isinstance(node.targets[0], ast.Attribute):
            yield like(node, value=_called("tuple", node.value)), why
        yield (like(node, value=_called("list", node.value)),
               "both names mean the same list, and what is done to one is done to the other; "
               "a copy is its own: `{new}`")
        if isinstance(node.value, ast.Name) and len(node.targets) == 1:
            return
    if (isinstance(node, ast.Assign) and isinstance(node.value, ast.Tuple)
            and all(isinstance(each, ast.Name | ast.Attribute) for each in node.value.elts)):
        copies: list[ast.expr] = [_called("list", each) for each in node.value.elts]
        yield (like(node, value=ast.Tuple(copies, ast.Load())),
               "all names mean the same list; a copy is its own: `{new}`")
    elif (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult)
            and isinstance(node.left, ast.List) and len(node.left.elts) == 1
            and not isinstance(node.left.elts[0], ast.Constant)):
        rows = ast.ListComp(node.left.elts[0], [ast.comprehension(
            ast.Name("_", ast.Store()), _called("range", node.right), [], 0)])
        yield rows, "`*` repeats one and the same list; `{new}` makes a new one each time"


def generator_used_up(node: ast.AST, around: Around) -> Iterator[Edit]:
    """A generator that is gone through twice, or asked for its length."""
    if isinstance(node, ast.FunctionDef):
        for argument in node.args.args:
            if argument.arg != "self":
                listed = ast.Assign([ast.Name(argument.arg, ast.Store())],
                                    _called("list", _name(argument.arg)))
                yield (like(node, body=[listed, *node.body]),
                       "a generator has no length and is used up the first time; "
                       f"`{argument.arg} = list({argument.arg})` comes first")


def plain_number(node: ast.AST, around: Around) -> Iterator[Edit]:
    """An operand that may be a number, and is taken for a node."""
    if isinstance(node, ast.FunctionDef):
        taken = {ast.unparse(each.value) for each in ast.walk(node)
                 if isinstance(each, ast.Attribute)}
        for argument in node.args.args:
            done = f"to_node({argument.arg})" in ast.unparse(node)
            if argument.arg != "self" and argument.arg in taken and not done:
                made = ast.Assign([ast.Name(argument.arg, ast.Store())],
                                  _called("to_node", _name(argument.arg)))
                yield (like(node, body=[made, *node.body]),
                       f"`{argument.arg}` may be a plain number: "
                       f"`{argument.arg} = to_node({argument.arg})` comes first")


def own_recursion(node: ast.AST, around: Around) -> Iterator[Edit]:
    """`other + self` in `__radd__`, which calls `__radd__` again."""
    function = around.function
    if (isinstance(node, ast.BinOp) and isinstance(function, ast.FunctionDef)
            and function.name.startswith("__r")
            and (ast.unparse(node.left), ast.unparse(node.right)) == ("other", "self")):
        why = (f"with a number on the left, `{{old}}` calls `{function.name}` again; "
               "`{new}` does not")
        yield like(node, left=node.right, right=node.left), why
        yield like(node, left=_called("to_node", node.left)), why


def lost_graph(node: ast.AST, around: Around) -> Iterator[Edit]:
    """`Node(other * self.value)` in `__rmul__`: a node without parents."""
    function = around.function
    if (isinstance(node, ast.Return) and isinstance(node.value, ast.Call)
            and len(node.value.args) == 1 and not node.value.keywords
            and isinstance(node.value.args[0], ast.BinOp) and isinstance(function, ast.FunctionDef)
            and function.name.startswith("__r")
            and ast.unparse(node.value.args[0].left) in ("other", "to_node(other).value")
            and ast.unparse(node.value.args[0].right) == "self.value"):
        made = ast.BinOp(_called("to_node", _name("other")), node.value.args[0].op, _name("self"))
        yield (ast.Return(made),
               "the new node does not know the operands; `{new}` lets the other operator note them")


def unboxed(node: ast.AST, around: Around) -> Iterator[Edit]:
    """`return self.value + 1` for `return Node(self.value + 1)`."""
    if (isinstance(node, ast.Return) and node.value and around.in_class
            and isinstance(node.value, ast.BinOp | ast.UnaryOp)):
        yield (ast.Return(_called("Node", node.value)),
               "what is returned is a plain number; `{new}` puts it into a Node")


def return_in_loop(node: ast.AST, around: Around) -> Iterator[Edit]:
    """A `return` that belongs after the loop; a last line that belongs in or after it."""
    body = getattr(node, "body", None)
    if not isinstance(node, ast.FunctionDef | ast.For | ast.While) or not isinstance(body, list):
        return
    for i, statement in enumerate(body):
        if not isinstance(statement, ast.For | ast.While):
            continue
        *inner, last = statement.body
        if inner:
            out = [*body[:i], like(statement, body=inner), last, *body[i + 1:]]
            yield (like(node, body=out), "`" + ast.unparse(last).splitlines()[0]
                   + "` belongs after the loop, not in it")
        if i + 1 < len(body):
            following = body[i + 1]
            into = like(statement, body=[*statement.body, following])
            yield (like(node, body=[*body[:i], into, *body[i + 2:]]), "`"
                   + ast.unparse(following).splitlines()[0] + "` belongs into the loop")


def too_many(node: ast.AST, around: Around) -> Iterator[Edit]:
    """A line that should not be there."""
    if isinstance(node, ast.Expr | ast.Assign | ast.AugAssign | ast.Break | ast.If) and (
            around.function and not (
                isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))):
        yield ast.Pass(), "`{old}` is one line too many"


def order_of_lines(node: ast.AST, around: Around) -> Iterator[Edit]:
    """Two lines exchanged."""
    body = getattr(node, "body", None)
    if isinstance(node, ast.FunctionDef | ast.For | ast.While) and isinstance(body, list):
        for i in range(len(body) - 1):
            one, two = (ast.unparse(each).splitlines()[0] for each in body[i:i + 2])
            yield (like(node, body=[*body[:i], body[i + 1], body[i], *body[i + 2:]]),
                   f"`{two}` belongs before `{one}`")


SLIPS: tuple[tuple[Rule, ...], ...] = (  # tried in this order, the surest first
    (caret, half_power, none_of_a_method, own_recursion, lost_graph, unboxed, missing_return,
     aliased, one_tuple),
    (too_many, sign, operands, assignment, return_in_loop, power, brackets, uncalled, other_owner,
     order_of_values, size, negated, off_by_one),
    (comparison, other_function, wrapped, missing_self, plain_number, generator_used_up, number,
     factor, subscript, order_of_lines, other_name),
)
