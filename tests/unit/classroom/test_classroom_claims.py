"""What a figure of the course claims is held against the figure's own numbers."""

from __future__ import annotations

from itertools import count

import pytest

from classroom.api import Classroom
from classroom.prerender.stills import answer

CODE = "def loss(x=1.0, y=1.0):\n    a = x * x\n    return a * y + a\n"
FIGURE = {
    "code": CODE,
    "start": [3.0, 1.0],
    "caption": "From 18, downhill.",
    "laps": {"slow": 0.4, "fast": 0.1},
    "descent": {"optimizer": "gradient descent", "rate": 0.01, "steps": 5},
}


def held(claim: str, **changes: object) -> str | None:
    return answer(FIGURE | {"follow": True, "claim": claim} | changes).get("refuted")


@pytest.mark.parametrize(
    "claim",
    [
        "loss == 18 and f'{loss:.0f}' in caption",
        "start == [3, 1]",
        "[round(slope, 9) for slope in gradient] == [12, 9]",
        "at(2, 3) == 16",
        "[round(slope, 9) for slope in slopes(2, 3)] == [16, 4]",
        "best is None",
        "losses[0] == loss and losses[-1] < loss",
        "steps == 5 == len(losses) - 1 == len(points) - 1",
        "hypot(points[1][0] - 2.88, points[1][1] - 0.91) < 1e-12",
        "losses[-1] > min(instead(rate=r)[-1] for r in (0.02, 0.03))",
        "instead(optimizer='momentum') != losses",
        "operations == 3 and repeats == []",
        "nodes['a'] == 2",
        "order.index('a') > 1",
        "'def value_and_gradient' in source",
        "laps['slow'] / laps['fast'] == 4",
    ],
)
def test_a_true_claim_is_not_complained_about(claim: str) -> None:
    assert held(claim) is None


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("losses[-1] > losses[0]", "the claim does not hold: losses[-1] > losses[0]; they are "),
        ("loss == 18 and 'uphill' in caption", "does not hold: 'uphill' in caption; they are "),
        ("loss == 18 and end == 2", "NameError: name 'end' is not defined"),
        ("'From' in caption", "says nothing of the figure; it may name at, "),
        ("1 < 2", "says nothing of the figure"),
        ("loss = 18", "not a Python expression"),
        ("repeats[7] == 1", "cannot be computed: IndexError"),
        ("all(b < a - 100 for a, b in zip(losses, losses[1:]))", "does not hold: all("),
        ("loss == 18 and open('/etc/passwd')", "NameError: name 'open'"),
    ],
)
def test_a_claim_that_the_figure_does_not_bear_out_is_refuted(claim: str, said: str) -> None:
    refuted = held(claim)
    assert refuted is not None
    assert said in refuted


def test_a_figure_without_a_descent_can_claim_nothing_about_one() -> None:
    assert held("losses[0] > 0", descent=None) == (
        "the claim cannot be computed: ValueError: this figure has no descent"
    )


def test_on_a_slow_machine_a_figure_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    figure = {"code": "def loss(x=9.0, y=4.0):\n    return (x - 1) ** 2 + y * y", "land": True,
              "claim": "loss == 80", "caption": ""}
    shown = answer(figure)
    assert shown["landscape"]["landscape"]["width"] > 48
    slow = count(0.0, 60.0)  # each look at the clock is a minute later
    monkeypatch.setattr(Classroom.__init__, "__defaults__", (None, lambda: next(slow)))
    assert answer(figure) == shown
