"""The student's own engine in place of ours."""

import gc
import re

import pytest

from tests.lecture import closed_form, lecture_points

from .conftest import EXAMPLES
from .protocol import assert_shape

ENGINE = '''
class Node:
    def __init__(self, value, parents=(), op=""):
        self.value = value
        self.grad = 0.0
        self.parents = parents
        self.op = op
        self._backward = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Node) else Node(other)
        out = Node(self.value + other.value, (self, other), "+")
        def backward():
            self.grad += out.grad
            other.grad += out.grad
        out._backward = backward
        return out

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Node(other)
        out = Node(self.value * other.value, (self, other), "*")
        def backward():
            self.grad += other.value * out.grad
            other.grad += self.value * out.grad
        out._backward = backward
        return out

    def __pow__(self, k):
        out = Node(self.value ** k, (self,), f"**{k}")
        def backward():
            self.grad += k * self.value ** (k - 1) * out.grad
        out._backward = backward
        return out

    __radd__ = __add__
    __rmul__ = __mul__
    def __neg__(self):
        return self * -1
    def __sub__(self, other):
        return self + (-other)
    def __rsub__(self, other):
        return other + (-self)

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((parent, False) for parent in node.parents)
        self.grad = 1.0
        for node in reversed(order):
            node._backward()
'''


def test_the_loss_runs_on_the_students_engine(room, opening_code):
    result = room.result(opening_code, engine=ENGINE)
    value, gradient = closed_form(*lecture_points())(0.3, 0.3)
    assert_shape(result, "RunResult")
    assert result["loss"] == pytest.approx(value, rel=1e-12)
    found = [parameter["gradient"] for parameter in result["parameters"]]
    assert found == pytest.approx(gradient, rel=1e-12)
    assert result["closedForm"]["gradients"] == pytest.approx(gradient, rel=1e-12)


def test_a_wrong_gradient_of_theirs_stands_beside_the_right_numeric_one(room):
    wrong = ENGINE.replace("self.grad += k *", "self.grad += 3 * k *")
    parameter = room.result("def loss(x=2.0):\n    return x ** 2", engine=wrong)["parameters"][0]
    assert parameter["gradient"] == 12.0
    assert room.numeric() == pytest.approx([4.0], abs=1e-8)


def test_descent_and_race_use_the_students_engine(room, drain):
    room.result("def loss(x=3.0):\n    return x * x", engine=ENGINE)
    args = {"start": [3.0], "optimizer": "gradient descent", "rate": 0.1, "steps": 200}
    _, end = drain(room.descend(args))
    assert end["point"] == pytest.approx([0.0], abs=1e-6)
    room.tick_seconds = 0.01
    _, result = drain(room.race({}))
    assert [lap["name"] for lap in result["laps"]] == [
        "central differences",
        "your engine",
        "eager",
        "Python replay",
    ]
    assert all(lap["gradient"] == pytest.approx([6.0]) for lap in result["laps"])
    assert room.explain({})["reason"].startswith("Your own engine")


def test_their_graph_is_drawn_from_their_parents(room):
    code = (EXAMPLES / "one_point.py").read_text(encoding="utf-8")
    result = room.result(code, engine=ENGINE)
    assert_shape(result["graph"], "Graph")
    nodes = {node["id"]: node for node in result["graph"]["nodes"]}
    received = dict.fromkeys(nodes, 0.0)
    for edge in result["graph"]["edges"]:
        received[edge["from"]] += edge["local"] * nodes[edge["to"]]["gradient"]
    for node in nodes.values():
        if node["kind"] != "constant" and not node["output"]:
            assert received[node["id"]] == pytest.approx(node["gradient"], rel=1e-12)
    assert result["traversal"][0]["operation"] == "power 0.5"
    assert [row["operation"] for row in result["traversal"]][-2:] == ["x", "y"]


def test_functions_of_their_own_are_used_where_they_have_them(room):
    engine = ENGINE + ("\nimport math\ndef sin(node):\n    if not isinstance(node, Node):\n"
                       "        return math.sin(node)\n    return Node(10.0, (node,), 'sin')\n")
    code = "from py_engine import sin\ndef loss(x=2.0):\n    return sin(x)"
    assert room.result(code, engine=engine)["loss"] == 10.0


@pytest.mark.parametrize(("expression", "method"), [
    ("x if x >= 1 else -x", "__ge__"), ("abs(x)", "__abs__"), ("min(x * x, x)", "__lt__"),
])
def test_a_method_that_their_node_lacks_is_named(room, expression, method):
    failure = room.failure(f"def loss(x=2.0):\n    return {expression}", engine=ENGINE)
    assert failure["hint"] == f"Write the method `{method}` in your class."
    assert failure["line"] == 2


@pytest.mark.parametrize(("change", "kind", "words"), [
    (("class Node:", "class Nod:"), "NameError", "'Node' is not defined"),
    ((ENGINE, "nodes = []"), "EngineError", "no class that holds a number"),
    (("def backward(self):\n        order", "def walk(self):\n        order"), "EngineError",
     "no method `backward`"),
    (("def __pow__", "def __power__"), "TypeError", "cannot do `node ** number` yet"),
    (("__radd__ = __add__", ""), "TypeError", "cannot do `number + node` yet"),
    (("order.append", "order.apend"), "AttributeError", "of your engine: `order.apend"),
    (("class Node:", "class Node"), "SyntaxError", "of your engine: `class Node`"),
    (("self.value = value", "pass"), "AttributeError", "of your engine"),
    (("return out", "return None"), "TypeError", "NoneType"),
])
def test_an_engine_that_does_not_do_is_told_in_its_own_terms(room, change, kind, words):
    code = "def loss(x=2.0):\n    return 1 + x ** 2"
    failure = room.failure(code, engine=ENGINE.replace(*change))
    assert failure["type"] == kind
    assert words in failure["message"]
    assert_shape(failure, "LearnerError")


def test_a_function_that_the_engine_lacks_is_named(room):
    failure = room.failure("from py_engine import tanh\ndef loss(x=2.0):\n    return tanh(x)",
                           engine=ENGINE)
    assert failure["message"] == "Your engine has no `tanh` for Nodes yet."
    assert failure["line"] == 3


def test_the_next_run_without_an_engine_is_ours_again(room):
    room.result("def loss(x=2.0):\n    return x * x", engine=ENGINE)
    result = room.result("from py_engine import Node\ndef loss(x=2.0):\n    return x * x")
    assert result["graph"]["nodes"][-1]["op"] == "mul"
    assert "def value_and_gradient" in room.explain({})["python"]


@pytest.mark.parametrize("length", [10, 5_000])
def test_a_deep_chain_of_linked_nodes_is_used_and_freed(room, length):
    code = (f"def loss(x=2.0):\n    y = x\n    for _ in range({length}):\n"
            "        y = y + 1\n    return y")
    result = room.result(code, engine=ENGINE)
    assert result["parameters"][0]["gradient"] == 1.0
    room.result("def loss(x=1.0):\n    return x")
    gc.collect()
    nodes = [each for each in gc.get_objects() if type(each).__name__ == "Node"
             and not re.match("py_engine", type(each).__module__)]
    assert nodes == []
