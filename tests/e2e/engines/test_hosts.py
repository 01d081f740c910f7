"""The site as others host and show it: with the headers that it asks for, inside their pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.engines.profiles import PlaywrightTab, Profile, eventually
from tests.e2e.engines.server import SiteServer
from tests.e2e.engines.test_journeys import LOSS, STATE, VALUE

LMS = """<!doctype html><meta charset="utf-8"><title>A course of ours</title>
<link rel="icon" href="data:,"><h1>Week 3</h1>
<iframe src="{address}" width="1200" height="800"></iframe>"""
RUN = """(code) => {
  const { session } = document.querySelector('lab-page');
  session.edit(code);
  void session.run();
}"""
ALLOWED = "(name) => document.featurePolicy.allowsFeature(name)"  # what Chromium alone tells


@pytest.fixture
def host(dist: Path) -> Iterator[SiteServer]:
    """A host that reads _headers."""
    running = SiteServer(dist)
    lines = (dist / "_headers").read_text().splitlines()[1:]
    running.headers = dict(line.strip().split(": ", 1) for line in lines)
    yield running
    running.down()


@pytest.fixture
def lms(host: SiteServer, tmp_path: Path) -> Iterator[SiteServer]:
    """Another site, of which a page shows the Lab."""
    (tmp_path / "index.html").write_text(LMS.format(address=host.address))
    running = SiteServer(tmp_path)
    yield running
    running.down()


def test_with_the_headers_and_in_a_page_of_another_site_the_lab_works_and_is_silent(
    profile: Profile, host: SiteServer, lms: SiteServer
) -> None:
    page = profile.new_page()
    assert isinstance(page, PlaywrightTab)
    page.goto(lms.address)
    [lab] = [frame for frame in page.page.frames if frame.url == host.address]
    eventually(lambda: lab.evaluate(STATE) == "ready", what="Python is ready")
    lab.evaluate(RUN, LOSS)
    eventually(lambda: lab.evaluate(VALUE, "loss") == 4, what="a run")
    said = [line for witness in profile.witnesses for line in witness.said]
    assert [line for line in said if not line.startswith(("log", "info", "debug"))] == []
    page.goto(host.address + "course.html")
    assert [page.evaluate(ALLOWED, name) for name in ("camera", "usb", "clipboard-write")] == [
        False, False, True
    ]  # fmt: skip
