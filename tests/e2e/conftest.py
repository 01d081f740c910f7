"""The Lab and the course as most tests meet them: in a page that is open already."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import Watch, has_failed
from tests.e2e.engines.server import SiteServer
from tests.e2e.lab_driver import Lab
from tests.e2e.warm import Lend, Pool


@pytest.fixture(scope="session")
def pool(chromium: Browser, site: str) -> Iterator[Pool]:
    waiting = Pool(chromium, site)
    yield waiting
    waiting.close()


@pytest.fixture
def lend_lab(pool: Pool, watch: Watch, request: pytest.FixtureRequest) -> Lend:
    """Lend the open page of a size, as after its first run; see tests/e2e/warm.py.

    A test that is marked `own_code` has it before that run, which takes longer than most tests.
    """
    ran = request.node.get_closest_marker("own_code") is None
    return lambda size: pool.lend_lab(size, watch, lambda: has_failed(request), ran=ran)


@pytest.fixture(params=["desktop", pytest.param("phone", marks=pytest.mark.long)])
def lab(lend_lab: Lend, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """The Lab, at a desktop's size; and in the long run at a phone's too."""
    with lend_lab(request.param) as lent:
        yield lent


@pytest.fixture
def wide_lab(lend_lab: Lend) -> Iterator[Lab]:
    """The Lab where a mouse points and drags."""
    with lend_lab("desktop") as lent:
        yield lent


@pytest.fixture
def phone_lab(lend_lab: Lend) -> Iterator[Lab]:
    """The Lab in the hand."""
    with lend_lab("phone") as lent:
        yield lent


@pytest.fixture(params=["desktop", "phone"])
def lab_of_each_size(lend_lab: Lend, request: pytest.FixtureRequest) -> Iterator[Lab]:
    """The Lab, where the size is part of what is claimed."""
    with lend_lab(request.param) as lent:
        yield lent


@pytest.fixture
def visitor(
    pool: Pool, watch: Watch, request: pytest.FixtureRequest
) -> Iterator[Callable[..., Page]]:
    """Visit a page in a tab of someone who has been here: visitor(address, size)."""
    with contextlib.ExitStack() as lent:

        def visit(address: str, size: str = "desktop") -> Page:
            page = lent.enter_context(pool.lend_page(size, watch, lambda: has_failed(request)))
            page.goto(address)
            return page

        yield visit


@pytest.fixture
def lend_python(
    pool: Pool, python_site: SiteServer, watch: Watch, request: pytest.FixtureRequest
) -> Lend:
    """Lend Python's client alone, started by the way that is named: snapshot or plain."""
    watch.origin = python_site.origin
    return lambda boot: pool.lend_python(
        boot, python_site.address, watch, lambda: has_failed(request)
    )


@pytest.fixture
def python(lend_python: Lend) -> Iterator[Page]:
    """A page with `client`, which is ready, and `PythonClient` as globals."""
    with lend_python("snapshot") as page:
        yield page
