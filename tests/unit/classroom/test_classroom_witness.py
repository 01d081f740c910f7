"""What the witness says of the numbers that are shown: plain floats, and who is to blame."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from py_engine import Node
from py_engine.tape import D_LEFT
from tests.content.course import LESSONS, Exercise

from .protocol import assert_shape
from .test_classroom_engine import ENGINE

FINISHED = Exercise(LESSONS / "10-functions" / "elementary").files["solution.py"] + """
Node.__lt__ = lambda self, other: self.value < to_node(other).value
Node.__gt__ = lambda self, other: self.value > to_node(other).value
"""
NEVER_SWAYED = """
def loss(x=1.0):
    return x * x * x
"""


def verdicts(room: Any) -> list[str]:
    return [check["verdict"] for check in room.witnessed()["checks"]]


def test_a_witness_has_the_shape_that_the_page_expects(room):
    room.result("def loss(x=0.0, y=2.0):\n    return abs(x) + y * y")
    witness = room.witnessed()
    assert_shape(witness, "Witness")
    for check in witness["checks"]:
        assert_shape(check, "Check")
    for remark in witness["remarks"]:
        assert_shape(remark, "Remark")


def test_a_right_gradient_agrees_and_nothing_is_remarked(room):
    room.result(NEVER_SWAYED)
    assert room.witnessed() == {
        "point": [1.0], "remarks": [],
        "checks": [{"verdict": "agrees", "numeric": pytest.approx(3.0, abs=1e-9),
                    "left": pytest.approx(3.0, rel=1e-4), "right": pytest.approx(3.0, rel=1e-4)}]}


@pytest.mark.parametrize("loss", ["1e9 + x * x", "1e-9 * x * x", "exp(30 * x)", "(x - 1) ** 8",
                                  "sin(200 * x)", "log(x)", "x ** 0.5 * 1e-200", "1e200 * x"])
def test_noise_is_no_contradiction(room, loss):
    room.result(f"from py_engine import exp, log, sin\ndef loss(x=1.0):\n    return {loss}")
    assert verdicts(room) == ["agrees"]


def test_the_witness_follows_the_point(room):
    room.result(NEVER_SWAYED)
    room.look({"point": [2.0]})
    witness = room.witnessed()
    assert witness["point"] == [2.0]
    assert witness["checks"][0]["numeric"] == pytest.approx(12.0, rel=1e-9)


def test_compiled_code_that_is_wrong_does_not_sway_the_witness(room):
    room.result(NEVER_SWAYED)
    compiled = room._study.route.jit
    compiled.value = compiled.grid = None  # whoever calls it fails
    assert room.numeric() == pytest.approx([3.0], rel=1e-9)


def test_a_loss_that_needs_nodes_has_a_witness_too(room):
    room.result("def loss(x=3.0):\n    assert x.value > 0\n    return x * x")
    assert room.numeric() == pytest.approx([6.0], abs=1e-8)


def test_where_the_loss_has_no_value_nearby_nothing_is_said(room):
    room.result("def loss(x=3.0):\n    if x != 3:\n        raise ValueError\n    return x * x")
    witness = room.witnessed()
    assert verdicts(room) == ["none"]
    assert witness["checks"][0]["numeric"] is None
    assert witness["remarks"] == []


# Kinks and jumps


@pytest.mark.parametrize(("loss", "left", "right"), [
    ("abs(x)", -1.0, 1.0), ("relu(x)", 0.0, 1.0), ("maximum(x, 3 * x)", 1.0, 3.0),
    ("x if x > 0 else -2 * x", -2.0, 1.0), ("5 + minimum(x, 0)", 1.0, 0.0),
])
def test_a_kink_is_told_with_the_slopes_on_both_sides(room, loss, left, right):
    room.result("from py_engine import maximum, minimum, relu\n"
                f"def loss(x=0.0):\n    return {loss}")
    (check,) = room.witnessed()["checks"]
    assert check["verdict"] == "kink"
    assert (check["left"], check["right"]) == pytest.approx((left, right), abs=1e-3)
    message = room.remark("note")["message"]
    assert f"{left:g} on the left and {right:g} on the right".replace("-", "−") in message


def test_a_jump_is_told_and_has_no_slope(room):
    room.result("def loss(x=0.0):\n    return x + 1 if x >= 0 else x")
    (check,) = room.witnessed()["checks"]
    assert (check["verdict"], check["numeric"]) == ("jump", None)
    assert "jumps here" in room.remark("note")["message"]


def test_beside_a_kink_nothing_is_said(room):
    room.result("def loss(x=0.5):\n    return abs(x)")
    assert verdicts(room) == ["agrees"]
    assert room.look({"point": [-0.25]})["parameters"][0]["gradient"] == -1.0
    assert verdicts(room) == ["agrees"]


# Losses that are another one when they are called again


@pytest.mark.parametrize(("code", "words"), [
    ("import random\ndef loss(x=2.0):\n    return x * random.random()", "is random"),
    ("import random\nr = random.Random(1)\ndef loss(x=2.0):\n    return x * r.random()",
     "is random"),
    ("calls = []\ndef loss(x=2.0):\n    calls.append(1)\n    return x * len(calls)",
     "each time it is called"),
    ("kept = []\ndef loss(x=1.0):\n    if not kept:\n        kept.append(x * 2)\n"
     "    return kept[0] * x", "kept from call to call"),
    ("first = [1]\ndef loss(x=2.0):\n    return x * (first.pop() if first else 3)",
     "kept from call to call"),
])
@pytest.mark.parametrize("engine", [None, ENGINE])
def test_a_loss_that_is_another_one_each_time_is_told_as_such(room, code, words, engine):
    room.result(code, engine=engine)
    remark = room.remark("note")
    assert words in remark["message"]
    assert "engine" not in remark["message"]


def test_a_loss_that_prints_once_is_no_other_one(room):
    room.result("first = True\ndef loss(x=2.0, y=3.0):\n    global first\n    if first:\n"
                "        print('product', x * y)\n        first = False\n    return x * x * y")
    assert room.witnessed()["remarks"] == []
    assert room.numeric() == pytest.approx([12.0, 4.0])


# What is constant to the engine, and what is wrong


@pytest.mark.parametrize("factor", ["x.value", "stop_gradient(x)"])
def test_what_is_cut_from_the_graph_is_named_as_the_cause(room, factor):
    room.result(f"from py_engine import stop_gradient\ndef loss(x=2.0):\n    return x * {factor}")
    assert verdicts(room) == ["differs"]
    message = room.remark("note")["message"]
    assert message.startswith("The gradient by `x` is 2, and the slope of the loss is 4.")
    assert "constant to the engine" in message


def test_a_loss_that_does_something_else_with_nodes_is_told(room):
    room.result("def loss(x=2.0):\n    return x * x if isinstance(x, float) else 3 * x")
    assert room.remark("problem")["message"].startswith(
        "On plain numbers the loss is 4 here, and on Nodes 6")


ENGINES = {
    "in the wrong order": (
        ("order, seen, stack = [], set(), [(self, False)]", "order, stack = [], [self]"),
        ("""            node, done = stack.pop()
            if done:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((parent, False) for parent in node.parents)
