"""What the browser answers out of what is kept, by the service worker's routes, without the worker.

Of the engines only Chromium knows routes: in all, the same is served with and without them, which
is asked in test_offline.py and test_first_load.py.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.engines.profiles import Page, PlaywrightTab, Profile, eventually
from tests.e2e.engines.server import SiteServer
from tests.e2e.engines.test_journeys import ready
from tests.e2e.engines.test_offline import (
    LATE,
    await_release,
    check_for_news,
    make_release,
    state,
    visit,
)

pytestmark = pytest.mark.long


class Workers:
    """Chromium's service workers, as its own tools see them: which of them run."""

    def __init__(self, page: Page) -> None:
        assert isinstance(page, PlaywrightTab)
        self._page = page
        self._session = page.page.context.new_cdp_session(page.page)
        self._running: dict[str, str] = {}
        self._session.on("ServiceWorker.workerVersionUpdated", self._note)
        self._session.send("ServiceWorker.enable")

    def _note(self, news: dict[str, list[dict[str, str]]]) -> None:
        self._running |= {v["versionId"]: v["runningStatus"] for v in news["versions"]}

    def run(self) -> bool:
        self._page.evaluate("() => 1")  # what has happened until now is told
        return any(status != "stopped" for status in self._running.values())

    def stop(self) -> None:
        self._session.send("ServiceWorker.stopAllWorkers")
        eventually(lambda: self._running and not self.run(), 20, "none runs")


# From where each file of assets/ came, other than by the worker itself.
SOURCES = """() => Object.fromEntries(performance.getEntriesByType('resource')
  .filter(({ name }) => name.includes('/assets/'))
  .map((entry) => [entry.name.split('/').at(-1), entry.workerFinalSourceType]))"""


def test_scripts_need_no_worker_before_and_after_an_update(
    profile: Profile, tmp_path: Path
) -> None:
    sites = {name: make_release(tmp_path, name) for name in ("one", "two")}
    server = SiteServer(sites["one"])
    page = visit(profile, server)
    for release in ("one", "two"):
        page.reload()
        await_release(page, release)
        workers = Workers(page)
        workers.stop()
        server.down()
        assert page.evaluate(LATE) == release
        assert not workers.run()
        sources = page.evaluate(SOURCES)
        assert f"late-{release}.js" in sources
        assert set(sources.values()) == {"cache"}
        assert page.evaluate("() => fetch('big.bin').then(({ ok }) => ok)")
        assert workers.run()  # for what no route is for
        server.up()
        server.root = sites["two"]
        check_for_news(page)
        if release == "one":
            eventually(lambda: state(page) == "waiting")
    server.down()


def test_a_return_to_the_lab_needs_the_worker_for_its_page_alone(
    profile: Profile, host: SiteServer
) -> None:
    page = visit(profile, host)
    host.down()
    page.reload()
    ready(page)
    sources = page.evaluate(SOURCES)
    assert {name.split("-")[0] for name in sources} >= {"main", "worker", "python", "inter"}
    assert set(sources.values()) == {"cache"}
