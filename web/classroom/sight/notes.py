"""What there is to know of a loss, as far as one sight of it tells."""

from __future__ import annotations

from classroom.run.workshop import Loss
from classroom.sight.evaluation import NodeSight, Sight
from classroom.words.symbols import with_code

_NOT_A_NODE = (
    "The loss came out as a plain number, not as a Node: the parameters took no part in it, or "
    "their numbers were taken out with `.value`. Its gradient is 0.")
_GUARDED = (
    "The loss compares values, so its path may change from point to point. The gradient is that "
    "of the path taken here; where the path changes, the loss may have a kink or a jump.")


def notes_on(sight: Sight, loss: Loss) -> list[str]:
    """Sentences for the reader, the weightiest first."""
    if not isinstance(sight, NodeSight):
        return []
    if sight.is_constant:
        return [_NOT_A_NODE]
    notes = [f"{with_code(sight.escaped)} No gradient flows through it."] if sight.escaped else []
    notes += [_GUARDED] if sight.guarded else []
    level = [name for name, slope in zip(loss.names, sight.gradient, strict=True) if slope == 0]
    if level and len(level) < len(sight.gradient):
        notes.append(f"The gradient by {' and '.join(level)} is 0 at the start: either the loss "
                     "does not depend on it, or it is level there.")
    if sight.program is None:
        notes.append(f"The graph is not drawn. {sight.no_program}")
    return notes
