"""The chain rule of a drawn graph, line by line, each with the nodes that it speaks of."""

from __future__ import annotations

from classroom.pictures.picture import Picture
from classroom.protocol import DerivationStep
from py_engine.derivation import derivation
from py_engine.jit.variant import build
from py_engine.jit.wasm_code import NotCompilable


def derivation_steps(picture: object) -> list[DerivationStep]:
    """DerivationSteps of the protocol; [] where the derivation is too long to be read."""
    if not isinstance(picture, Picture):
        return []
    sketch = picture.sketch
    try:
        # Rolled anew, because fusing changes the loops, and the sketch speaks of them as they are.
        found = derivation(build(sketch.program))
    except NotCompilable:
        return []
    drawn = {f"n{k}" for k in range(len(sketch.program.names))} | {item.id for item in sketch.items}
    return [{"tex": line.tex, "words": line.words,
             "nodes": [name for name in dict.fromkeys(map(sketch.owner, line.nodes))
                       if name in drawn]}
            for line in (found.lines if found else [])]
