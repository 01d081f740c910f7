"""A Node's graph, and the curve of a descent, as pictures for notebooks: SVG, written by hand.

Leaves stand on the left, the Node on the right, and every node to the right of its parents.
"""

from __future__ import annotations

from html import escape
from math import isfinite, log10
from typing import Any

from .graph import nodes_of, topological_order

MOST_NODES = 60
CURVE, LABELS = (420, 180), 60
COLUMN, ROW, WIDTH, HEIGHT, MARGIN = 150, 84, 104, 58, 16

STYLE = (
    "text{font:12px sans-serif;text-anchor:middle;fill:#1d1d1f}"
    ".value{fill:#1f5fbf}.gradient{fill:#b3530a}"
    "rect{fill:#fff;stroke:#55585e}path{fill:none;stroke:#9a9da3}"
    ".curve{fill:none;stroke:#1f5fbf;stroke-width:2}"
    ".frame{fill:#f5f5f7}.frame,.back{stroke-dasharray:4 3}.count{font-weight:600}"
)


def svg(node: Any) -> str | None:
    """The picture; None for a graph that is too large.

    Of more than MOST_NODES nodes, what repeats is drawn once.
    """
    nodes = nodes_of(node)
    if len(nodes) > MOST_NODES:
        from .jit.rolled_picture import rolled_svg  # which is made of this

        return rolled_svg(node, MOST_NODES)
    places = layout(node, nodes)
    edges = [
        edge(places[parent.id], places[name])
        for name, each in nodes.items()
        for parent in each.parents
    ]
    capsules = [capsule(each, *places[name]) for name, each in nodes.items()]
    width = max(x for x, _y in places.values()) + WIDTH + MARGIN
    height = max(y for _x, y in places.values()) + HEIGHT + MARGIN
    return drawing(width, height, edges + capsules)


def drawing(width: int, height: int, parts: list[str]) -> str:
    """The whole, of this size, the parts one over the other."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}"><style>{STYLE}</style>{"".join(parts)}</svg>'
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


def curve(points: list[tuple[int, float]], words: str) -> str | None:
    """Losses by step: on a logarithmic scale, if they are positive and differ a hundredfold."""
    points = [(step, loss) for step, loss in points if isfinite(loss)]
    if not points:
        return None
    losses, last = [loss for _step, loss in points], max(points[-1][0], 1)
    is_logarithmic = min(losses) > 0.0 and max(losses) >= 100.0 * min(losses)
    heights = list(map(log10, losses)) if is_logarithmic else losses
    low, high = min(heights), max(heights)
    span, (width, height) = high - low or 1.0, CURVE
    line = " ".join(
        f"{MARGIN + LABELS + step / last * width:.1f},{MARGIN + (high - y) / span * height:.1f}"
        for (step, _loss), y in zip(points, heights, strict=True)
    )
    bottom, left, right = MARGIN + height, MARGIN + LABELS, MARGIN + LABELS + width
    scale = "loss, logarithmic" if is_logarithmic else "loss"
    texts = [
        ("end", left - 6, MARGIN + 10, f"{max(losses):.4g}"),
        ("end", left - 6, bottom, f"{min(losses):.4g}"),
        ("start", left, bottom + 16, scale),
        ("end", right, bottom + 16, f"step {points[-1][0]:,}"),
        ("start", left, bottom + 34, words),
    ]
    labels = [f'<text x="{x}" y="{y}" style="text-anchor:{anchor}">{escape(text)}</text>'
              for anchor, x, y, text in texts]  # fmt: skip
    axes = f'<path d="M{left} {MARGIN}V{bottom}H{right}"/>'
    return drawing(right + MARGIN, bottom + 34 + MARGIN,
                   [axes, f'<polyline class="curve" points="{line}"/>', *labels])  # fmt: skip


def edge(start: tuple[int, int], end: tuple[int, int]) -> str:
    """A curve from the right side of a parent to the left side of what was computed from it."""
    x0, y0 = start[0] + WIDTH, start[1] + HEIGHT // 2
    x1, y1 = end[0], end[1] + HEIGHT // 2
    middle = (x0 + x1) // 2
    return f'<path d="M{x0} {y0}C{middle} {y0} {middle} {y1} {x1} {y1}"/>'


def back_edge(start: tuple[int, int], end: tuple[int, int]) -> str:
    """A curve below, from what one repetition hands on to where the next one takes it up."""
    x0, x1, y0, y1 = start[0] + WIDTH // 2, end[0] + WIDTH // 2, start[1] + HEIGHT, end[1] + HEIGHT
    low = max(y0, y1) + HEIGHT // 3
    return f'<path class="back" d="M{x0} {y0}C{x0} {low} {x1} {low} {x1} {y1}"/>'


def capsule(node: Any, x: int, y: int) -> str:
    """A node: its operation or name, its value and its gradient."""
    name = node.op or node.name or "leaf"
    return box(name, f"{node._value:.6g}", f"{node.grad:.6g}", x, y, is_leaf=node.is_leaf)


def box(name: str, value: str, gradient: str, x: int, y: int, *, is_leaf: bool) -> str:
    """A box with these texts, one below the other; square-cornered for a leaf."""
    corner = 4 if is_leaf else 20
    middle = x + WIDTH // 2
    lines = (("name", name, 17 if value else 34), ("value", value, 34), ("gradient", gradient, 51))
    texts = "".join(
        f'<text class="{kind}" x="{middle}" y="{y + down}">{escape(text)}</text>'
        for kind, text, down in lines if text
    )  # fmt: skip
    return f'<rect x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="{corner}"/>{texts}'
