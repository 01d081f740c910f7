"""One look at a loss: all that is shown of it at a point, from one call of the learner's function.

    run  <-  sight  <-  pictures

A loss may print once, keep something, branch or draw lots: two calls of it are two losses. So the
value, the gradients, the program and the numbers of each operation are read from one call. The
learner's names and lines, which take longer to find, are those of another call, and only where that
did the same. The run, another point, a repetition of what repeats, the figures of the course and
the opening are views of such a sight.

    evaluation   the call: on our nodes, or on the student's own
    numbers      the numbers of a program, read off the tape of that call
    refusals     what is no loss, or has no gradient, with the learner's line
    notes        what there is to know of a loss, seen from here
"""

from classroom.sight.evaluation import (
    LinkedSight,
    NodeSight,
    Sight,
    named,
    renamed,
    sight,
)

__all__ = ["LinkedSight", "NodeSight", "Sight", "named", "renamed", "sight"]
