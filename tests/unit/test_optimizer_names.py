"""The optimizers that the page offers are those that Python has by name: one list."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import py_engine
from classroom.api import Classroom
from classroom.run.batches import Evaluate
from py_engine import GradientDescent, descend
from py_engine.optimizer_names import OPTIMIZERS, Named
from tests.unit.jit.wasmtime_host import instantiate
from tools import optimizers

CODE = """
from py_engine import sqrt, mean
points = [(0.1, 0.9), (0.8, 0.2), (0.5, 0.6), (0.3, 0.3)]
def loss(x=2.0, y=1.5):
    return mean(sqrt((a - x) ** 2 + (b - y) ** 2 + 0.01) for a, b in points)
"""


@pytest.mark.parametrize("file", optimizers.made(), ids=lambda file: file.name)
def test_what_is_made_of_the_list_is_fresh(file: Path) -> None:
    assert file.read_text(encoding="utf-8") == optimizers.made()[file]


def test_a_new_one_is_in_all_that_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(OPTIMIZERS, "of tomorrow", Named("Of tomorrow", GradientDescent))
    made = optimizers.made()
    assert len(made) == 3
    assert all("of tomorrow" in text for text in made.values())
    for file in (optimizers.SOURCE, optimizers.KEPT):
        choices = re.findall(r'"optimizer": \{\s*"enum": (\[[^]]*\])', made[file])
        assert [json.loads(each) for each in choices] == [list(OPTIMIZERS)]


def test_every_optimizer_of_the_engine_is_in_the_list() -> None:
    made = {type(each.make(0.1)) for each in OPTIMIZERS.values()}
    kinds = [getattr(py_engine, name) for name in py_engine.__all__]
    assert made == {kind for kind in kinds if isinstance(kind, type)
                    and (hasattr(kind, "begin") or hasattr(kind, "begin_on"))}  # fmt: skip


class Asked:
    """A valley, and whether its second derivatives have been asked for."""

    curvature = False

    def __call__(self, x: float, y: float) -> tuple[float, tuple[float, ...]]:
        return 2.0 * x * x + 3.0 * y * y + x * y, (4.0 * x + y, 6.0 * y + x)

    def rows(self, *_point: float) -> tuple[tuple[float, float], ...]:
        self.curvature = True
        return ((4.0, 1.0), (1.0, 6.0))


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_what_the_list_says_of_each_is_so(name: str) -> None:
    listed, asked, paths = OPTIMIZERS[name], Asked(), []
    for rate in (0.01, 0.02):
        walk = descend(abs, [4.0, 5.0], listed.make(rate), 5, differentiate=lambda _f: asked)
        paths.append([step.point for step in walk])
    assert (paths[0] != paths[1]) == listed.has_rate
    assert hasattr(listed.make(0.1), "begin_on") == listed.searches
    assert asked.curvature == listed.needs_curvature


# In the page's descent


def descended(name: str, **settings: Any) -> Any:
    room = Classroom(write=lambda _text: None, instantiate=instantiate)
    room.run({"code": CODE})
    args = {"start": [2.0, 1.5], "optimizer": name, "rate": 0.1, "steps": 60, **settings}
    events, stream = [], room.descend(args)  # type: ignore[arg-type]
    while True:
        try:
            events.append(next(stream))
        except StopIteration as end:
            return events, end.value


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_each_goes_down_and_shows_its_path(name: str) -> None:
    events, end = descended(name)
    points = [p for event in events for p in event["points"]]
    losses = [loss for event in events for loss in event["losses"]]
    assert len(points) == 2 * len(losses) == 2 * (end["steps"] + 1)
    assert losses[-1] < losses[0]
    if OPTIMIZERS[name].searches:
        assert all(b <= a + 1e-14 for a, b in pairwise(losses))
        assert losses[-1] == pytest.approx(0.35774553478222, abs=1e-6)


def test_what_cannot_be_is_said() -> None:
    with pytest.raises(Exception, match="on batches") as refused:
        descended("newton", batches={"size": 2, "seed": 1})
    assert "batch size" in str(refused.value.data["hint"])
    with pytest.raises(Exception, match="no optimizer called"):
        descended("of tomorrow")


def evaluate_alone(*_point: float) -> tuple[float, tuple[float, ...]]:
    return 0.0, (0.0, 0.0)


def test_an_engine_of_ones_own_has_no_second_derivatives() -> None:
    from classroom.pictures.descents import DescentStream
    from classroom.words.faults import Problem

    own: Evaluate = evaluate_alone
    for name in ("newton", "l-bfgs"):
        args: Any = {"start": [2.0, 1.5], "optimizer": name, "rate": 0.1, "steps": 60}

        def stream(args: Any = args) -> DescentStream:
            return DescentStream(args, (2.0, 1.5), own, lambda _point: 0.0, lambda: 0.0)

        if OPTIMIZERS[name].needs_curvature:
            with pytest.raises(Problem, match="second derivatives"):
                stream()
        else:
            stream()
