"""What stands on the bench of an exercise: a student's graph, their slips in it, and a nudge."""

import json
import math

import pytest

from classroom.api import Classroom
from tests.content.course import LESSONS, Exercise, course

from .protocol import assert_shape
from .test_dialects import ENGINES, SET_AND_CLOSURES

STEPS = course()["engine"]
FILES = {"exercise.toml": 'kind = "write"\npassed = ""\n', "starter.py": "",
         "check.py": "from classroom.pictures.bench import check_drawn\n"}


def solution(step: str) -> str:
    return Exercise(LESSONS / step).files["solution.py"]


def drawn(room: Classroom, code: str, **files: str) -> dict:
    result = room.check({"files": {**FILES, **files}, "answer": code, "causes": False})
    if result["graph"]:
        assert_shape(result["graph"], "Graph")
    return result


def output(graph: dict) -> dict:
    return next(node for node in graph["nodes"] if node["output"])


@pytest.mark.parametrize("step", STEPS)
def test_every_step_of_the_engine_has_something_to_draw(room, step):
    result = drawn(room, solution(step))
    assert result["passed"], result["message"]
    nodes = {node["name"]: node for node in result["graph"]["nodes"]}
    assert nodes["a"]["value"] == 2.0
    if STEPS.index(step) >= STEPS.index("06-graph/parents"):
        assert len(result["graph"]["edges"]) >= 6


def test_numbers_are_those_of_the_expression(room):
    result = drawn(room, solution("08-order/backward"), expression="(a * b + c) * a",
                   values='{"a": 1.5, "b": -2, "c": 0.25}')
    numbers = {node["name"]: (node["value"], node["gradient"]) for node in result["graph"]["nodes"]}
    assert output(result["graph"])["value"] == (1.5 * -2 + 0.25) * 1.5
    assert numbers["a"] == (1.5, 2 * 1.5 * -2 + 0.25)
    assert numbers["b"] == (-2.0, 1.5 * 1.5)


def test_before_there_is_a_backward_pass_no_gradients_are_drawn(room):
    graph = drawn(room, solution("07-chain-rule/push"))["graph"]
    assert {node["gradient"] for node in graph["nodes"]} == {None}


@pytest.mark.parametrize(("slip", "expression", "node", "words"), [
    (("(other.value, self.value))", "(other.value, other.value))"), "a * b", "b", "2 times as"),
    (("+= self.grad", "= self.grad"), "a * a", "a", "what one of the uses sends, not the sum"),
    (("self.value * other.value", "self.value + other.value"), "a * b + c", "a * b",
     "is 2 on plain numbers, and your node of it holds 4.5."),
])
def test_the_first_wrong_node_is_marked_and_said(room, slip, expression, node, words):
    result = drawn(room, solution("08-order/backward").replace(*slip), expression=expression)
    assert not result["passed"]
    assert words in result["message"]
    wrong = next(each for each in result["graph"]["nodes"] if each["id"] == result["wrongNode"])
    assert wrong["name"] == node or (wrong["symbol"], node) == ("×", "a * b")


@pytest.mark.parametrize(("expression", "words"), [
    ("a *", "is not an expression"), ("3", "gives an int, not a Node"),
    ("a / 0", "division by zero"), ("nothing(a)", "There is no `nothing`"),
    ("a; b", "is not an expression"),
])
def test_an_expression_that_makes_no_node_is_told(room, expression, words):
    result = drawn(room, solution("08-order/backward"), expression=expression)
    assert (result["passed"], result["graph"]) == (False, None)
    assert words in result["message"]


def test_an_error_in_the_code_has_its_line(room):
    result = drawn(room, "class Node:\n    pass\n\n1 / 0\n")
    assert (result["passed"], result["line"]) == (False, 4)


@pytest.mark.parametrize("engine", ENGINES.values(), ids=list(ENGINES))
def test_a_nudge_changes_what_follows_and_agrees_with_the_gradient(room, engine):
    asked = {"expression": "(a * b + c) ** 2 * a", "values": '{"a": 1.5, "b": 0.7, "c": -2.5}'}
    before = drawn(room, engine, **asked)["graph"]
    for node in before["nodes"]:
        if node["gradient"] is None:
            continue
        nudge = json.dumps({"node": node["id"], "by": 1e-6})
        after = drawn(room, engine, nudge=nudge, **asked)["graph"]
        change = output(after)["value"] - output(before)["value"]
        assert change == pytest.approx(1e-6 * node["gradient"], rel=1e-4)


def test_a_nudge_is_exact_however_large(room):
    expression = "(a * b + c) ** 2 * a"
    before = drawn(room, solution("11-speed/let-go"), expression=expression)["graph"]
    leaf = next(node["id"] for node in before["nodes"] if node["name"] == "b")
    nudge = json.dumps({"node": leaf, "by": 10})
    after = drawn(room, solution("11-speed/let-go"), expression=expression, nudge=nudge)["graph"]
    assert output(after)["value"] == (2.0 * 9.5 + 3.0) ** 2 * 2.0
    gradients = [[node["gradient"] for node in graph["nodes"]] for graph in (before, after)]
    assert gradients[0] == gradients[1]


def test_a_nudge_through_an_operation_that_is_not_known_is_no_number(room):
    engine = solution("08-order/backward") + (
        "\ndef odd(x):\n    return Node(x.value + 40, (x,), 'odd', (1.0,))\n")
    before = drawn(room, engine, expression="odd(a)")["graph"]
    nudge = json.dumps({"node": before["nodes"][0]["id"], "by": 1})
    after = drawn(room, engine, expression="odd(a)", nudge=nudge)["graph"]
    assert math.isnan(output(after)["value"])


def verdicts(room: Classroom, engine: str) -> dict[str, tuple[bool, str]]:
    found = {}
    for step in STEPS:
        result = room.check({"files": Exercise(LESSONS / step).files, "answer": engine,
                             "anyNames": True, "causes": False})
        found[step] = (result["passed"], result["message"])
    return found


def test_an_engine_of_other_names_is_told_which_steps_it_passes_in_its_own_words(room):
    found = verdicts(room, SET_AND_CLOSURES)
    assert found["05-operators/add"][0]
    assert found["07-chain-rule/record-local-gradients"][0]
    assert "`Value(3).data`" in found["05-operators/node"][1]
    assert "`x - " in found["06-graph/parents"][1]  # a difference is a sum with a product there
    assert "There is no `topological_order`" in found["08-order/topological-order"][1]
    assert "36" in found["08-order/call-it-twice"][1]
    assert all(message for _, message in found.values())


def test_a_renamed_solution_passes_every_step_that_its_names_allow(room):
    renamed = (solution("08-order/call-it-twice").replace("Node", "Variable")
               .replace(".value", ".data").replace(".grad ", ".adjoint ")
               .replace(".parents", ".inputs").replace("Variable({", "Node({"))
    found = verdicts(room, renamed)
    before = STEPS[:STEPS.index("08-order/call-it-twice") + 1]
    assert [step for step in before if not found[step][0]] == []


def test_the_courses_own_engine_is_judged_as_in_its_exercise(room):
    assert all(passed for passed, _ in verdicts(room, solution(STEPS[-1])).values())


def test_an_engine_of_other_names_is_imported_under_the_courses(room):
    answer = "from my_engine import Node\nx = Node(3)\nz = x * x\nz.backward()\nprint(x.grad)\n"
    files = {**FILES, "check.py": ""}
    result = room.check({"files": files, "answer": answer, "engine": SET_AND_CLOSURES})
    assert (result["passed"], result["output"]) == (True, "6\n")
