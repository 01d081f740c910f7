"""Graphs: how to write one down, walk through it, and put it in order. Nothing here recurses.

A graph is a mapping from each node to the nodes that its edges lead to: {"a": ["b", "c"], "b": []}.
A node that only ever stands at the end of an edge need not be a key. Edges keep their order, and
two equal edges are two edges.

A computed Node of the engine does as well. Its edges lead from each node to its parents, so that an
order of such a graph begins with the Node itself and is the order of the backward pass. Its nodes
are named by their `.id`; `nodes_of` gives the Node for each.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any, Protocol


class HasParents(Protocol):
    """What is asked of a Node."""

    @property
    def id(self) -> int:
        """Which node it is."""

    @property
    def parents(self) -> tuple[Any, ...]:
        """What it was computed from."""


Graph = Mapping[Any, Iterable[Any]] | HasParents


class CycleError(ValueError):
    """An order was asked for, and the graph goes round in a circle.

    `cycle` has the nodes of one such circle, the first one again at the end.
    """

    def __init__(self, cycle: list[Any]) -> None:
        super().__init__(
            "The graph goes round in a circle: "
            + " → ".join(map(str, cycle))
            + ". Take one of these edges away to have an order."
        )
        self.cycle = cycle


def nodes_of(node: Any) -> dict[int, Any]:
    """Each Node that a Node was computed from, itself among them, under its id."""
    found = {node.id: node}
    waiting = [node]
    while waiting:
        for parent in waiting.pop().parents:
            if parent.id not in found:
                found[parent.id] = parent
                waiting.append(parent)
    return found


def adjacency_list(graph: Graph) -> dict[Any, list[Any]]:
    """Every node, with the list of nodes that its edges lead to."""
    if not isinstance(graph, Mapping):
        return {
            name: [parent.id for parent in node.parents] for name, node in nodes_of(graph).items()
        }
    neighbours = {name: list(ends) for name, ends in graph.items()}
    for ends in list(neighbours.values()):
        for end in ends:
            neighbours.setdefault(end, [])
    return neighbours


def adjacency_matrix(graph: Graph) -> tuple[list[Any], list[list[int]]]:
    """The nodes, and a row for each with the number of its edges to each of them."""
    neighbours = adjacency_list(graph)
    place = {name: index for index, name in enumerate(neighbours)}
    rows = [[0] * len(place) for _ in place]
    for name, ends in neighbours.items():
        for end in ends:
            rows[place[name]][place[end]] += 1
    return list(place), rows


def reversed_graph(graph: Graph) -> dict[Any, list[Any]]:
    """The same nodes, with every edge turned round."""
    neighbours = adjacency_list(graph)
    turned: dict[Any, list[Any]] = {name: [] for name in neighbours}
    for name, ends in neighbours.items():
        for end in ends:
            turned[end].append(name)
    return turned


def breadth_first(graph: Graph, start: Any = None) -> list[Any]:
    """The nodes that can be reached from the start, the nearest first.

    Of a Node's graph, the start is the Node itself. Raises KeyError if there is no such start.
    """
    neighbours, start = _with_start(graph, start)
    seen, waiting = {start: None}, deque([start])
    while waiting:
        for end in neighbours[waiting.popleft()]:
            if end not in seen:
                seen[end] = None
                waiting.append(end)
    return list(seen)


def depth_first(graph: Graph, start: Any = None) -> list[Any]:
    """The nodes that can be reached from the start, each followed by what lies behind its edges.

    Of a Node's graph, the start is the Node itself. Raises KeyError if there is no such start.
    """
    neighbours, start = _with_start(graph, start)
    seen: dict[Any, None] = {}
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen[name] = None
            waiting.extend(reversed(neighbours[name]))
    return list(seen)


def topological_order(graph: Graph) -> list[Any]:
    """The nodes in an order in which every edge leads forward, by A. Kahn's method (1962).

    Take a node that no edge leads to, take its edges away, and so on. Raises CycleError if there
    is no such order.
    """
    neighbours = adjacency_list(graph)
    incoming = dict.fromkeys(neighbours, 0)
    for ends in neighbours.values():
        for end in ends:
            incoming[end] += 1
    free = deque(name for name, count in incoming.items() if not count)
    order = []
    while free:
        order.append(name := free.popleft())
        for end in neighbours[name]:
            incoming[end] -= 1
            if not incoming[end]:
                free.append(end)
    if len(order) < len(neighbours):
        raise CycleError(find_cycle(neighbours) or [])
    return order


def topological_order_depth_first(graph: Graph) -> list[Any]:
    """Another such order, depth-first: a node is done when all behind it is; the last one leads.

    Raises CycleError if there is no such order.
    """
    neighbours = adjacency_list(graph)
    done: dict[Any, None] = {}
    for start in neighbours:
        if start not in done:
            _finish(neighbours, start, done)
    return list(reversed(done))


def find_cycle(graph: Graph) -> list[Any] | None:
    """The nodes of a circle, the first one again at the end; None if there is none."""
    try:
        topological_order_depth_first(graph)
    except CycleError as error:
        return error.cycle
    return None


def _finish(neighbours: Mapping[Any, list[Any]], start: Any, done: dict[Any, None]) -> None:
    """Do what lies behind the start and is not done, and then the start.

    `path` leads from the start to where we are, with the edges that each node has still to go.
    Raises CycleError on meeting a node of the path again.
    """
    path = {start: iter(neighbours[start])}
    while path:
        name, ends = next(reversed(path.items()))
        for end in ends:
            if end in path:
                names = list(path)
                raise CycleError([*names[names.index(end) :], end])
            if end not in done:
                path[end] = iter(neighbours[end])
                break
        else:
            path.popitem()  # not `del`, which leaves a gap: looking for the last one would cross it
            done[name] = None


def _with_start(graph: Graph, start: Any) -> tuple[dict[Any, list[Any]], Any]:
    neighbours = adjacency_list(graph)
    if not isinstance(graph, Mapping) and start is None:
        start = graph.id
    if start not in neighbours:
        raise KeyError(f"{start!r} is not a node of this graph. Start from one of its keys.")
    return neighbours, start
