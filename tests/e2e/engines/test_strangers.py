"""What a stranger sends, a link or a file to import, in the real pages of each engine.

It is opened next to a socket that listens and to work that is kept: neither hears of it.
"""

from __future__ import annotations

import json

import pytest

from tests.e2e.engines.profiles import (
    Page,
    Profile,
    eventually,
    having_testid,
    in_chromium_first,
    wait_until,
)
from tests.e2e.engines.server import SiteServer, Trap
from tests.e2e.engines.test_journeys import LOSS, STATE, TEXT, VALUE, ready, write
from tests.e2e.kept import RECORDS, holding
from tests.e2e.warm import link_to

pytestmark = in_chromium_first

HTML = "<img src=x onerror=\"document.title='taken'\">"
OWN = LOSS + "# my own work"
# Ways out of the page, into it, and to what it keeps; the last line is what the test waits for.
HOSTILE = """import asyncio, js
print({html!r})

def attempt(way):
    try:
        way()
    except BaseException:
        pass

attempt(lambda: js.fetch({out!r}))
attempt(lambda: js.navigator.sendBeacon({out!r}))
attempt(lambda: js.importScripts({out!r}))
attempt(lambda: js.localStorage.clear())
attempt(lambda: js.indexedDB.deleteDatabase('x'))
attempt(lambda: js.parent.location.assign({out!r}))
attempt(lambda: js.postMessage({html!r}))

def loss(x=1.0):
    raise ValueError({html!r} + 'the end')
"""
KEPT = f"""async () => JSON.stringify([
  ...Object.entries(localStorage), ...await ({RECORDS})()
].sort())"""
OWN_WORK = holding("my own work")
# Without the line that the driver of one engine leaves before what it inserts.
CODE = "() => document.querySelector('lab-page')?.session?.state.code.trim() ?? ''"
TAKEN = """() => [
  document.title === 'taken', document.querySelectorAll('img[src=x]').length,
  ({}).evil ?? null, typeof globalThis.evil,
]"""
CLEAN = [False, 0, None, "undefined"]
GIVE_FILE = """(text) => {
  const input = document.querySelector('[data-testid=import]');
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], 'progress.json', { type: 'application/json' }));
  input.files = transfer.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}"""


def hostile(trap: Trap) -> str:
    return HOSTILE.format(html=HTML, out=f"http://127.0.0.1:{trap.port}/")


def with_own_work(profile: Profile, host: SiteServer) -> tuple[Page, str]:
    """Write and run something of one's own, and leave; give the tab, and all that is kept then."""
    page = profile.new_page()
    page.resize(1280, 800)
    page.goto(host.address)
    ready(page)
    write(page, OWN)
    page.click(having_testid("run"))
    eventually(lambda: page.evaluate(VALUE, "loss") == 4)
    ready(page)
    wait_until(page, OWN_WORK)
    wait_until(page, "() => !Object.keys(localStorage).some(k => k.includes('lab-running'))")
    page.goto(host.address + "course.html")  # leaving writes the last of it, for the next page
    wait_until(page, "() => !Object.keys(localStorage).some(k => k.includes(':pending:'))")
    return page, page.evaluate(KEPT)


DAMAGED = {
    "no JSON": "not even JSON",
    "too long": {"code": "a" * 50_001},
    "not a text": {"code": ["def loss(): ..."]},
    "too deep": "[" * 100_000,
    "far too large when unpacked": " " * 20_000_000,
}


def test_a_hostile_link_reaches_nothing_and_a_damaged_one_is_told_and_own_work_opens(
    profile: Profile, host: SiteServer, trap: Trap
) -> None:
    page, kept = with_own_work(profile, host)
    settings = {"optimizer": HTML, "rate": HTML, "steps": 1e99, "start": [HTML], "evil": 1}
    text = json.dumps({"code": hostile(trap), "settings": settings, "axes": [HTML, -1]})
    text = text.replace('"evil": 1', '"__proto__": {"evil": 1}, "constructor": {"evil": 1}')
    page.goto(host.address + link_to(text))
    eventually(lambda: "by a link" in page.evaluate(TEXT, "by-link"), what="the notice")
    ready(page)
    assert page.evaluate(CODE) == hostile(trap).strip()
    assert page.evaluate(TEXT, "console") == ""
    page.click(having_testid("run"))
    eventually(lambda: "the end" in page.evaluate(TEXT, "error"), what="it has run")
    ready(page)
    assert HTML in page.evaluate(TEXT, "console")
    assert page.evaluate(TAKEN) == CLEAN
    eventually(lambda: page.evaluate(KEPT) == kept, what="all is kept, and nothing else")
    page.click(f"{having_testid('by-link')} a")
    wait_until(page, f"(own) => ({CODE})() === own", OWN)
    for what, content in DAMAGED.items():
        page.goto(host.address + link_to(content))
        eventually(lambda: "damaged" in page.evaluate(TEXT, "notice"), what=what)
        assert page.evaluate(CODE) == OWN, what
        assert page.evaluate(TAKEN) == CLEAN, what
        eventually(lambda: page.evaluate(KEPT) == kept, what=f"all is kept: {what}")


