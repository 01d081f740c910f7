"""A tab that dies takes with it neither what was written by then, nor the next visit."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

from playwright.sync_api import Error, Page, expect

from tests.conftest import Watch
from tests.e2e.engines.profiles import eventually
from tests.e2e.lab_driver import PATIENCE, open_lab

HANGS = "def loss(x=1.0):\n    while True: pass  # for ever"


def test_what_was_written_is_there_after_a_crash_and_what_hung_is_not_run(
    site: str, open_page: Callable[..., Page], watch: Watch
) -> None:
    watch.allow("ERR_FAILED")  # the service worker dies with the tab, and what it was asked for
    page = open_page(site)
    lab = open_lab(page)
    lab.write(HANGS)
    lab.at("run").click()
    eventually(lambda: lab.state == "running", PATIENCE, "it runs")
    lab.tick(250, times=2)
    with contextlib.suppress(Error):
        page.goto("chrome://crash", timeout=5000)
    after = page.context.new_page()
    after.goto(site)
    notice = after.get_by_test_id("notice")
    eventually(lambda: notice.count() == 1, PATIENCE, "it is said")
    expect(notice).to_contain_text("did not come to an end")
    state = "document.querySelector('lab-page').session.state"
    assert after.evaluate(f"[{state}.code, {state}.ranCode]") == [HANGS, None]
