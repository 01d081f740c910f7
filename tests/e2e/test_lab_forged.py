"""What answers in Python's place is not believed, and holds nothing up: the page stays at hand.

A learner's code replaces the method that answers the page, so that anything may come. Whatever is
not of the protocol's form is told in one sentence, nothing of it is drawn, and the next run is of a
fresh interpreter. While it comes, a watchdog measures for how long the page hears nobody.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import ConsoleMessage, expect

from tests.conftest import Watch
from tests.e2e.engines.profiles import eventually
from tests.e2e.forger import LONGEST, OFF, UNHEARD, WATCH, stalls
from tests.e2e.lab_driver import Lab

pytestmark = pytest.mark.own_code

SQUARE = "def loss(x=3.0):\n    return x * x\n"
PRELUDE = """import sys

def node(k, **rest):
    return {"id": f"n{k}", "kind": "operation", "output": False, "op": "add", "symbol": "+",
            "name": None, "value": 1.0, "gradient": 1.0, "line": 1, "frame": None, **rest}

def edge(k, to, slot=0):
    return {"from": f"n{k}", "to": f"n{to}", "local": 1.0, "slot": slot}

def parameter(k):
    return {"name": f"p{k}", "value": 1.0, "gradient": 1.0}

def result(nodes=(), edges=(), parameters=1, **rest):
    graph = {"nodes": list(nodes), "edges": list(edges), "frames": [], "size": 1, "summary": None}
    rows = [{"node": n["id"], "operation": "add", "value": 1.0, "gradient": 1.0, "line": 1}
            for n in graph["nodes"]]
    return {"loss": 77.25, "parameters": [parameter(k) for k in range(parameters)],
            "closedForm": None, "best": None, "data": None, "graph": graph, "traversal": rows,
            "view": {"x": [0.0, 1.0], "y": [0.0, 1.0] if parameters > 1 else None}, "notes": [],
            "seconds": 0.1, **rest}

def answer(self, number, *rest):
    return "return", forged, [], None

def chain(count):
    leaf = node(0, kind="leaf", name="p0")
    return [leaf, *(node(k, output=k == count - 1) for k in range(1, count))]

"""
REPLACE = """
sys.modules["serve"].Server.advance = answer
sys.modules["serve"].Server.call = answer

def loss(x=1.0):
    return x * x
"""
FORGED = {
    "50,000 edges": "result(chain(3), [edge(0, 1)] * 50_000)",
    "20,000 parameters": "result(parameters=20_000)",
    "a list that is none": "result() | {'graph': {'nodes': {'length': 10**9}}}",
    "a list of holes without end": "result(notes={'length': 2**53})",
    "a text for a number": "result(loss='<b>9</b>')",
    "an edge to nowhere": "result(chain(3), [edge(0, 7)])",
    "a graph in a circle": "result(chain(3), [edge(1, 2), edge(2, 1)])",
    "a node of a name that all objects have": "result([node(0, id='constructor')])",
    "ten million letters": "result(notes=['x' * 10_000_000])",
    "a million notes": "result(notes=['x'] * 1_000_000)",
    "a list in itself": "circle",
    "nothing": "None",
}
LARGEST = {
    "nodes that all use one": "result(chain(8000), [edge(0, k) for k in range(1, 8000)] + "
                              "[edge(0, 7999, k) for k in range(1, 4000)])",
    "a chain": "result(chain(8000), [edge(k, k + 1) for k in range(7999)])",
    "parameters": "result([node(k, kind='leaf', name=f'p{k}', output=not k) for k in range(1000)],"
                  " parameters=1000)",
}
@pytest.fixture
def watched(wide_lab: Lab) -> Iterator[Lab]:
    """The Lab, with a watchdog on the thread that draws."""
    wide_lab.page.evaluate(WATCH)
    yield wide_lab
    wide_lab.page.evaluate(OFF)


def unheard(lab: Lab) -> float:
    """The longest time for which the page heard nobody since this was asked last."""
    longest: float = lab.page.evaluate(UNHEARD)
    return longest


def forging(forged: str) -> str:
    return f"{PRELUDE}circle = []\ncircle.append(circle)\nforged = {forged}\n{REPLACE}"


def is_itself_again(lab: Lab) -> None:
    lab.run(SQUARE)
    expect(lab.at("error")).to_have_count(0)
    assert (lab.number("loss"), lab.number("gradient-x")) == (9.0, 6.0)


def test_what_is_not_of_the_protocol_is_told_and_not_drawn(watched: Lab) -> None:
    watched.run(SQUARE)
    for what, forged in FORGED.items():
        watched.run(forging(forged))
        said = watched.error()
        assert "form that the page knows" in said or "Python itself broke down" in said, what
        assert watched.number("loss") == 9.0, what
        assert unheard(watched) < LONGEST, what
    is_itself_again(watched)


def test_the_largest_that_is_believed_holds_nothing_up(watched: Lab) -> None:
    for what, forged in LARGEST.items():
        watched.write(forging(forged))
        watched.at("run").click()
        eventually(lambda: "77.25" in watched.at("loss").inner_text(), 60, what)
        watched.until_ready()
        assert unheard(watched) < LONGEST, what
        is_itself_again(watched)


FLOODS = {
    "prints": "write('x')",
    "long prints": "write('x' * 100_000)",
}
FLOOD = """import gc, sys

server = next(each for each in gc.get_objects() if type(each).__name__ == "Server")
write = server.classroom._write

def loss(x=1.0):
    while True:
        {what}
"""


def test_a_flood_ends_the_interpreter_and_not_the_page(watched: Lab) -> None:
    for what, flood in FLOODS.items():
        watched.run(FLOOD.format(what=flood))
        assert "not in the form that the page knows" in watched.error(), what
        assert unheard(watched) < LONGEST, what
    is_itself_again(watched)


SHOUTS = """import js

for k in range(1000):
    js.console.info(f"shout {k}")
    js.Promise.reject(f"reject {k}")

"""


def test_of_a_flood_of_shouts_and_rejections_the_page_hears_the_beginning(
    wide_lab: Lab, watch: Watch
) -> None:
    watch.allow("uncaught")
    heard: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        heard.append(message.text)

    wide_lab.page.on("console", hear)
    wide_lab.run(SHOUTS + SQUARE)
    wide_lab.page.remove_listener("console", hear)
    assert 0 < sum("shout" in text for text in heard) < 300
    assert sum("uncaught" in fault for fault in watch.faults) < 300


def test_answers_that_are_forged_at_random_leave_the_page_at_hand(wide_lab: Lab) -> None:
    assert stalls(wide_lab.page, range(8)) == {}
    is_itself_again(wide_lab)


def test_code_has_no_workers_of_its_own(wide_lab: Lab) -> None:
    wide_lab.run("import js\njs.Worker.new('blob:x')\n\n" + SQUARE)
    assert "Worker" in wide_lab.error()
    is_itself_again(wide_lab)
