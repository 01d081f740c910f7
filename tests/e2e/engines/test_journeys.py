"""What a person does, once in each engine: open, run, stop, descend, an exercise, no network."""

from __future__ import annotations

import contextlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.e2e.engines.conftest import Shared
from tests.e2e.engines.profiles import (
    Engines,
    Page,
    Profile,
    eventually,
    having_testid,
    in_each_engine,
    wait_until,
)
from tests.e2e.engines.server import SiteServer
from tools.browsers import Browser

pytestmark = in_each_engine

LOSS = "def loss(x=3.0):\n    return (x - 1) ** 2\n"
FOREVER = "print('here')\nwhile True:\n    pass\n"
TEXT = "(id) => document.querySelector(`[data-testid=${id}]`)?.textContent ?? ''"
VALUE = "(id) => Number(document.querySelector(`[data-testid=${id}]`)?.dataset.value ?? 'nan')"
STATE = "() => document.querySelector('[data-testid=status]')?.dataset.state"
KEPT = "() => document.querySelector('update-notice')?.dataset.state === 'kept'"


@dataclass
class Visit:
    """The Lab open in an engine, in a profile that had never seen it, with the site kept by now."""

    profile: Profile
    host: SiteServer
    page: Page
    first_numbers: list[float]  # that it showed when Python was ready
    files: Counter[str]  # that were asked for until the site was kept


@contextlib.contextmanager
def first_visit(engines: Engines, browser: Browser, dist: Path) -> Iterator[Visit]:
    host = SiteServer(dist)
    try:
        with engines.open_profile(browser) as profile:
            page = profile.new_page()
            page.resize(1280, 800)
            page.goto(host.address)
            ready(page)
            eventually(lambda: page.evaluate(VALUE, "loss") > 0, what="a loss")
            names = ("loss", "gradient-x", "gradient-y")
            numbers = [page.evaluate(VALUE, name) for name in names]
            wait_until(page, KEPT)
            files = Counter(seen.path for seen in host.seen if "/assets/" in seen.path)
            yield Visit(profile, host, page, numbers, files)
    finally:
        host.down()


@pytest.fixture(scope="module")
def shared(engines: Engines, browser: Browser, dist: Path) -> Iterator[Shared[Visit]]:
    visits = Shared(lambda: first_visit(engines, browser, dist))
    yield visits
    visits.close()


@pytest.fixture
def visit(shared: Shared[Visit], request: pytest.FixtureRequest) -> Iterator[Visit]:
    """The visit that the journeys of an engine share, wherever it has come."""
    yield from shared.lend(request)


@pytest.fixture
def page(visit: Visit) -> Page:
    """The Lab, in that visit."""
    if visit.page.evaluate("() => location.href") != visit.host.address:
        visit.page.goto(visit.host.address)
    ready(visit.page)
    return visit.page


def ready(page: Page) -> None:
    eventually(lambda: page.evaluate(STATE) == "ready", what="Python is ready")


def write(page: Page, code: str) -> None:
    """Replace the editor's text as a person would: focus, select all, paste."""
    content = f"{having_testid('editor')} .cm-content, {having_testid('editor')}.cm-content"
    page.click(content)
    page.press_control("a")
    page.insert(code)


def run(page: Page, code: str) -> None:
    write(page, code)
    page.click(having_testid("run"))


def test_the_lab_opens_with_the_loss_of_the_lecture(visit: Visit) -> None:
    loss_and_gradient = [0.443052824475648, -0.3277744397151291, -0.336282174741702]
    assert visit.first_numbers == pytest.approx(loss_and_gradient, abs=1e-12)


def test_the_page_asks_for_each_file_once(visit: Visit) -> None:
    assert any("python-" in path for path in visit.files)
    # And once more by the service worker, which keeps it.
    assert {path: times for path, times in visit.files.items() if times > 2} == {}


def test_a_person_runs_stops_and_runs_again(page: Page) -> None:
    run(page, LOSS)
    eventually(lambda: page.evaluate(VALUE, "loss") == 4)
    assert page.evaluate(VALUE, "gradient-x") == 4
    ready(page)
    run(page, FOREVER)
    eventually(lambda: "here" in page.evaluate(TEXT, "console"), what="the loop has begun")
    page.click(having_testid("stop"))
    ready(page)
    assert "here" in page.evaluate(TEXT, "console")
    run(page, LOSS)
    eventually(lambda: page.evaluate(VALUE, "loss") == 4)


