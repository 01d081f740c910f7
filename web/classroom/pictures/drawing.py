"""What is drawn of a sight: the graph of its program, that of the student's nodes, or no graph."""

from __future__ import annotations

from classroom.pictures.linked_picture import LinkedPicture
from classroom.pictures.picture import MOST_EDGES, MOST_STEPS, LonePicture, Picture, Summary
from classroom.pictures.unpeel import roll_whole
from classroom.run.workshop import Loss
from classroom.sight import LinkedSight, NodeSight, Sight
from classroom.sight.numbers import TapeNumbers
from py_engine.jit.program import Program


class Drawing:
    """The picture of a sight; it can take on the numbers of another sight of the same program."""

    def __init__(self, sight: Sight, loss: Loss) -> None:
        self.program: Program | None = sight.program if isinstance(sight, NodeSight) else None
        self.picture = _drawn(sight, loss)

    def follow(self, sight: Sight) -> bool:
        """Show the numbers of this sight; False where it needs a picture of its own."""
        if self.program is None or not isinstance(sight, NodeSight):
            return False
        if sight.program is not self.program or sight.readings is None:
            return False
        if isinstance(self.picture, Picture):
            self.picture.numbers = TapeNumbers(self.picture.sketch.program, sight.readings)
        return True


def _drawn(sight: Sight, loss: Loss) -> Picture | Summary | LinkedPicture | LonePicture:
    if isinstance(sight, LinkedSight):
        return LinkedPicture(sight.dialect, sight.output, sight.leaves, loss.names, sight.lines)
    if not isinstance(sight, NodeSight) or sight.program is None or sight.readings is None:
        return LonePicture(loss.names, sight.point, sight.gradient, sight.value)
    rolled = roll_whole(sight.program, MOST_STEPS)
    if rolled.size > MOST_STEPS:
        return Summary(sight.program, rolled.size)
    picture = Picture(rolled, TapeNumbers(rolled.program, sight.readings))
    if len(picture.sketch.edges) > MOST_EDGES:
        return Summary(sight.program, rolled.size)
    return picture
