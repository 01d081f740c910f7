"""The drawn graph, its table, and the values of one repetition."""

import math

import pytest

from tests.losses import UNROLLED

from .conftest import EXAMPLES
from .protocol import assert_shape

ONE_POINT = (EXAMPLES / "one_point.py").read_text(encoding="utf-8")


def by_id(result):
    return {node["id"]: node for node in result["graph"]["nodes"]}


def test_the_table_of_one_point_is_the_lectures(room):
    rows = room.result(ONE_POINT)["traversal"]
    expected = [
        ("power 0.5", 0.5472, 1.0),
        ("add", 0.2994, 0.9137222319490423),
        ("power 2", 0.1043, 0.9137222319490423),
        ("power 2", 0.1952, 0.9137222319490423),
        ("subtract", 0.3229, 0.5900849147094943),
        ("subtract", 0.4418, 0.8073411877467226),
        ("x", 0.3, -0.5900849147094943),
        ("y", 0.3, -0.8073411877467226),
    ]
    assert [row["operation"] for row in rows] == [operation for operation, _, _ in expected]
    assert [row["value"] for row in rows] == pytest.approx([v for _, v, _ in expected], abs=1e-4)
    gradients = [gradient for _, _, gradient in expected]
    assert [row["gradient"] for row in rows] == pytest.approx(gradients, rel=1e-12)


def test_nodes_have_the_learners_names_and_lines(room):
    nodes = room.result(ONE_POINT)["graph"]["nodes"]
    named = {node["name"]: node["line"] for node in nodes if node["kind"] == "operation"}
    lines = ONE_POINT.splitlines()
    for name in ("I_x", "I_y", "g_x", "g_y", "M"):
        assert lines[named[name] - 1].strip().startswith(f"{name} =")


def test_a_thousand_points_are_one_frame(room, opening_code):
    graph = room.result(opening_code)["graph"]
    assert [(frame["count"], frame["label"]) for frame in graph["frames"]] == [(1000, "× 1,000")]
    assert graph["size"] == 7001
    inside = [node["symbol"] for node in graph["nodes"] if node["frame"]]
    assert inside == ["x_i", "−", "^2", "y_i", "−", "^2", "+", "√"]
    after = [node["symbol"] for node in graph["nodes"]
             if node["kind"] == "operation" and not node["frame"]]
    assert after == ["Σ", "÷ 1000"]


def test_the_chain_rule_holds_along_the_drawn_edges(room):
    graph = room.result(ONE_POINT)["graph"]
    nodes = {node["id"]: node for node in graph["nodes"]}
    received = dict.fromkeys(nodes, 0.0)
    for edge in graph["edges"]:
        received[edge["from"]] += edge["local"] * nodes[edge["to"]]["gradient"]
    for node in nodes.values():
        if node["gradient"] is not None and not node["output"]:
            assert received[node["id"]] == pytest.approx(node["gradient"], rel=1e-12)


@pytest.mark.parametrize("index", [0, 1, 500, 999])
def test_an_instance_has_the_values_of_its_own_point(room, opening_code, index):
    result = room.result(opening_code)
    frame = result["graph"]["frames"][0]["id"]
    instance = room.instance({"template": frame, "index": index})
    assert_shape(instance, "InstanceValues")
    x, y = result["data"]["x"][index], result["data"]["y"][index]
    nodes = by_id(result)
    root = next(name for name in instance["values"] if nodes[name]["symbol"] == "√")
    distance = math.hypot(x - 0.3, y - 0.3)
    assert instance["values"][root] == pytest.approx(distance, rel=1e-12)
    first = next(name for name in instance["values"] if nodes[name]["symbol"] == "−")
    assert instance["gradients"][first] == pytest.approx((x - 0.3) / distance / 1000, rel=1e-12)
    assert len(instance["locals"]) == len(result["graph"]["edges"])


def test_an_instance_that_is_not_there_is_refused(room, opening_code):
    result = room.result(opening_code)
    frame = result["graph"]["frames"][0]["id"]
    for args in ({"template": frame, "index": 1000}, {"template": "f99", "index": 0}):
        with pytest.raises(Exception, match="no repetition"):
            room.instance(args)


def test_a_short_sum_is_one_node_too(room):
    code = (EXAMPLES / "logistic.py").read_text(encoding="utf-8")
    result = room.result(code)
    sums = [row["operation"] for row in result["traversal"] if row["operation"].startswith("sum")]
    assert sums == ["sum of 8"]


def test_a_graph_that_does_not_roll_is_summarised(room):
    code = ("import random\nr = random.Random(1)\ndef loss(x=1.0):\n    for _ in range(10000):\n"
            "        x = x + 0.1 if r.random() < 0.5 else x * 0.99\n    return x")
    code = code.replace("r = random.Random(1)\ndef loss(x=1.0):\n",
                        "def loss(x=1.0):\n    r = random.Random(1)\n")
    graph = room.result(code)["graph"]
    assert_shape(graph, "Graph")
    assert graph["nodes"] == []
    assert "10,000 operations" in graph["summary"]


