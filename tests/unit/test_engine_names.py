"""The names that the Lab's editor completes are the functions of the engine."""

from __future__ import annotations

import py_engine
from py_engine.primitives import BUILT_IN, PRIMITIVES
from tools import names


def test_the_list_is_as_the_functions_make_it() -> None:
    assert names.FILE.read_text(encoding="utf-8") == names.made()


def test_every_public_row_is_offered_and_nothing_that_is_not_public() -> None:
    offered = [function.__name__ for function in names.offered()]
    assert {name for name in BUILT_IN if PRIMITIVES[name].public} <= set(offered)
    assert set(offered) <= set(py_engine.__all__)
    assert {"mean", "total", "dist"} <= set(offered)
    assert len(offered) == len(set(offered))