def test_a_hostile_file_of_progress_stays_text(
    profile: Profile, host: SiteServer, trap: Trap
) -> None:
    record = {"code": HTML, "answer": HTML, "passed": HTML, "hints": 1e99, "at": HTML}
    text = json.dumps({
        "kind": "autograd-from-scratch progress", "version": 1, "engine": hostile(trap),
        "exercises": {"problem-guess": record, HTML: record, "evil-1": {"evil": HTML}},
    }).replace('"evil-1"', '"__proto__"')
    page = profile.new_page()
    page.goto(host.address + "course.html")
    wait_until(page, "() => Boolean(document.querySelector('[data-testid=import]'))")
    page.evaluate(GIVE_FILE, text)
    told = "() => ['transfer-told', 'transfer-problem'].map(id => " \
        "document.querySelector(`[data-testid=${id}]`)?.textContent ?? '').join('')"
    wait_until(page, told)
    assert page.evaluate(TAKEN) == CLEAN
    page.goto(host.address)  # where the student's engine, a stranger's now, could be chosen
    ready(page)
    page.goto(host.address + "engine.html")
    wait_until(page, "() => document.body.innerText.length > 200")
    assert page.evaluate(TAKEN) == CLEAN


# A tab in the background is given no frames: what waits for one waits until the tab is seen again.
NO_FRAMES = """() => {
  const waiting = [];
  const { requestAnimationFrame } = window;
  window.requestAnimationFrame = (callback) => waiting.push(callback);
  window.seenAgain = () => {
    window.requestAnimationFrame = requestAnimationFrame;
    waiting.splice(0).forEach((callback) => requestAnimationFrame(callback));
  };
}"""
DONE = """() => {
  const { busy, descent, ranCode, code } = document.querySelector('lab-page').session.state;
  return !busy && ranCode === code && Boolean(descent?.end);
}"""


def test_a_tab_in_the_background_ends_its_work_and_shows_it_when_seen(
    profile: Profile, host: SiteServer
) -> None:
    page = profile.new_page()
    page.resize(1280, 800)
    page.goto(host.address)
    ready(page)
    write(page, OWN)
    eventually(lambda: page.evaluate(CODE) == OWN, what="the text is there")
    page.evaluate(NO_FRAMES)
    page.click(having_testid("run"))
    wait_until(page, DONE)
    assert page.evaluate(VALUE, "loss") != 4  # not seen yet: nothing was drawn
    page.evaluate("() => seenAgain()")
    eventually(lambda: page.evaluate(VALUE, "loss") == 4, what="the numbers")
    eventually(lambda: page.evaluate(STATE) == "ready", what="it says that it is ready")
    wait_until(page, OWN_WORK)


# The tab behind is not drawn in every engine: what it does is asked of its session.
RUN = """(code) => {
  const { session } = document.querySelector('lab-page');
  session.edit(code);
  void session.run();
}"""
LOSS_THERE = "() => document.querySelector('lab-page').session.state.result.loss"
LAB_READY = "() => document.querySelector('lab-page')?.pythonState === 'ready'"


@pytest.mark.long  # at each change it is asked of tabs that run nothing, in test_kept
def test_two_tabs_keep_each_others_text(profile: Profile, host: SiteServer) -> None:
    tabs = {name: profile.new_page() for name in ("of the first", "of the second")}
    for name, page in tabs.items():
        page.goto(host.address)
        wait_until(page, LAB_READY)
        page.evaluate(RUN, f"{LOSS}# {name}")
        wait_until(page, DONE)
        assert page.evaluate(LOSS_THERE) == 4
    for name, page in tabs.items():
        assert name in page.evaluate(CODE)
    [first, *_] = tabs.values()
    first.reload()
    wait_until(first, LAB_READY)
    assert "of the first" in first.evaluate(CODE), "each tab has its own text"
    for name in tabs:
        assert first.evaluate(holding(name)), f"the text {name} can be had back"
