"""What is forged, at random, in the real Lab of each engine: answers, links, files of progress.

Answers: see tests/e2e/forger.py. Links and files: tests/model/hostile.js.
"""

from __future__ import annotations

import json
import subprocess

import pytest

from tests.e2e.engines.profiles import (
    Page,
    Profile,
    eventually,
    having_testid,
    in_each_engine,
    wait_until,
)
from tests.e2e.engines.python_site import ROOT, node
from tests.e2e.engines.server import SiteServer
from tests.e2e.engines.test_journeys import LOSS, TEXT, VALUE, ready, write
from tests.e2e.engines.test_strangers import GIVE_FILE
from tests.e2e.forger import LONGEST, OFF, RUN, UNHEARD, WATCH, stalls

pytestmark = [in_each_engine, pytest.mark.long]

SEEDS = 300
LOSS_THERE = "() => document.querySelector('lab-page').session.state.result.loss"


def test_answers_that_are_forged_leave_the_page_at_hand(profile: Profile, host: SiteServer) -> None:
    page = profile.new_page()
    page.resize(1280, 800)
    page.goto(host.address)
    ready(page)
    assert stalls(page, range(1000, 1000 + SEEDS)) == {}
    page.evaluate(RUN, "def loss(x=3.0):\n    return x * x\n")
    eventually(lambda: page.evaluate(LOSS_THERE) == 9, what="the page is itself again")


HOSTILE = """import { hostileFile, hostileLink } from './tests/model/hostile.js';
const all = (make) => Array.from({ length: 200 }, (_, seed) => make(1000 + seed));
process.stdout.write(JSON.stringify({ links: all(hostileLink), files: all(hostileFile) }));
"""
FOLLOW = """(link) => {
  document.querySelector('lab-page').seen = true;
  location.hash = link;
}"""
OPENED = """() => {
  const { seen, session } = document.querySelector('lab-page');
  return !seen && session && !session.state.busy && !session.state.exploring;
}"""
CLEAN = """() => [({}).polluted ?? null, document.querySelectorAll('img[src=x]').length]"""
SAID = """() => ['transfer-told', 'transfer-problem']
  .map((id) => document.querySelector(`[data-testid=${id}]`)?.textContent ?? '').join('')"""
BY_LINK = "() => Boolean(document.querySelector('[data-testid=by-link]'))"


@pytest.fixture(scope="module")
def hostile() -> dict[str, list[str]]:
    """Links and files that anyone may send, as tests/model has them read."""
    command = [node(), "--input-type=module", "--eval", HOSTILE]
    made = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    found: dict[str, list[str]] = json.loads(made)
    return found


def follow(page: Page, fragment: str) -> None:
    page.evaluate(FOLLOW, fragment)
    eventually(lambda: page.evaluate(OPENED), 60, f"{fragment[:80]} is opened")


def test_links_of_any_kind_are_opened_or_told_and_run_nothing(
    profile: Profile, host: SiteServer, hostile: dict[str, list[str]]
) -> None:
    page = profile.new_page()
    page.resize(1280, 800)
    page.goto(host.address)
    ready(page)
    write(page, LOSS)
    page.click(having_testid("run"))
    ready(page)
    page.evaluate(WATCH)
    told = opened = 0
    for seed, link in enumerate(hostile["links"]):
        follow(page, link)
        by_link = page.evaluate(BY_LINK)
        opened += bool(by_link)
        told += "link" in page.evaluate(TEXT, "notice")
        assert page.evaluate(CLEAN) == [None, 0], seed
        assert page.evaluate(UNHEARD) < LONGEST, seed
        if by_link:
            follow(page, "#")  # two links may hold the same, of which the second is open already
    page.evaluate(OFF)
    assert opened > 20
    assert told > 20
    assert opened + told == len(hostile["links"])
    eventually(lambda: page.evaluate(VALUE, "loss") == 4, what="own work is as it was")


def test_files_of_any_kind_are_read_or_told(
    profile: Profile, host: SiteServer, hostile: dict[str, list[str]]
) -> None:
    page = profile.new_page()
    page.goto(host.address + "course.html")
    page.evaluate(WATCH)
    for seed, text in enumerate(hostile["files"]):
        wait_until(page, "() => Boolean(document.querySelector('[data-testid=import]'))")
        page.evaluate(GIVE_FILE, text)
        assert wait_until(page, SAID, patience=60), seed
        assert page.evaluate(CLEAN) == [None, 0], seed
        assert page.evaluate(UNHEARD) < LONGEST, seed
    page.goto(host.address)
    ready(page)
