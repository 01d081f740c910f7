"""What a person does, once in each engine: open, run, stop, descend, an exercise, no network."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.e2e.engines.profiles import Page, Profile, eventually, having_testid, wait_until
from tests.e2e.engines.server import SiteServer

LOSS = "def loss(x=3.0):\n    return (x - 1) ** 2\n"
FOREVER = "print('here')\nwhile True:\n    pass\n"
TEXT = "(id) => document.querySelector(`[data-testid=${id}]`)?.textContent ?? ''"
VALUE = "(id) => Number(document.querySelector(`[data-testid=${id}]`)?.dataset.value ?? 'nan')"
STATE = "() => document.querySelector('[data-testid=status]')?.dataset.state"
KEPT = "() => document.querySelector('update-notice')?.dataset.state === 'kept'"


@pytest.fixture
def page(profile: Profile, host: SiteServer) -> Page:
    opened = profile.new_page()
    opened.resize(1280, 800)
    opened.goto(host.address)
    ready(opened)
    return opened


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


def test_the_lab_opens_with_the_loss_of_the_lecture(page: Page) -> None:
    eventually(lambda: page.evaluate(VALUE, "loss") == pytest.approx(0.443052824475648, abs=1e-12))
    assert page.evaluate(VALUE, "gradient-x") == pytest.approx(-0.3277744397151291, abs=1e-12)
    assert page.evaluate(VALUE, "gradient-y") == pytest.approx(-0.336282174741702, abs=1e-12)


def test_the_page_asks_for_each_file_once(profile: Profile, host: SiteServer) -> None:
    before = len(host.seen)
    page = profile.new_page()
    page.goto(host.address)
    ready(page)
    wait_until(page, KEPT)
    asked = Counter(seen.path for seen in host.seen[before:] if "/assets/" in seen.path)
    assert any("python-" in path for path in asked)
    # And once more by the service worker, which keeps it.
    assert {path: times for path, times in asked.items() if times > 2} == {}


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


def test_after_one_visit_the_lab_works_without_a_network(
    page: Page, profile: Profile, host: SiteServer
) -> None:
    wait_until(page, KEPT)
    host.down()
    page.reload()
    ready(page)
    run(page, "import statistics\n" + LOSS)
    eventually(lambda: page.evaluate(VALUE, "loss") == 4)
    page.goto(host.address + "course.html")
    assert "Autograd" in page.evaluate("() => document.title")
    addresses = profile.addresses()
    if addresses is not None:  # where the driver tells; the trap of the isolation tests is for all
        own = (host.origin, "data:", "blob:", "about:")
        assert [address for address in addresses if not address.startswith(own)] == []


def test_an_exercise_is_checked(profile: Profile, host: SiteServer) -> None:
    page = profile.new_page()
    page.goto(host.address + "course-01-the-problem.html")
    wait_until(page, "() => Boolean(document.querySelector('[data-testid=check]'))")
    page.evaluate("() => document.querySelector('[data-testid=check]').click()")
    judged = "() => document.querySelector('[data-testid=answer]')?.dataset.passed"
    assert wait_until(page, judged) == "false"
