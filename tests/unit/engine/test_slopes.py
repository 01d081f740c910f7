"""The local gradients are the numbers that each had by a function of its own, before the table.

slopes.txt was written by those functions once: `name operands = gradients`, at ordinary points, at
kinks and singular points, at zeros of both signs, at the largest and smallest floats, at infinities
and nan. It is no copy of the table, and is not to be made again from it.
"""

from __future__ import annotations

import math
from itertools import groupby
from pathlib import Path

import pytest

from py_engine.primitives import BUILT_IN, PRIMITIVES

LINES = Path(__file__).with_name("slopes.txt").read_text("utf-8").splitlines()
BY_NAME = {name: list(lines) for name, lines in groupby(LINES, lambda line: line.split()[0])}


def parsed(line: str) -> tuple[list[float], list[float | None]]:
    left, right = line.split(" = ")
    gradients = [None if word == "None" else float(word) for word in right.split()]
    return [float(word) for word in left.split()[1:]], gradients


def same(found: float | None, expected: float | None) -> bool:
    """Whether two slopes are the same, but for the last digits, in which math libraries differ."""
    if found is None or expected is None:
        return found is expected
    if not math.isfinite(expected) or not expected:
        return repr(found) == repr(expected)
    return math.isclose(found, expected, rel_tol=1e-15, abs_tol=5e-324)


def test_every_row_has_its_witness() -> None:
    later = {"sign", "sech_squared", "lgamma", "digamma", "polygamma", "power_log"}
    assert BUILT_IN - set(BY_NAME) == later  # which were not rows before
    assert set(BY_NAME) <= BUILT_IN
    assert sum(map(len, BY_NAME.values())) == len(LINES) > 2000


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_slopes_are_what_they_were(name: str) -> None:
    row = PRIMITIVES[name]
    for operands, expected in map(parsed, BY_NAME[name]):
        found = row.gradients_at(*operands)
        assert list(map(same, found, expected)) == [True] * len(expected), (operands, found)
        if row.slope is not None:
            assert same(row.slope(row.value(*operands), *operands), expected[0]), operands
