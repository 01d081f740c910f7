"""Each engine, fresh profiles in it, and hosts for it to visit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from tests.e2e.engines.profiles import Engines, Profile
from tests.e2e.engines.server import SiteServer, Trap
from tools.browsers import ENGINES, Browser, Engine, ensure

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def engines(playwright: Playwright) -> Iterator[Engines]:
    running = Engines(playwright)
    yield running
    running.close()


@pytest.fixture(scope="session", params=ENGINES)
def browser(request: pytest.FixtureRequest) -> Browser:
    """Each engine in turn; one that cannot be had fails its tests."""
    engine: Engine = request.param
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
