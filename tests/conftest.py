"""The site as a visitor meets it: built, served below a sub-path, in a browser that watches.

`page` runs a test twice, on a desktop (1280 x 800) and on a phone (390 x 844). A test fails on
anything that a visitor's console would show as an error, and on any request that leaves the site.
`python_page` is the same without the page's own script: Python's client alone.
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
    sync_playwright,
)

from tests.e2e.engines.profiles import PATIENCE, QUIET, eventually
from tests.e2e.engines.python_site import make_python_site
from tests.e2e.engines.server import SiteServer
from tools import browsers

ROOT = Path(__file__).resolve().parent.parent
SUB_PATH = "/some/course/"
SIZES = {"desktop": (1280, 800), "phone": (390, 844)}


class Watch:
    """What must not happen while a page is open."""

    def __init__(self, origin: str) -> None:
        self.origin = origin
        self.faults: list[str] = []
        self.allowed: list[str] = []

    def follow(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"uncaught: {error}"))
        page.on("request", self._request)

    def allow(self, pattern: str) -> None:
        """Let errors through that a test provokes on purpose."""
        self.allowed.append(pattern)

    def verdict(self) -> list[str]:
        return [f for f in self.faults if not any(re.search(p, f) for p in self.allowed)]

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.faults.append(f"console: {message.text}")

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
def chromium(playwright: Playwright) -> Iterator[Browser]:
    found = browsers.find("chromium")
    assert found, "no Chromium: run `python3 build.py test`, which installs one"
    root = ["--no-sandbox"] if sys.platform == "linux" and os.geteuid() == 0 else []
    browser = playwright.chromium.launch(executable_path=found.executable, args=[*QUIET, *root])
    yield browser
    browser.close()


@pytest.fixture
def watch(site: str) -> Iterator[Watch]:
    watching = Watch(site.removesuffix(SUB_PATH))
    yield watching
    assert watching.verdict() == []


@pytest.fixture
def open_page(chromium: Browser, watch: Watch) -> Iterator[Callable[..., Page]]:
    """Open pages, each in a fresh profile: open_page(address, size, **context options)."""
    contexts: list[BrowserContext] = []

    def opened(address: str, size: str = "desktop", **options: Any) -> Page:
        width, height = SIZES[size]
        phone = (
            {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
            if size == "phone"
            else {}
        )
        context = chromium.new_context(
            viewport={"width": width, "height": height}, **(phone | options)
        )
        contexts.append(context)
        page = context.new_page()
        watch.follow(page)
        page.goto(address)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture(params=list(SIZES))
def page(request: pytest.FixtureRequest, site: str, open_page: Callable[..., Page]) -> Page:
    """The site's page, at both sizes."""
    return open_page(site, request.param)


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