def test_a_descent_ends_at_the_minimum(page: Page) -> None:
    run(page, LOSS)
    eventually(lambda: page.evaluate(VALUE, "optimum-x") == pytest.approx(1, abs=1e-3))
    assert page.evaluate(VALUE, "optimum-loss") == pytest.approx(0, abs=1e-6)


def test_nothing_of_an_earlier_run_is_left(page: Page) -> None:
    spoil = "import builtins, random, js\nbuiltins.len = None\nrandom.uniform = None\njs.kept = 1\n"
    run(page, spoil + LOSS)
    eventually(lambda: page.evaluate(VALUE, "loss") == 4)
    ready(page)
    look = "import js, random\nprint(len('ab'), random.uniform(1, 1), hasattr(js, 'kept'))\n"
    run(page, look + LOSS.replace("3.0", "5.0"))
    eventually(lambda: page.evaluate(VALUE, "loss") == 16)
    assert "2 1.0 False" in page.evaluate(TEXT, "console")


def test_an_error_shows_its_html_as_text(page: Page) -> None:
    hostile = "<img src=x onerror=document.title=1>"
    run(page, f"print({hostile!r})\nraise ValueError({hostile!r})\n")
    eventually(lambda: hostile in page.evaluate(TEXT, "error"), what="the error is shown")
    assert hostile in page.evaluate(TEXT, "console")
    assert page.evaluate("() => document.querySelectorAll('img[src=x]').length") == 0


def test_after_one_visit_the_lab_works_without_a_network(visit: Visit) -> None:
    page, host = visit.page, visit.host
    host.down()
    try:
        page.goto(host.address)
        ready(page)
        run(page, "import statistics\n" + LOSS)
        eventually(lambda: page.evaluate(VALUE, "loss") == 4)
        page.goto(host.address + "course.html")
        assert "Autograd" in page.evaluate("() => document.title")
    finally:
        host.up()
    addresses = visit.profile.addresses()
    if addresses is not None:  # where the driver tells; the trap of the isolation tests is for all
        own = (host.origin, "data:", "blob:", "about:")
        assert [address for address in addresses if not address.startswith(own)] == []


def test_an_exercise_is_checked(visit: Visit) -> None:
    page = visit.page
    page.goto(visit.host.address + "course-01-the-problem.html")
    wait_until(page, "() => Boolean(document.querySelector('[data-testid=check]'))")
    page.evaluate("() => document.querySelector('[data-testid=check]').click()")
    judged = "() => document.querySelector('[data-testid=answer]')?.dataset.passed"
    assert wait_until(page, judged) == "false"
    page.goto(visit.host.address)  # at once: what was just kept holds nothing up
    ready(page)


# Firefox asks for the icon by itself, and says so where a page is left before it has come.
LEFT_BEFORE_ITS_ICON = re.compile(r"uncaught: Failed to load .*/icon.svg. A ServiceWorker intercep")
ASKED_AHEAD = """() => {
  const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
  const ahead = [...document.querySelectorAll('link[rel=preload][as=fetch]')];
  return ahead.map(({ href }) => loaded.filter((name) => name === href).length);
}"""


def test_what_is_asked_for_ahead_is_used_and_the_console_holds_no_warning(visit: Visit) -> None:
    once = visit.page.evaluate(ASKED_AHEAD)
    assert once == [1] * len(once) != []
    said = [line for witness in visit.profile.witnesses for line in witness.said]  # not in WebKit
    ours = [line for line in said if not LEFT_BEFORE_ITS_ICON.match(line)]
    assert [line for line in ours if line.startswith(("warning", "error", "uncaught"))] == []


UNTRUSTED = """() => [
  () => (document.createElement('p').innerHTML = '<b>markup</b>'),
  () => (document.createElement('iframe').srcdoc = '<b>markup</b>'),
  () => trustedTypes.createPolicy('another', {}),
  () => trustedTypes.createPolicy('python-frame', {}),
].map((attempt) => {
  try {
    return String(attempt());
  } catch (error) {
    return error.name;
  }
})"""


def test_no_text_becomes_markup_but_by_the_rules_that_are_listed(
    page: Page, shared: Shared[Visit]
) -> None:
    assert page.evaluate(UNTRUSTED) == ["TypeError"] * 4
    shared.close()  # the console tells of each: whatever comes after this has another