""", """            node = stack.pop()
            order.insert(0, node)
            stack.extend(node.parents)
"""),
        ("for node in reversed(order)", "for node in dict.fromkeys(reversed(order))"),
    ),
    "overwritten": (("self.grad += other.value * out.grad", "self.grad = other.value * out.grad"),),
    "wrong local gradient": (("self.grad += k *", "self.grad += 3 * k *"),),
}
FIRST_WRONG = {
    "in the wrong order": "that of the parameter `x`: 32, and "
                          "the shares of its uses add up to 544. Its use in `x * x` on line 3 "
                          "should send back 544, and sends before all of its own "
                          "gradient is there.",
    "overwritten": "The first wrong node, going back from the loss, is `x * x`",
    "wrong local gradient": "The first wrong node, going back from the loss, is `x * x`",
}
LOSS = """
def loss(x=2.0):
    a = x * x
    b = a * 3 + a
    c = b * b + a ** 2
    return c
"""


@pytest.mark.parametrize("fault", ENGINES)
def test_a_wrong_gradient_of_the_students_engine_is_said_with_the_first_wrong_node(room, fault):
    engine = ENGINE
    for right, wrong in ENGINES[fault]:
        assert right in engine
        engine = engine.replace(right, wrong)
    result = room.result(LOSS, engine=engine)
    slope = 4 * 17 * 2.0 ** 3
    (gradient,) = [parameter["gradient"] for parameter in result["parameters"]]
    assert gradient != slope
    remark = room.remark("problem")
    assert f"the gradient by `x` is {gradient:g}, and the slope of the loss is {slope:g}." in (
        remark["message"])
    named = FIRST_WRONG[fault]
    assert named in remark["message"]
    (blamed,) = [node for node in result["graph"]["nodes"] if node["id"] == remark["node"]]
    assert remark["line"] == (blamed["line"] or 3)  # where the parameter is used
    assert room.numeric() == pytest.approx([slope])


def test_the_first_wrong_node_is_the_one_whose_gradient_is_not_what_its_users_send(room):
    wrong = ENGINE.replace("self.grad += k *", "self.grad += 3 * k *")
    result = room.result("def loss(x=2.0):\n    y = x * 3\n    return y ** 2", engine=wrong)
    remark = room.remark("problem")
    (blamed,) = [node for node in result["graph"]["nodes"] if node["id"] == remark["node"]]
    assert (blamed["op"], blamed["value"], remark["line"]) == ("mul", 6.0, 2)
    assert "`x * 3`: its gradient is 36 and should be 12" in remark["message"]


def test_a_wrong_value_of_the_students_engine_is_said_with_the_first_wrong_node(room):
    wrong = ENGINE.replace("Node(self.value * other.value", "Node(self.value * other.value + 1")
    room.result("def loss(x=2.0):\n    y = x * 3\n    return y + 1", engine=wrong)
    remark = room.remark("problem")
    assert remark["message"] == (
        "With your engine the loss is 8, and on plain numbers 7. The first wrong node is `x * 3`: "
        "its value is 7 and should be 6.")
    assert remark["line"] == 2


ELSEWHERE = {
    "self.grad += k *": "self.grad += 3 * k *",
    "self.parents": "KEPT[id(self)]",
    "node.parents": "KEPT[id(node)]",
    "self._backward = lambda: None": "STEPS[id(self)] = lambda: None",
    "out._backward = backward": "STEPS[id(out)] = backward",
    "node._backward()": "STEPS[id(node)]()",
}


def test_an_engine_whose_nodes_keep_no_parents_is_blamed_without_a_node(room):
    wrong = ENGINE
    for kept, elsewhere in ELSEWHERE.items():
        wrong = wrong.replace(kept, elsewhere)
    room.result("def loss(x=2.0):\n    return x ** 2", engine=f"KEPT, STEPS = {{}}, {{}}\n{wrong}")
    remark = room.remark("problem")
    assert "12, and the slope of the loss is 4" in remark["message"]
    assert (remark["line"], remark["node"]) == (None, None)


def test_several_wrong_gradients_are_one_remark(room):
    wrong = ENGINE.replace("self.grad += k *", "self.grad += 3 * k *")
    room.result("def loss(x=2.0, y=1.0, z=3.0):\n    return x ** 2 + y ** 2 + z ** 2", engine=wrong)
    assert "So it is with `y` and `z`." in room.remark("problem")["message"]


def test_a_right_engine_of_the_students_agrees_everywhere(room, opening_code):
    room.result(opening_code, engine=ENGINE)
    for point in ([0.3, 0.3], [0.5, 0.5], [-1.0, 2.0]):
        room.look({"point": point})
        assert verdicts(room) == ["agrees", "agrees"]
        assert room.witnessed()["remarks"] == []


def test_lines_are_known_of_the_students_nodes_and_their_class_is_left_as_it_was(room):
    graph = room.result(LOSS, engine=ENGINE)["graph"]
    lines = [node["line"] for node in graph["nodes"] if node["kind"] == "operation"]
    assert sorted(set(lines)) == [3, 4, 5]
    made = room._study.engine.dialect.family.__init__
    assert made.__code__.co_filename == "my_engine.py"


def test_a_wrong_derivative_of_an_operation_of_the_learners_is_named(room):
    code = ("from py_engine import primitive\n"
            "cube = primitive(lambda x: x ** 3, lambda x: 2 * x ** 2, name='cube')\n"
            "def loss(x=2.0):\n    y = x * 2\n    return cube(y) + 1\n")
    result = room.result(code)
    remark = room.remark("problem")
    assert "In your operation `cube` the local gradient is 32 where its slope is 48" in (
        remark["message"])
    assert remark["line"] == 5
    (blamed,) = [node for node in result["graph"]["nodes"] if node["id"] == remark["node"]]
    assert blamed["op"] == "cube"


@pytest.mark.parametrize("product", ["x * x", "x * x if x > 0 else x"])
def test_a_mistake_of_our_own_engine_is_said_to_be_ours(room, monkeypatch, product):
    room.result(f"def loss(x=2.0):\n    return {product}")
    right = Node.__mul__

    def wrong(one: Node, other: Any) -> Any:
        made = right(one, other)
        made.tape.cells[made.position + D_LEFT] -= 1.0
        return made

    monkeypatch.setattr(Node, "__mul__", wrong)
    room.look({"point": [3.0]})
    remark = room.remark("ours")
    assert remark["message"].startswith("The gradient by `x` is 5, and the slope of the loss is 6.")
    for part in (remark["message"], "at x = 3.0", f"def loss(x=2.0):\n    return {product}"):
        assert part in remark["report"]


def test_a_sight_of_another_call_is_no_mistake_of_the_engine(room):
    room.result("def loss(x=2.0):\n    return x * x")
    room._study.seen = replace(room._study.seen, gradient=(5.0,))
    assert "another one when it is called again" in room.remark("note")["message"]


@pytest.mark.parametrize("code", [
    "def loss(x=1.5):\n    return x * x if x == 1.5 else x * 4.0 - 3.75",
    "def loss(x=0.0):\n    return 0.0 if x == 0 else 2 * x",
    "def loss(x=1.5):\n    return sum(filter(None, [x - 1.5, x * x])) ** 2",
    "def loss(x=1.0, y=1.0):\n    return min(x, y) * x + max(x, y) * 2",
])
def test_a_way_taken_at_this_very_point_alone_is_nobodys_mistake(room, code):
    room.result(code)
    assert "Only at this very point" in room.remark("note")["message"]
    assert all(remark["kind"] != "ours" for remark in room.witnessed()["remarks"])


def test_a_tie_is_no_mistake_of_a_students_engine(room):
    room.result("def loss(x=1.0, y=1.0):\n    return min(x, y) * x + max(x, y) * 2",
                engine=FINISHED)
    message = room.remark("note")["message"]
    assert "Only at this very point" in message
    assert "2 on the left, 3 on the right" in message


@pytest.mark.parametrize("engine", [None, FINISHED])
@pytest.mark.parametrize("returned", [
    "(x + 1e16) - 1e16 + x * x", "sum([1e16, x, -1e16, x * x])", "x * x + (1e17 - x) - 1e17",
])
def test_a_term_that_rounding_swallows_is_nobodys_mistake(room, returned, engine):
    room.result(f"def loss(x=1.5):\n    return {returned}", engine=engine)
    assert "is rounded away" in room.remark("note")["message"]
    assert all(remark["kind"] != "ours" for remark in room.witnessed()["remarks"])


@pytest.mark.parametrize("engine", [None, FINISHED])
@pytest.mark.parametrize("code", [
    "def loss(x=1e-9):\n    return ((x + 1) * (x + 1) - 1) / x",
    "def loss(x=1e-8):\n    return ((x + 1) * (x + 1) * (x + 1) - 1) / (x * 3)",
])
def test_a_gradient_of_last_digits_is_nobodys_mistake(room, code, engine):
    room.result(code, engine=engine)
    assert "Nearly equal numbers are subtracted" in room.remark("note")["message"]


def test_a_wrong_operation_is_not_put_down_to_rounding(room):
    wrong = FINISHED.replace("parent.grad += ", "parent.grad += 3 * ")
    assert wrong != FINISHED
    room.result("def loss(x=1e-3):\n    return ((x + 1) * (x + 1) - 1) / x", engine=wrong)
    assert room.remark("problem")


# Time


def test_a_loss_that_takes_long_is_not_held_up_by_its_witness(room):
    names = ", ".join(f"p{k}=1.0" for k in range(50))
    room.result(f"def loss({names}):\n    return " + " + ".join(f"p{k} ** 2" for k in range(50)))
    room.tick_seconds = 0.25  # each slope takes so long
    events = []
    stream = room.witness({})
    while True:
        try:
            events.append(next(stream))
        except StopIteration as end:
            witness = end.value
            break
    assert 0 < len(witness["checks"]) < 50
    assert [event["event"] for event in events] == ["witness"] * len(events)
    assert len(events[0]["checks"]) < len(witness["checks"])
