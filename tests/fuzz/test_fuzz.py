"""Random programs: no route gives a wrong number, and none raises another error than floats do.

A failure prints the program as a test to paste. What it found is kept in tests/unit/jit.
"""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from tests.fuzz.programs import program
from tests.fuzz.routes import NOT_THERE, PRELUDE, own_outcome, wrong_numbers

AT_EACH_CHANGE = 200
IN_THE_LONG_RUN = 20_000
PART = 50


def failure(seed: int) -> str | None:
    """What is wrong with the program of this seed, and the program itself."""
    written = program(seed)
    try:
        found = wrong_numbers(written)
    except Exception as error:
        found = [f"the program breaks a route: {type(error).__name__}: {error}"]
    if not found:
        return None
    first = "\n".join(f"# {line}" for line in found[:5])
    changes = "".join(f"# then: {change}\n" for change in written.changes)
    return f"{first}\n# seed {seed}; points {written.points}\n{changes}{PRELUDE}{written.source}"


def failures(start: int) -> list[str]:
    return [text for seed in range(start, start + PART) if (text := failure(seed))]


@pytest.mark.parametrize("first", range(0, AT_EACH_CHANGE, PART))
def test_random_programs_give_no_wrong_number_by_any_route(first: int) -> None:
    found = failures(first)
    assert not found, f"{len(found)} programs go wrong; the first is\n\n{found[0]}"


def test_most_programs_ask_for_nothing_that_the_own_engine_lacks() -> None:
    there = [NOT_THERE.isdisjoint({own_outcome(program(seed)).raised}) for seed in range(PART)]
    assert sum(there) > 0.8 * PART


@pytest.mark.long
@pytest.mark.timeout(4 * 3600)
def test_twenty_thousand_random_programs_give_no_wrong_number_by_any_route() -> None:
    starts = range(AT_EACH_CHANGE, AT_EACH_CHANGE + IN_THE_LONG_RUN, PART)
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        found = [text for part in pool.map(failures, starts) for text in part]
    assert not found, f"{len(found)} programs go wrong; the first is\n\n{found[0]}"
