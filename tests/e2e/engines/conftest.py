"""Each engine, fresh profiles in it, and hosts for it to visit."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Generic, TypeVar

import pytest
from playwright.sync_api import Playwright

from tests.conftest import has_failed
from tests.e2e.engines.profiles import Engines, Page, Profile, wait_until
from tests.e2e.engines.server import SiteServer, Trap
from tools.browsers import Browser, Engine, ensure

ROOT = Path(__file__).parents[3]
Thing = TypeVar("Thing")


@pytest.fixture(scope="session")
def engines(playwright: Playwright) -> Iterator[Engines]:
    running = Engines(playwright)
    yield running
    running.close()


@pytest.fixture(scope="session")
def browser(request: pytest.FixtureRequest) -> Browser:
    """The engine that the test is for; one that cannot be had fails it."""
    engine: Engine = getattr(request, "param", "chromium")
    [found] = ensure([engine])
    return found


@pytest.fixture
def profile(engines: Engines, browser: Browser) -> Iterator[Profile]:
    with engines.open_profile(browser) as fresh:
        yield fresh


@pytest.fixture
def host(dist: Path) -> Iterator[SiteServer]:
    server = SiteServer(dist)
    yield server
    server.down()


@pytest.fixture
def trap() -> Iterator[Trap]:
    listening = Trap()
    yield listening
    listening.close()
    assert listening.reached == []


class Shared(Generic[Thing]):
    """What tests share: opened when it is needed, and anew after a test has failed with it."""

    def __init__(self, opening: Callable[[], contextlib.AbstractContextManager[Thing]]) -> None:
        self._opening = opening
        self._open: contextlib.ExitStack | None = None
        self._thing: Thing

    def lend(self, request: pytest.FixtureRequest) -> Iterator[Thing]:
        if self._open is None:
            self._open = contextlib.ExitStack()
            self._thing = self._open.enter_context(self._opening())
        yield self._thing
        if has_failed(request):
            self.close()

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


@contextlib.contextmanager
def python_page(engines: Engines, browser: Browser, host: SiteServer) -> Iterator[Page]:
    """Open Python's client alone, ready, in a fresh profile."""
    with engines.open_profile(browser) as profile:
        page = profile.new_page()
        page.goto(host.address)
        wait_until(page, "() => Boolean(globalThis.client)")
        page.evaluate("() => client.start()")
        yield page
