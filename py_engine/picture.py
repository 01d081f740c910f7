"""A Node's graph as a picture, for notebooks: SVG, written by hand.

Leaves stand on the left, the Node on the right, and every node to the right of its parents.
"""

from __future__ import annotations

from html import escape
from typing import Any

from .graph import nodes_of, topological_order

MOST_NODES = 60
COLUMN, ROW, WIDTH, HEIGHT, MARGIN = 150, 84, 104, 58, 16

STYLE = (
    "text{font:12px sans-serif;text-anchor:middle;fill:#1d1d1f}"
    ".value{fill:#1f5fbf}.gradient{fill:#b3530a}"
    "rect{fill:#fff;stroke:#55585e}path{fill:none;stroke:#9a9da3}"
)


def svg(node: Any) -> str | None:
    """The picture, or None if the graph has more than MOST_NODES nodes."""
    nodes = nodes_of(node)
    if len(nodes) > MOST_NODES:
        return None
    places = layout(node, nodes)
    edges = [
        edge(places[parent.id], places[name])
        for name, each in nodes.items()
        for parent in each.parents
    ]
    capsules = [capsule(each, *places[name]) for name, each in nodes.items()]
    width = max(x for x, _y in places.values()) + WIDTH + MARGIN
    height = max(y for _x, y in places.values()) + HEIGHT + MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}"><style>{STYLE}</style>'
        f"{''.join(edges)}{''.join(capsules)}</svg>"
    )


def layout(node: Any, nodes: dict[int, Any]) -> dict[int, tuple[int, int]]:
    """The upper left corner of each node: a column beyond its parents', the next free row there."""
    columns: dict[int, int] = {}
    heights: dict[int, int] = {}
    places = {}
    for name in reversed(topological_order(node)):
        column = max((columns[parent.id] + 1 for parent in nodes[name].parents), default=0)
        row = heights.get(column, 0)
        columns[name], heights[column] = column, row + 1
        places[name] = (MARGIN + column * COLUMN, MARGIN + row * ROW)
    return places


def edge(start: tuple[int, int], end: tuple[int, int]) -> str:
    """A curve from the right side of a parent to the left side of what was computed from it."""
    x0, y0 = start[0] + WIDTH, start[1] + HEIGHT // 2
    x1, y1 = end[0], end[1] + HEIGHT // 2
    middle = (x0 + x1) // 2
    return f'<path d="M{x0} {y0}C{middle} {y0} {middle} {y1} {x1} {y1}"/>'


def capsule(node: Any, x: int, y: int) -> str:
    """A node: its operation or name, its value and its gradient; square-cornered for a leaf."""
    corner = 4 if node.is_leaf else 20
    middle = x + WIDTH // 2
    lines = (
        ("name", node.op or node.name or "leaf", 17),
        ("value", f"{node._value:.6g}", 34),
        ("gradient", f"{node.grad:.6g}", 51),
    )
    texts = "".join(
        f'<text class="{kind}" x="{middle}" y="{y + down}">{escape(text)}</text>'
        for kind, text, down in lines
    )
    return f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="{corner}"/>{texts}'
