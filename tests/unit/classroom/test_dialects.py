"""Engines in the spelling of whoever wrote them: recognised by what their parts do."""

import math
import re
from collections import defaultdict

import pytest

from classroom.run.dialect import recognise

from .protocol import assert_shape

SET_AND_CLOSURES = '''
class Value:
    def __init__(self, data, _children=(), _op=""):
        self.data = data
        self.grad = 0
        self._backward = lambda: None
        self._prev = set(_children)
        self._op = _op

    def __add__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data + other.data, (self, other), "+")
        def _backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = _backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Value) else Value(other)
        out = Value(self.data * other.data, (self, other), "*")
        def _backward():
            self.grad += other.data * out.grad
            other.grad += self.data * out.grad
        out._backward = _backward
        return out

    def __pow__(self, other):
        out = Value(self.data ** other, (self,), f"**{other}")
        def _backward():
            self.grad += other * self.data ** (other - 1) * out.grad
        out._backward = _backward
        return out

    def __neg__(self): return self * -1
    def __sub__(self, other): return self + (-other)
    def __radd__(self, other): return self + other
    def __rsub__(self, other): return other + (-self)
    def __rmul__(self, other): return self * other
    def __truediv__(self, other): return self * other ** -1

    def backward(self):
        topo, visited = [], set()
        def build(v):
            if v not in visited:
                visited.add(v)
                for child in v._prev:
                    build(child)
                topo.append(v)
        build(self)
        self.grad = 1
        for v in reversed(topo):
            v._backward()
'''

LEFT_AND_RIGHT = '''
class Var:
    __slots__ = ("val", "adjoint", "left", "right", "kind", "exponent")

    def __init__(self, val, left=None, right=None, kind="leaf", exponent=None):
        self.val, self.left, self.right, self.kind = float(val), left, right, kind
        self.adjoint, self.exponent = 0.0, exponent

    def lift(self, other): return other if isinstance(other, Var) else Var(other)
    def __add__(self, other):
        other = self.lift(other)
        return Var(self.val + other.val, self, other, "plus")
    def __mul__(self, other):
        other = self.lift(other)
        return Var(self.val * other.val, self, other, "times")
    def __sub__(self, other):
        other = self.lift(other)
        return Var(self.val - other.val, self, other, "minus")
    def __pow__(self, k): return Var(self.val ** k, self, None, "power", k)

    def backprop(self, seed=1.0):
        self.adjoint += seed
        if self.kind == "plus":
            self.left.backprop(seed)
            self.right.backprop(seed)
        elif self.kind == "minus":
            self.left.backprop(seed)
            self.right.backprop(-seed)
        elif self.kind == "times":
            self.left.backprop(seed * self.right.val)
            self.right.backprop(seed * self.left.val)
        elif self.kind == "power":
            self.left.backprop(seed * self.exponent * self.left.val ** (self.exponent - 1))
'''

PAIRS_AND_A_FUNCTION = '''
class Number:
    def __init__(self, x, inputs=()):
        self.x, self.inputs, self.g = x, list(inputs), 0.0

    def __add__(self, other):
        other = wrap(other)
        return Number(self.x + other.x, [(self, 1.0), (other, 1.0)])
    def __sub__(self, other):
        other = wrap(other)
        return Number(self.x - other.x, [(self, 1.0), (other, -1.0)])
    def __mul__(self, other):
        other = wrap(other)
        return Number(self.x * other.x, [(self, other.x), (other, self.x)])
    def __pow__(self, k): return Number(self.x ** k, [(self, k * self.x ** (k - 1))])

def wrap(thing): return thing if isinstance(thing, Number) else Number(thing)

def find_gradients(root):
    order, seen = [], set()
    def visit(node):
        if id(node) not in seen:
            seen.add(id(node))
            for each, _ in node.inputs:
                visit(each)
            order.append(node)
    visit(root)
    root.g = 1.0
    for node in reversed(order):
        for each, local in node.inputs:
            each.g += local * node.g
'''

