"""A notebook shows a Node of a thousand points, a derivation and a descent as it is to."""

from __future__ import annotations

import nbformat
from nbclient import NotebookClient

CELLS = {
    "setup": """
from py_engine import Node, descend, mean, sqrt
from py_engine.derivation import derivation
points = [(k % 37 / 37, k % 41 / 41) for k in range(1000)]
def loss(x, y):
    return mean(sqrt((a - x) ** 2 + (b - y) ** 2) for a, b in points)
x, y = Node(0.3, "x"), Node(0.4, "y")
""",
    "a Node": "loss(x, y)",
    "a small Node": "x * y",
    "a derivation": "derivation(loss, 0.3, 0.4)",
    "a descent": "descent = descend(loss, (5.0, 5.0), 0.1, steps=200)\ndescent.run()\ndescent",
}
SHOWS = {
    "a Node": ("image/svg+xml", "× 1,000"),
    "a small Node": ("image/svg+xml", ">mul<"),
    "a derivation": ("text/latex", "\\sum_{i=1}^{N}"),
    "a descent": ("image/svg+xml", "<polyline"),
}


def main() -> None:
    """Run the notebook, and see what each cell shows."""
    notebook = nbformat.v4.new_notebook(cells=list(map(nbformat.v4.new_code_cell, CELLS.values())))
    NotebookClient(notebook, timeout=120, kernel_name="python3").execute()
    for cell, name in zip(notebook.cells, CELLS, strict=True):
        if name in SHOWS:
            kind, part = SHOWS[name]
            shown = [output["data"] for output in cell.outputs if "data" in output]
            assert len(shown) == 1, (name, cell.outputs)
            assert part in shown[0].get(kind, ""), (name, shown)
    print(f"agreed: {len(SHOWS)} cells show what they are meant to")


if __name__ == "__main__":
    main()
