"""Every picture is of one call: for any loss, also one that remembers, branches or draws lots."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator

import pytest

from classroom.api import Classroom
from classroom.words.faults import LearnerError

from .drawn import MOST_COMBINATIONS, Drawn
from .sources import Source

SEEDS = 400
BATCH = 20


def sights(code: str, seed: int) -> Iterator[str]:
    """What is wrong with the pictures of a loss, at its start and at other points."""
    room = Classroom(lambda text: None)
    chance = random.Random(seed)
    shown = room.run({"code": code})
    for look in range(3):
        if look:
            point = [round(chance.uniform(-2, 2), 3) for _ in shown["parameters"]]
            try:
                shown = room.look({"point": point})
            except LearnerError:
                continue  # a loss without a gradient there
        if room.fault():
            yield f"look {look}: compiled code was wrong"
        frames = shown["graph"]["frames"]
        if math.prod(frame["count"] for frame in frames) <= MOST_COMBINATIONS:
            yield from (f"look {look}: {fault}" for fault in Drawn(room, shown).faults)


@pytest.mark.parametrize("first", range(0, SEEDS, BATCH))
def test_each_number_that_is_drawn_follows_from_those_it_is_drawn_from(first: int) -> None:
    looked_at = 0
    for seed in range(first, first + BATCH):
        code = Source(seed).text
        try:
            faults = list(sights(code, seed))
        except LearnerError as error:
            if error.data["type"] in ("GradientError", "AssertionError"):
                continue
            raise AssertionError(f"seed {seed}\n{code}") from error
        looked_at += 1
        assert not faults, f"seed {seed}\n{code}\n" + "\n".join(faults[:8])
    assert looked_at > BATCH * 0.7


@pytest.mark.parametrize("body", [
    "    for s in (0.1, -0.4, 0.7, 0.2):\n"
    "        total = total + (x + s) * y\n        total = total * 1.5\n",
    "    for _ in range(4):\n        for s in (0.1, -0.4, 0.7):\n"
    "            total = tanh(total + x * s) * y\n",
])
def test_where_the_result_comes_from_within_a_loop_its_number_is_the_loss(body: str) -> None:
    code = (f"from py_engine import tanh\n"
            f"def loss(x=0.5, y=-0.3):\n    total = 0.25\n{body}    return total\n")
    assert list(sights(code, 1)) == []