A_CLASS_FOR_EACH_OPERATION = '''
class Expression:
    def __add__(self, other): return Add(self, as_node(other))
    def __mul__(self, other): return Mul(self, as_node(other))
    def __sub__(self, other): return Add(self, Mul(as_node(other), Tensor(-1.0)))
    def __pow__(self, k): return Pow(self, k)

    @property
    def data(self): return self.number

    def backward(self):
        self.grad = None
        pending = [(self, 1.0)]
        while pending:
            node, g = pending.pop()
            node.grad = g if node.grad is None else node.grad + g
            pending += [(each, g * local) for each, local in node.pull()]

class Tensor(Expression):
    def __init__(self, number, requires_grad=False):
        self.number, self.grad, self.args, self.requires_grad = number, None, (), requires_grad
    def pull(self): return []

class Add(Expression):
    def __init__(self, a, b): self.number, self.grad, self.args = a.number + b.number, None, (a, b)
    def pull(self): return [(each, 1.0) for each in self.args]

class Mul(Expression):
    def __init__(self, a, b): self.number, self.grad, self.args = a.number * b.number, None, (a, b)
    def pull(self):
        a, b = self.args
        return [(a, b.number), (b, a.number)]

class Pow(Expression):
    def __init__(self, a, k):
        self.number, self.grad, self.args, self.k = a.number ** k, None, (a,), k
    def pull(self): return [(self.args[0], self.k * self.args[0].number ** (self.k - 1))]

def as_node(thing): return thing if isinstance(thing, Expression) else Tensor(thing)
'''

ONLY_CLOSURES = '''
class Scalar:
    def __init__(self, value, pull=None):
        self.value, self.gradient, self.pull = value, 0.0, pull

    def __add__(self, other):
        other = other if isinstance(other, Scalar) else Scalar(other)
        return Scalar(self.value + other.value, lambda g: (self.back(g), other.back(g)))
    def __sub__(self, other):
        return self + other * -1.0
    def __mul__(self, other):
        other = other if isinstance(other, Scalar) else Scalar(other)
        return Scalar(self.value * other.value,
                      lambda g: (self.back(g * other.value), other.back(g * self.value)))
    def __pow__(self, k):
        return Scalar(self.value ** k, lambda g: self.back(g * k * self.value ** (k - 1)))

    def back(self, g=1.0):
        self.gradient += g
        if self.pull:
            self.pull(g)
'''

ENGINES = {
    "a set and closures": SET_AND_CLOSURES,
    "left and right, recursive": LEFT_AND_RIGHT,
    "pairs, and a function that goes back": PAIRS_AND_A_FUNCTION,
    "a class for each operation": A_CLASS_FOR_EACH_OPERATION,
    "nothing but closures": ONLY_CLOSURES,
}
CODE = "def loss(x=1.5, y=-0.7):\n    z = x * y + x\n    return (z * z - y * 3) ** 2 + x"


def by_differences(x: float, y: float) -> list[float]:
    def f(x: float, y: float) -> float:
        z = x * y + x
        return (z * z - y * 3) ** 2 + x

    h = 1e-6
    return [(f(x + h, y) - f(x - h, y)) / (2 * h), (f(x, y + h) - f(x, y - h)) / (2 * h)]


@pytest.mark.parametrize("engine", ENGINES.values(), ids=list(ENGINES))
def test_any_spelling_runs_and_draws_its_graph(room, engine):
    result = room.result(CODE, engine=engine)
    assert_shape(result, "RunResult")
    gradient = [parameter["gradient"] for parameter in result["parameters"]]
    assert gradient == pytest.approx(by_differences(1.5, -0.7), rel=1e-7)
    nodes = {node["id"]: node for node in result["graph"]["nodes"]}
    received: dict[str, float] = defaultdict(float)
    for edge in result["graph"]["edges"]:
        received[edge["from"]] += edge["local"] * nodes[edge["to"]]["gradient"]
    for node in nodes.values():
        if node["kind"] != "constant" and not node["output"]:
            assert received[node["id"]] == pytest.approx(node["gradient"], rel=1e-12)
    operations = {node["op"] for node in nodes.values() if node["kind"] == "operation"}
    assert {"add", "mul", "pow"} <= operations <= {"add", "sub", "mul", "pow"}


