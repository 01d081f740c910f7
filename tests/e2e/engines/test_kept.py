"""What is made is there again, whatever becomes of the page, in each engine's own storage.

What becomes of it in between, with clocks, tabs and full places, is held in tests/model.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.engines.profiles import (
    Page,
    Profile,
    eventually,
    having_testid,
    in_chromium_first,
    wait_until,
)
from tests.e2e.engines.server import SiteServer
from tests.e2e.engines.test_journeys import TEXT, write
from tests.e2e.engines.test_offline import write_service_worker
from tests.e2e.engines.test_strangers import CODE
from tests.e2e.kept import FORGET, FULL, ROOM_AGAIN, TRY_AGAIN, holding
from tests.e2e.warm import link_to

pytestmark = in_chromium_first

LAB_THERE = "() => Boolean(document.querySelector('lab-page')?.session)"
BY_LINK = "() => Boolean(document.querySelector('[data-testid=by-link]'))"
LINKED = "def loss(x=3.0): return x"
OWN, OTHER, CHANGED = (f"{LINKED}  # {name}" for name in ("my own", "other tab", "changed"))
LINK = link_to({"code": LINKED})
# The tab behind is not drawn in every engine: its session is told.
EDIT = "(code) => document.querySelector('lab-page').session.edit(code)"
FOCUS = "() => document.querySelector('main [contenteditable=true]').focus()"
EDITOR = "() => document.querySelector('main [contenteditable=true]')?.textContent.trim() ?? ''"


def new_page(profile: Profile, address: str) -> Page:
    page = profile.new_page()
    page.resize(1280, 800)
    page.goto(address)
    return page


def open_lab(page: Page, code: str | None = None) -> None:
    """Wait for the Lab, though not for Python; and for the code that is to stand there."""
    wait_until(page, LAB_THERE)
    if code is not None:
        eventually(lambda: page.evaluate(CODE) == code, 20, f"it has {code}")


def test_what_is_written_in_the_lab_outlives_reloads_links_and_tabs(
    profile: Profile, host: SiteServer
) -> None:
    page = new_page(profile, host.address)
    open_lab(page)
    write(page, OWN)
    page.reload()  # in the middle of it
    open_lab(page, OWN)
    second = new_page(profile, host.address)
    open_lab(second, OWN)
    second.evaluate(EDIT, OTHER)
    wait_until(second, holding("other tab"))
    second.close()
    page.goto(host.address + LINK)
    wait_until(page, BY_LINK)
    write(page, CHANGED)
    page.reload()
    open_lab(page, CHANGED)
    page.evaluate("() => history.back()")
    open_lab(page, OWN)
    page.evaluate("() => history.forward()")
    open_lab(page, CHANGED)
    page.evaluate("() => { location.hash = '#code'; }")
    wait_until(page, f"() => location.hash === '{LINK}'")
    assert page.evaluate(CODE) == CHANGED
    page.click(having_testid("make-own"))
    wait_until(page, "() => location.hash.startsWith('#own=')")
    page.reload()
    open_lab(page, CHANGED)
    for text in ("my own", "other tab"):
        assert page.evaluate(holding(text)), text


@pytest.mark.long  # of Chromium it is asked in tests/e2e/test_lab_more.py too
def test_a_text_of_ones_own_is_renamed_deleted_and_had_back(
    profile: Profile, host: SiteServer
) -> None:
    name = "خسارة 損失"
    chosen = "() => document.querySelector('.example-picker option:checked').text"
    page = new_page(profile, host.address + LINK)
    wait_until(page, BY_LINK)
    page.click(having_testid("make-own"))
    wait_until(page, "() => Boolean(document.querySelector('[data-testid=rename]'))")
    page.click(having_testid("rename"))
    wait_until(page, "() => Boolean(document.querySelector('[data-testid=own-name]'))")
    page.evaluate("name => { document.querySelector('[data-testid=own-name]').value = name }", name)
    page.click(having_testid("keep-name"))
    eventually(lambda: page.evaluate(chosen) == name, 20, "it has the name")
    page.click(having_testid("delete"))
    wait_until(page, "() => document.activeElement?.dataset.testid === 'put-back'")
    assert page.evaluate("() => location.hash") == ""
    page.click(having_testid("put-back"))
    wait_until(page, "() => location.hash.startsWith('#own=')")
    page.reload()
    open_lab(page, LINKED)
    eventually(lambda: page.evaluate(chosen) == name, 20, "it has the name still")


# Of Chromium it is asked in tests/e2e, with hints, passes and engines, at each change.
@pytest.mark.long
@pytest.mark.parametrize("address", ["course-01-the-problem.html", "engine.html"])
def test_what_is_written_in_an_exercise_and_an_engine_outlives_a_reload(
    profile: Profile, host: SiteServer, address: str
) -> None:
    page = new_page(profile, host.address + address)
    wait_until(page, "() => Boolean(document.querySelector('main [contenteditable=true]'))")
    page.evaluate(FOCUS)
    page.insert("half = 1  # a thought")
    page.reload()
    eventually(lambda: "half = 1  # a thought" in page.evaluate(EDITOR), 20, "it is there")


@pytest.mark.long  # of Chromium it is asked in tests/e2e/test_course.py too
def test_with_no_room_it_is_said_and_kept_when_there_is(profile: Profile, host: SiteServer) -> None:
    page = new_page(profile, host.address)
    open_lab(page)
    page.evaluate(FULL)
    write(page, OWN)
    eventually(lambda: "Not kept" in page.evaluate(TEXT, "kept-notice"), 20, "it is said")
    page.evaluate(ROOM_AGAIN)
    page.evaluate(TRY_AGAIN)
    eventually(lambda: "Kept again" in page.evaluate(TEXT, "kept-notice"), 20, "it is over")
    page.reload()
    open_lab(page, OWN)


KINDS = {  # the address, and how what stands in the editor is written
    "typed": "",
    "of a link": LINK,
    "an exercise": "course-01-the-problem.html",
    "an engine": "engine.html",
}
# From now on, this page takes it for two days earlier.
CLOCK_BACK = """() => {
  const { now } = Date;
  Date.now = () => now() - 2 * 86_400_000;
}"""
HERE_AGAIN = """(text) =>
  (document.querySelector('main [contenteditable=true]')?.textContent ?? '').includes(text)"""
NEWS = "() => document.querySelector('update-notice').updates.check().catch(() => {})"
WAITING = "() => document.querySelector('update-notice').dataset.state === 'waiting'"
SITE_KEPT = "() => document.querySelector('update-notice')?.dataset.state === 'kept'"


@pytest.fixture
def own_host(dist: Path, tmp_path: Path) -> Iterator[SiteServer]:
    """The site on a host of its own, whose release can be replaced."""
    shutil.copytree(dist, tmp_path / "one")
    server = SiteServer(tmp_path / "one")
    yield server
    server.down()


def release_another(host: SiteServer) -> None:
    """Put a release on the host that differs in a word, with its own list of files."""
    another = host.root.parent / "two"
    shutil.copytree(host.root, another)
    page = another / "course.html"
    page.write_text(page.read_text().replace("</title>", ", once more</title>", 1))
    write_service_worker(another)
    host.root = another


def set_down(page: Page, text: str) -> None:
    """Write a text in place of what stands there."""
    wait_until(page, "() => Boolean(document.querySelector('main [contenteditable=true]'))")
    page.evaluate(FOCUS)
    page.press_control("a")
    page.insert(text)


def await_text(page: Page, text: str, fate: str) -> None:
    eventually(lambda: page.evaluate(HERE_AGAIN, text), 60, f"it is there, {fate}")


@pytest.mark.long
@pytest.mark.parametrize("kind", KINDS)
def test_whatever_becomes_of_the_page_its_text_is_there(
    profile: Profile, own_host: SiteServer, kind: str
) -> None:
    address = own_host.address + KINDS[kind]
    page = new_page(profile, address)
    fates = {
        "reloaded": page.reload,
        "left, and come back to": lambda: (
            page.goto(own_host.address + "licences.html"),
            page.evaluate("() => history.back()"),
        ),
        "with a clock set back": page.reload,
        "with all of it deleted meanwhile": lambda: page.evaluate(FORGET),
        "of a release that is replaced": lambda: (
            wait_until(page, SITE_KEPT),
            release_another(own_host),
            page.evaluate(NEWS),
            wait_until(page, WAITING),
            page.click("update-notice button"),
        ),
    }
    for number, (fate, befall) in enumerate(fates.items()):
        text = f"kept{number} = 1"
        if fate == "with a clock set back":
            page.evaluate(CLOCK_BACK)  # what is written now says that it is the older
        set_down(page, text)
        befall()
        await_text(page, text, fate)
        if fate.startswith("with all of it deleted"):
            set_down(page, f"{text} + 1")
            page.reload()
            await_text(page, f"{text} + 1", "and written anew")
    again = profile.new_page()
    page.close()
    again.goto(address)
    await_text(again, text, "in another tab, after it was closed")
