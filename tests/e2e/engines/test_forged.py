"""Answers that are forged at random, in the real Lab of each engine: see tests/e2e/forger.py."""

from __future__ import annotations

import pytest

from tests.e2e.engines.profiles import Profile, eventually, in_each_engine
from tests.e2e.engines.server import SiteServer
from tests.e2e.engines.test_journeys import ready
from tests.e2e.forger import RUN, stalls

pytestmark = [in_each_engine, pytest.mark.long]

SEEDS = 300
LOSS = "() => document.querySelector('lab-page').session.state.result.loss"


def test_answers_that_are_forged_leave_the_page_at_hand(profile: Profile, host: SiteServer) -> None:
    page = profile.new_page()
    page.resize(1280, 800)
    page.goto(host.address)
    ready(page)
    assert stalls(page, range(1000, 1000 + SEEDS)) == {}
    page.evaluate(RUN, "def loss(x=3.0):\n    return x * x\n")
    eventually(lambda: page.evaluate(LOSS) == 9, what="the page is itself again")