@pytest.mark.parametrize("engine", ENGINES.values(), ids=list(ENGINES))
def test_any_spelling_races(room, drain, engine):
    room.result("def loss(x=3.0):\n    return x * x", engine=engine)
    room.tick_seconds = 0.01
    _, result = drain(room.race({}))
    lap = next(lap for lap in result["laps"] if lap["name"] == "your engine")
    assert lap["gradient"] == [6.0]


LOSS = "def loss(x=3.0, y=5.0):\n    return (x * y + x) * y"


@pytest.mark.parametrize(("engine", "slip", "label"), [
    (SET_AND_CLOSURES, ("self.grad += other.data *", "self.grad = other.data *"), "x"),
    (SET_AND_CLOSURES, ("other.grad += self.data *", "other.grad += 2 * self.data *"), "y"),
    (PAIRS_AND_A_FUNCTION, ("each.g += local", "each.g -= local"), "x * y + x"),
])
def test_the_first_wrong_node_is_found_in_any_spelling(room, engine, slip, label):
    assert slip[0] in engine
    result = room.result(LOSS, engine=engine.replace(*slip))
    remark = room.remark("problem")
    named = re.search(r"The first wrong (?:node|gradient)[^`]*`([^`]*)`", remark["message"])
    assert named[1].replace("(", "").replace(")", "") == label
    assert remark["node"] in {node["id"] for node in result["graph"]["nodes"]}


@pytest.mark.parametrize("engine", ENGINES.values(), ids=list(ENGINES))
def test_of_a_right_engine_nothing_is_remarked(room, engine):
    room.result(LOSS, engine=engine)
    assert room.witnessed()["remarks"] == []


def test_of_a_value_used_twice_and_kept_in_a_set_both_uses_are_drawn(room):
    graph = room.result("def loss(x=3.0):\n    return x * x", engine=SET_AND_CLOSURES)["graph"]
    assert [(edge["slot"], edge["local"]) for edge in graph["edges"]] == [(0, 3.0), (1, 3.0)]


def test_a_function_that_is_a_method_of_theirs_is_called(room):
    engine = SET_AND_CLOSURES + '''
    def relu(self):
        out = Value(max(0.0, self.data), (self,), "ReLU")
        def _backward():
            self.grad += (out.data > 0) * out.grad
        out._backward = _backward
        return out
'''
    code = "from py_engine import relu\ndef loss(x=2.0):\n    return relu(x) + relu(x * -1)"
    result = room.result(code, engine=engine)
    assert result["parameters"][0]["gradient"] == 1.0
    assert [node["op"] for node in result["graph"]["nodes"]].count("relu") == 2


@pytest.mark.parametrize("source", [
    "", "x = 3", "class Empty: pass", "def Node(x): return x", "class Node(Exception): pass",
    "class Odd:\n    def __init__(self, a, b): self.a = a",
    "class Loud:\n    def __init__(self, a): raise RuntimeError",
])
def test_what_holds_no_number_is_no_engine(source):
    module = {"__name__": "engine"}
    exec(source, module)
    assert recognise(module) is None


def test_what_a_class_prints_while_it_is_tried_is_dropped(capsys):
    module = {"__name__": "engine"}
    exec(SET_AND_CLOSURES.replace("self.grad = 0\n", "print('made'); self.grad = 0\n"), module)
    assert recognise(module) is not None
    assert capsys.readouterr().out == ""


def test_a_half_built_engine_is_recognised_as_far_as_it_goes():
    module = {"__name__": "engine"}
    exec("class Node:\n    def __init__(self, value):\n        self.value = float(value)", module)
    dialect = recognise(module)
    assert dialect is not None
    assert (dialect.value, dialect.start, dialect.parents) == ("value", None, ())
    assert dialect.parents_of(dialect.make(2)) == []
    assert math.isclose(dialect.value_of(dialect.make(2)), 2.0)
