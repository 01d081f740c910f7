"""A little of the soak and the fuzz that `build.py bench` runs at full length, in Chromium."""

from __future__ import annotations

import sys

import pytest

from tests.e2e.engines.endurance import fuzz, soak, start
from tests.e2e.engines.profiles import Page, Profile
from tests.e2e.engines.server import SiteServer

pytestmark = pytest.mark.long


@pytest.fixture
def page(profile: Profile, python_site: SiteServer) -> Page:
    opened = profile.new_page()
    start(opened, python_site.address)
    return opened


def test_each_random_program_ends_clearly_and_the_next_run_is_right(page: Page) -> None:
    told = fuzz(page, programs=40, seed=7)
    assert told["odd"] == []
    assert min(told["results"], told["errors"]) >= 10


def test_runs_stops_and_descents_leave_no_memory_behind(page: Page) -> None:
    outcome = soak(page, rounds=20, processes="chrom")
    assert outcome.wrong == []
    # A worker left behind at each stop would more than double what a page with two of them uses.
    assert sys.platform != "linux" or outcome.growth < 0.5
