"""Graphs, as mappings and of Nodes."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest

from py_engine import Node, atan, cos, graph, sqrt, tanh
from py_engine.picture import MOST_NODES
from tests.lecture import lecture_points, mean_distance

DIAMOND = {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}
ORDERS = [graph.topological_order, graph.topological_order_depth_first]


def test_the_adjacency_list_has_every_node_and_keeps_order_and_doubles() -> None:
    assert graph.adjacency_list({"a": ("c", "b", "c")}) == {"a": ["c", "b", "c"], "c": [], "b": []}
    assert graph.adjacency_list({}) == {}


def test_the_adjacency_matrix_counts_edges() -> None:
    names, rows = graph.adjacency_matrix({"a": ["b", "b"], "b": ["b"], "c": []})
    assert (names, rows) == (["a", "b", "c"], [[0, 2, 0], [0, 1, 0], [0, 0, 0]])


def test_a_reversed_graph_has_its_edges_turned_round() -> None:
    assert graph.reversed_graph(DIAMOND) == {"a": [], "b": ["a"], "c": ["a"], "d": ["b", "c"]}


def test_breadth_first_takes_the_nearest_first() -> None:
    tree = {1: [2, 3], 2: [4, 5], 3: [6], 4: [], 5: [1], 6: []}
    assert graph.breadth_first(tree, 1) == [1, 2, 3, 4, 5, 6]
    assert graph.breadth_first(tree, 5) == [5, 1, 2, 3, 4, 6]


def test_depth_first_goes_on_behind_each_edge() -> None:
    tree = {1: [2, 3], 2: [4, 5], 3: [6], 4: [], 5: [1], 6: [2]}
    assert graph.depth_first(tree, 1) == [1, 2, 4, 5, 3, 6]
    assert graph.depth_first(DIAMOND, "a") == ["a", "b", "d", "c"]


@pytest.mark.parametrize("walk", [graph.breadth_first, graph.depth_first])
def test_a_walk_from_a_stranger_is_refused(walk: Callable[..., Any]) -> None:
    with pytest.raises(KeyError, match="'z' is not a node"):
        walk(DIAMOND, "z")


@pytest.mark.parametrize("order", ORDERS)
def test_in_a_topological_order_every_edge_leads_forward(order: Callable[..., list[Any]]) -> None:
    chance = random.Random(3)
    for _ in range(50):
        names = chance.sample(range(100), 20)
        edges = {
            a: chance.choices(names[i + 1 :], k=2) if i < 19 else [] for i, a in enumerate(names)
        }
        shuffled = {a: edges[a] for a in chance.sample(names, 20)}
        place = {name: k for k, name in enumerate(order(shuffled))}
        assert sorted(place) == sorted(names)
        assert all(place[a] < place[b] for a, ends in edges.items() for b in ends)


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize(
    ("edges", "cycles"),
    [
        ({"a": ["b"], "b": ["c"], "c": ["a"]}, ["abca", "bcab", "cabc"]),
        ({"a": ["a"]}, ["aa"]),
        ({"x": ["a"], "a": ["b", "x2"], "b": ["a"], "x2": []}, ["aba", "bab"]),
    ],
)
def test_a_cycle_is_found_and_named(
    order: Callable[..., list[Any]], edges: dict[str, list[str]], cycles: list[str]
) -> None:
    with pytest.raises(graph.CycleError) as caught:
        order(edges)
    assert "".join(caught.value.cycle) in cycles
    assert " → ".join(caught.value.cycle) in str(caught.value)
    assert "".join(graph.find_cycle(edges) or []) in cycles


def test_a_graph_without_a_cycle_has_none() -> None:
    assert graph.find_cycle(DIAMOND) is None


def test_the_graph_of_a_node_begins_with_it_and_is_in_backward_order() -> None:
    x, y = Node(3.0), Node(4.0)
    squares = x**2, y**2
    total = squares[0] + squares[1]
    length = sqrt(total)
    ids = [length.id, total.id, squares[0].id, squares[1].id, x.id, y.id]
    assert graph.adjacency_list(length) == {
        ids[0]: [ids[1]], ids[1]: [ids[2], ids[3]], ids[2]: [ids[4]], ids[3]: [ids[5]],
        ids[4]: [], ids[5]: [],
    }  # fmt: skip
    assert graph.breadth_first(length) == ids
    assert graph.depth_first(length) == [*ids[:3], ids[4], ids[3], ids[5]]
    assert graph.topological_order(length) == ids
    assert graph.depth_first(length, total.id)[0] == total.id
    assert graph.nodes_of(length)[x.id] is x
    assert graph.nodes_of(length)[squares[0].id].value == 9.0


def test_a_node_used_twice_has_two_edges() -> None:
    x = Node(3.0)
    y = x * x
    assert graph.adjacency_list(y) == {y.id: [x.id, x.id], x.id: []}
    assert graph.adjacency_matrix(y) == ([y.id, x.id], [[0, 2], [0, 0]])


@pytest.mark.parametrize("walk", [*ORDERS, graph.breadth_first, graph.depth_first])
def test_walks_go_as_deep_as_one_likes(walk: Callable[..., list[Any]]) -> None:
    chain = {k: [k + 1] for k in range(100_000)}
    assert len(walk(chain, 0) if walk not in ORDERS else walk(chain)) == 100_001
    y = Node(1.0)
    for _ in range(5_000):
        y = y + 1.0
    assert len(walk(y)) == 5_001


# The picture


def test_the_picture_shows_each_node_with_its_value_and_gradient() -> None:
    x, y = Node(3.0, "x<"), Node(4.0, "y")
    length = sqrt(x**2 + y**2)
    length.backward()
    svg = length._repr_svg_()
    assert svg is not None
    assert svg.startswith("<svg ")
    assert svg.count("<rect ") == 6
    assert svg.count("<path ") == 5
    for text in (">x&lt;<", ">sqrt<", ">5<", ">0.6<", ">0.8<"):
        assert text in svg


def test_the_picture_is_well_formed_and_draws_both_edges_of_a_double_use() -> None:
    x = Node(3.0)
    svg = (x * x)._repr_svg_()
    assert svg is not None
    assert len(ElementTree.fromstring(svg).findall(".//{*}path")) == 2


def test_of_a_graph_that_is_too_large_what_repeats_is_drawn_once() -> None:
    x, y = Node(0.3, "x"), Node(0.4, "y")
    loss = mean_distance(*lecture_points(1000))(x, y)
    loss.backward()
    svg = loss._repr_svg_()
    assert svg is not None
    ElementTree.fromstring(svg)
    assert "× 1,000" in svg
    names = re.findall(r'class="name"[^>]*>([^<]*)<', svg)
    assert sorted(names) == sorted("x y sub sub pow pow add sqrt add div".split())
    assert f">{loss.value:.6g}<" in svg
    assert f">{x.grad:.6g}<" in svg
    assert svg.count("<path ") == 9


def test_what_a_repetition_hands_on_goes_back_to_the_next_one() -> None:
    w, u = Node(0.3, "w"), Node(0.4, "u")
    h: Any = 0.0
    for k in range(40):
        h = tanh(w * (0.1 * k) + u * h)
    svg = ((h - 0.2) ** 2)._repr_svg_()
    assert svg is not None
    assert "× 40" in svg
    assert svg.count('class="back"') == 1


def test_a_graph_too_large_to_draw_has_no_picture() -> None:
    y, chance = Node(1.0), random.Random(0)
    for _ in range(4 * MOST_NODES):
        y = chance.choice([atan, tanh, cos, abs])(y)
    assert y._repr_svg_() is None
    assert len(repr(y)) < 100
