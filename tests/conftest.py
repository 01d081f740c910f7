"""The site as a visitor meets it: built, served below a sub-path, in a browser that watches.

A test fails on anything that a visitor's console would show as an error, and on any request that
leaves the site. `open_page` opens pages in fresh profiles; most tests of the Lab and of the course
share open pages instead (tests/e2e/warm.py). `python_page` is the same without the page's own
script: Python's client alone. A failing test's pages are photographed (tests/evidence.py).

For a change, Chromium compiles WebAssembly once, and not again for speed: that costs a sixth of all
processor time, and gains nothing in tests as short as these.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    expect,
    sync_playwright,
)
from playwright.sync_api import Error as PlaywrightError

from tests.e2e.engines.profiles import PATIENCE, QUIET, eventually
from tests.e2e.engines.python_site import make_python_site
from tests.e2e.engines.server import SiteServer
from tests.evidence import Witness, follow, forget, gather
from tools import browsers

ROOT = Path(__file__).resolve().parent.parent
SUB_PATH = "/some/course/"
SIZES: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": {"width": 1280, "height": 800}},
    "phone": {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
}
FAILED = pytest.StashKey[bool]()
expect.set_options(timeout=60_000)  # milliseconds: a slow, busy machine passes too


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Iterator[Any]:
    """Note on the test that it failed, for its fixtures; keep the evidence, and say where."""
    report: pytest.TestReport = yield
    if report.failed and not item.stash.get(FAILED, False):
        item.stash[FAILED] = True
        if folder := gather(item.nodeid):
            report.sections.append(("Evidence", f"pictures and consoles: {folder}"))
    return report


def has_failed(request: pytest.FixtureRequest) -> bool:
    return request.node.stash.get(FAILED, False)


class Watch:
    """What must not happen while a page is open."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.faults: list[str] = []
        self.allowed: list[str] = []
        self._contexts: list[BrowserContext] = []
        self._followed: dict[Page, tuple[Witness, dict[str, Callable[..., None]]]] = {}

    def follow(self, page: Page) -> None:
        witness = follow(lambda: page.screenshot(timeout=5000))

        def console(message: ConsoleMessage) -> None:
            witness.said.append(f"{message.type}: {message.text}")
            if message.type == "error":
                self.faults.append(f"console: {message.text}")

        def uncaught(error: PlaywrightError) -> None:
            witness.said.append(f"uncaught: {error}")
            self.faults.append(f"uncaught: {error}")

        listeners = {"console": console, "pageerror": uncaught, "request": self._request}
        for event, listener in listeners.items():
            page.on(event, listener)  # type: ignore[call-overload]  # one of the three
        self._followed[page] = witness, listeners

    def follow_tabs(self, context: BrowserContext) -> None:
        """Follow each page that will be opened in this profile."""
        context.on("page", self.follow)
        self._contexts.append(context)

    def leave(self) -> None:
        """Follow the pages no longer."""
        for context in self._contexts:
            context.remove_listener("page", self.follow)
        self._contexts.clear()
        for page, (witness, listeners) in self._followed.items():
            forget(witness)
            for event, listener in listeners.items():
                page.remove_listener(event, listener)
        self._followed.clear()

    def allow(self, pattern: str) -> None:
        """Let errors through that a test provokes on purpose."""
        self.allowed.append(pattern)

    def verdict(self) -> list[str]:
        return [f for f in self.faults if not any(re.search(p, f) for p in self.allowed)]

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:", "about:")):
            self.faults.append(f"request to {request.url}")


@pytest.fixture(scope="session")
def dist() -> Path:
    """dist/, as build.py makes it from what is in the tree."""
    subprocess.run([sys.executable, ROOT / "build.py", "build"], check=True)
    return ROOT / "dist"


@pytest.fixture(scope="session")
def site(dist: Path) -> Iterator[str]:
    """The address of the site, on a host that serves it below a sub-path."""
    server = SiteServer(dist, SUB_PATH)
    yield server.address
    server.down()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The one Playwright that a process can have."""
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def chromium(playwright: Playwright, pytestconfig: pytest.Config) -> Iterator[Browser]:
    found = browsers.find("chromium")
    assert found, "no Chromium: run `python3 build.py test`, which installs one"
    options = ["--no-sandbox"] if sys.platform == "linux" and os.geteuid() == 0 else []
    if pytestconfig.getoption("markexpr") == "not long":  # the journeys and the long run have both
        options.append("--js-flags=--liftoff-only")
    browser = playwright.chromium.launch(executable_path=found.executable, args=[*QUIET, *options])
    yield browser
    browser.close()


@pytest.fixture
def watch(site: str) -> Iterator[Watch]:
    watching = Watch(site.removesuffix(SUB_PATH))
    yield watching
    watching.leave()
    assert watching.verdict() == []


@pytest.fixture
def open_page(chromium: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Open pages, each in a fresh profile: open_page(address, size, **context options)."""
    contexts: list[BrowserContext] = []

    def opened(address: str, size: str = "desktop", **options: Any) -> Page:
        context = chromium.new_context(**(SIZES[size] | options))
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


def until(page: Page, expression: str, patience: float = PATIENCE) -> Any:
    """Ask the page until a JavaScript expression is true, and return its value.

    Polled from outside: the page's policy forbids what Playwright's own wait would put into it.
    """
    return eventually(lambda: page.evaluate(expression), patience, expression)


@pytest.fixture(scope="session")
def python_site(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteServer]:
    """The site with Python's client alone in its page, on a server that a test may spoil."""
    root = make_python_site(dist, tmp_path_factory.mktemp("python-site"))
    server = SiteServer(root, SUB_PATH)
    yield server
    server.down()


@pytest.fixture
def python_page(
    python_site: SiteServer, chromium: Browser, watch: Watch
) -> Iterator[Callable[..., Page]]:
    """Open the harness: python_page(query='') has `client` and `PythonClient` as globals."""
    contexts: list[BrowserContext] = []
    watch.origin = python_site.origin

    def opened(query: str = "") -> Page:
        context = chromium.new_context()
        context.set_default_timeout(PATIENCE * 1000)
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        page.goto(python_site.address + query)
        until(page, "Boolean(globalThis.client)")
        return page

    yield opened
    for context in contexts:
        context.close()
    python_site.mend()