def test_a_loss_without_operations_is_its_parameters(room):
    graph = room.result("def loss(x=1.0, y=2.0):\n    return 3")["graph"]
    assert [node["symbol"] for node in graph["nodes"]] == ["x", "y", "3"]
    assert_shape(graph, "Graph")


def test_the_largest_of_several_numbers_is_drawn_in_pairs(room):
    code = ("from py_engine import maximum\ndef loss(x=1.0, y=2.0, z=3.0):\n"
            "    return maximum(x * x, y * y, z * z)")
    result = room.result(code)
    gradients = [row["gradient"] for row in result["traversal"] if row["operation"] == "maximum"]
    assert gradients == [1.0, 0.0]
    assert [parameter["gradient"] for parameter in result["parameters"]] == [0.0, 0.0, 6.0]


@pytest.mark.parametrize("name", sorted(path.stem for path in EXAMPLES.glob("*.py")))
def test_every_example_of_the_lab_runs_and_is_drawn(room, name):
    result = room.result((EXAMPLES / f"{name}.py").read_text(encoding="utf-8"))
    assert_shape(result, "RunResult")
    assert sum(node["output"] for node in result["graph"]["nodes"]) == 1
    gradient = [parameter["gradient"] for parameter in result["parameters"]]
    assert room.numeric() == pytest.approx(gradient, abs=1e-6)


def test_a_thousand_operations_that_do_not_roll_are_drawn_each(room):
    graph = room.result(UNROLLED.format(count=600))["graph"]
    operations = [node for node in graph["nodes"] if node["kind"] == "operation"]
    assert graph["summary"] is None
    assert not graph["frames"]
    assert len(operations) == graph["size"] > 900
    nodes = by_id({"graph": graph})
    received = dict.fromkeys(nodes, 0.0)
    for edge in graph["edges"]:
        received[edge["from"]] += edge["local"] * nodes[edge["to"]]["gradient"]
    for leaf in graph["nodes"][:2]:
        assert received[leaf["id"]] == pytest.approx(leaf["gradient"], rel=1e-9)


def test_more_than_the_page_can_fold_is_told_in_words(room):
    graph = room.result(UNROLLED.format(count=3000))["graph"]
    assert graph["nodes"] == []
    assert f"{graph['size']:,} operations" in graph["summary"]


def test_what_looks_back_two_repetitions_is_drawn_with_both_that_it_looks_at(room):
    graph = room.result("def loss(x=1.0):\n    a, b = x, x\n    for _ in range(20):\n"
                        "        a, b = b, a + b\n    return b")["graph"]
    names = [node["id"] for node in graph["nodes"]]
    into = {name: {e["from"] for e in graph["edges"] if e["to"] == name} for name in names}
    assert into["n5"] == {"n3", "n4"}
    assert graph["size"] == 20


SHAPES = {
    "named only": ("def loss(*, x=2.0):\n    double = x * 2\n    return double * x", 2),
    "partial": ("import functools\ndef f(a, x=2.0):\n    double = x * a\n    return double * x\n"
                "loss = functools.partial(f, 2.0)", 3),
    "method": ("class L:\n    def f(self, x=2.0):\n        double = x * 2\n"
               "        return double * x\nloss = L().f", 3),
    "object": ("class L:\n    def __call__(self, x=2.0):\n        double = x * 2\n"
               "        return double * x\nloss = L()", 3),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_names_and_lines_are_known_however_the_loss_is_made(room, shape):
    code, line = SHAPES[shape]
    nodes = room.result(code)["graph"]["nodes"]
    assert ("x", None) in [(node["name"], node["line"]) for node in nodes]
    assert ("double", line) in [(node["name"], node["line"]) for node in nodes]


def test_a_random_loss_is_drawn_with_the_numbers_of_one_call(room):
    nodes = room.result("import random\ndef loss(x=3.0):\n    n = random.random()\n"
                        "    return x * n")["graph"]["nodes"]
    [noise] = [node for node in nodes if node["name"] == "n"]
    [output] = [node for node in nodes if node["output"]]
    assert output["value"] == 3.0 * noise["value"]


def test_names_are_not_taken_from_a_call_that_did_something_else(room):
    graph = room.result("first = [1]\ndef loss(x=2.0, y=3.0):\n    if first:\n"
                        "        first.pop()\n        return x * x * y\n"
                        "    other = x + y\n    return other * y")["graph"]
    assert [(node["name"], node["value"]) for node in graph["nodes"]] == [
        ("x", 2.0), ("y", 3.0), (None, 4.0), (None, 12.0)]


def test_a_loss_that_prints_once_has_its_names_and_lines(room):
    graph = room.result("first = [1]\ndef loss(x=2.0, y=3.0):\n    if first:\n"
                        "        first.pop()\n        print('product', x * y)\n"
                        "    square = x * x\n    return square * y")["graph"]
    assert [(node["name"], node["value"], node["line"]) for node in graph["nodes"]] == [
        ("x", 2.0, None), ("y", 3.0, None), ("square", 4.0, 6), (None, 12.0, 7)]
    assert room.text == "product Node(6.0, op='mul')\n"
