"""Deep chains of linked nodes, in a real browser: freeing one can end Python there."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Watch
from tests.e2e.course_driver import PATIENCE, card, text
from tests.e2e.engines.profiles import eventually
from tests.e2e.lab_driver import Lab, open_lab
from tests.e2e.warm import link_to

Open = Callable[..., Page]
CHAPTER, EXERCISE = "course-11-speed.html", "11-speed/closures"
CLOSURES = text(EXERCISE, "solution.py")
# As many engines are: each closure remembers its own result, and graphs are full of circles.
CIRCLES = '''
class Node:
    def __init__(self, value, parents=()):
        self.value, self.parents, self.grad = float(value), parents, 0.0
        self._backward = lambda: None

    def __add__(self, other):
        other = other if isinstance(other, Node) else Node(other)
        out = Node(self.value + other.value, (self, other))

        def _backward():
            self.grad += out.grad
            other.grad += out.grad

        out._backward = _backward
        return out

    __radd__ = __add__

    def __mul__(self, other):
        other = other if isinstance(other, Node) else Node(other)
        out = Node(self.value * other.value, (self, other))

        def _backward():
            self.grad += other.value * out.grad
            other.grad += self.value * out.grad

        out._backward = _backward
        return out

    __rmul__ = __mul__

    def backward(self):
        order, seen, stack = [], set(), [(self, False)]
        while stack:
            node, leaving = stack.pop()
            if leaving:
                order.append(node)
            elif id(node) not in seen:
                seen.add(id(node))
                stack.append((node, True))
                stack.extend((parent, False) for parent in node.parents)
        self.grad = 1.0
        for node in reversed(order):
            node._backward()
'''
WITHOUT_CIRCLES = CLOSURES.partition("\nx, y = ")[0]
PLAIN_SUM = '''
N = {count}

def loss(x=0.5):
    total = 0.0
    for i in range(N):
        total = x * (i / N) + total
    return total
'''
NESTED = "chain = ()\nfor _ in range(200_000):\n    chain = (chain,)\nchain = None\n"



# That they are freed is shown in Pyodide alone at each change, and in the page in the long run.
@pytest.mark.long
@pytest.mark.parametrize("count", [1_000, 5_000, 20_000])
def test_a_plain_sum_over_linked_nodes_in_an_exercise_is_freed_and_python_lives_on(
    site: str, visitor: Open, count: int
) -> None:
    one = card(visitor(site + CHAPTER), EXERCISE)
    again = (
        f"\ntotals = []\nfor _ in range(3):\n    x, total = Node(0.5), Node(0.0)\n"
        f"    for i in range({count}):\n        total = total + x * Node(i / {count})\n"
        f"    total.backward()\n    totals.append(round(x.grad, 6))\n    x = total = None\n"
    )
    expected = (count - 1) / 2
    for name, engine in {"closures": WITHOUT_CIRCLES, "circles": CIRCLES}.items():
        one.write(f"{engine}{again}print('gradients by {name}', totals)\n")
        said = one.check()
        assert "Python itself ended" not in said
        printed = one.at("console").text_content() or ""
        assert f"gradients by {name} [{expected}, {expected}, {expected}]" in printed
        one.write(CLOSURES)
        one.check()
        assert one.passed


@pytest.mark.long
@pytest.mark.parametrize("count", [1_000, 5_000])
def test_a_plain_sum_on_ones_own_linked_engine_works_in_the_lab(
    site: str, visitor: Open, count: int
) -> None:
    lab = with_engine(visitor, site, CIRCLES, PLAIN_SUM.format(count=count))
    lab.run()
    expect(lab.at("error")).to_have_count(0)
    assert lab.number("gradient-x") == pytest.approx((count - 1) / 2)
    lab.run("def loss(x=3.0):\n    return x * x\n")
    assert lab.number("gradient-x") == 6


def with_engine(visitor: Open, site: str, source: str, code: str) -> Lab:
    """The Lab of someone whose engine this is, with code from a link, which is not run yet."""
    export = {
        "kind": "autograd-from-scratch progress", "version": 1,
        "engine": source, "exercises": {},
    }  # fmt: skip
    page = visitor(site + "course.html")
    page.get_by_test_id("import").set_input_files(
        [{"name": "p.json", "mimeType": "application/json", "buffer": json.dumps(export).encode()}]
    )
    told = page.get_by_test_id("transfer-told")
    eventually(lambda: "0 exercises" in told.inner_text(), 60, "told")
    page.goto(site + "engine.html")
    page.get_by_test_id("choose-engine").check()
    page.goto(site + link_to({"code": code}))
    return open_lab(page)


@pytest.mark.long  # at each change: a Python that ends itself, in tests/e2e/test_course.py
def test_a_chain_outside_the_protection_is_explained_and_nothing_is_lost(
    site: str, visitor: Open, watch: Watch
) -> None:
    watch.allow("console:")  # the interpreter's last words
    one = card(visitor(site + CHAPTER), EXERCISE)
    one.write(NESTED)
    said = one.check()
    assert "Python itself ended" in said
    assert "nothing of yours is lost" in said
    assert one.code == NESTED
    one.page.reload()
    one.until_live()
    assert one.code == NESTED
    one.write(CLOSURES)
    one.check(PATIENCE)
    assert one.passed
