"""Pages that stay open from test to test, and are brought back to where they began in between.

To open a profile and start Python in it takes some ten times as long as most tests. So a page is
lent to one test after the other. What brings it back is what the site itself does: a link to other
code puts the reader's own work away, and leaving that link opens own work anew. There is none left
then, since what was kept is deleted in between as one deletes a site's data. The first run that
follows has an interpreter in which nothing has run.

That nothing is left is seen by comparing with what the page was when it was opened (`STATE`). A
page on which a test failed, or which is not as before, is closed; the next test gets a new one.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from playwright.sync_api import Browser

from tests.conftest import SIZES, Watch
from tests.e2e.engines.profiles import NotYetError, eventually
from tests.e2e.lab_driver import Lab, open_lab

# What a reader would find: what is drawn, entered, opened, lit and kept, and where they are.
STATE = """async () => {
  const LAB = ['code', 'ranCode', 'busy', 'exploring', 'here', 'error', 'notice', 'log', 'text',
    'settings', 'optimizer', 'rate', 'steps', 'start', 'batches', 'live', 'axes', 'selected',
    'position', 'step', 'probe', 'kept', 'race', 'prediction', 'terrainProblem', 'descentProblem'];
  const fields = [...document.querySelectorAll('input, select, textarea')];
  const scrolled = [...document.querySelectorAll('*')].filter((e) => e.scrollTop || e.scrollLeft);
  const { session } = document.querySelector('lab-page') ?? {};
  const copy = document.documentElement.cloneNode(true);
  // Python's own frame; and a hidden cursor, as high as the font that was there by then.
  for (const part of copy.querySelectorAll('iframe, .cm-cursorLayer')) part.remove();
  return {
    markup: copy.innerHTML.replace(/<!--.*?-->/g, ''),
    fields: fields.map((e) => (e.type === 'checkbox' ? e.checked : e.value)),
    opened: document.querySelectorAll('details[open], dialog[open]').length,
    focus: document.activeElement?.tagName ?? null,
    scrolled: scrolled.map((e) => [e.className, e.scrollTop, e.scrollLeft]),
    size: [innerWidth, innerHeight],
    address: location.href.replace(/#$/, ''),
    title: document.title,
    theme: document.documentElement.dataset.theme ?? null,
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    databases: (await indexedDB.databases()).length,
    frames: document.querySelectorAll('iframe').length,
    lab: JSON.stringify(session?.state, LAB),
  };
}"""
SETTLED = """() => {
  const { state } = document.querySelector('lab-page').session;
  const kept = document.querySelector('update-notice').dataset.state === 'kept';
  return kept && !state.busy && !state.exploring;
}"""
FORGET = "() => { localStorage.clear(); sessionStorage.clear(); }"


def link_to(content: Any) -> str:
    """The fragment of a link that holds this, whether or not the Lab would have made it."""
    text = content if isinstance(content, str) else json.dumps(content)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(text.encode()) + packer.flush()
    return "#lab=" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


ELSEWHERE = link_to({"code": "def loss(x=1.0):\n    return x\n"})


class LeftoverError(AssertionError):
    """Something of a test is left on the page that it was lent."""


def differences(state: dict[str, Any], first: dict[str, Any]) -> list[str]:
    """What of a page's state is not as it was at first, each with a little of both."""
    told = []
    for name, then in first.items():
        now = state[name]
        if now == then:
            continue
        one, other = str(now), str(then)
        pairs = enumerate(zip(one, other, strict=False))
        at = max(0, next((k for k, (a, b) in pairs if a != b), min(len(one), len(other))) - 60)
        told.append(f"{name}: {one[at:at + 160]!r}, at first {other[at:at + 160]!r}")
    return told


class WarmLab:
    """The Lab in a profile of its own, and the state that it was in when it had opened."""

    def __init__(
        self, chromium: Browser, site: str, size: str, watch: Watch, patience: float
    ) -> None:
        self.site = site
        self.patience = patience
        self.size = size
        self._context = chromium.new_context(**SIZES[size])
        self.page = self._context.new_page()
        watch.follow(self.page)
        self.page.goto(site)
        self._settle()
        self.first: dict[str, Any] = self.page.evaluate(STATE)

    def _settle(self) -> None:
        open_lab(self.page)
        eventually(lambda: self.page.evaluate(SETTLED), what="the Lab has come to rest")

    def bring_back(self) -> None:
        """Make the page as it was at first, or tell how it differs."""
        self.page.set_viewport_size(SIZES[self.size]["viewport"])
        self.page.emulate_media(color_scheme="light", reduced_motion="no-preference")
        self._context.clear_permissions()
        self.page.mouse.move(0, 0)
        self.page.goto(self.site + ELSEWHERE)
        by_link = self.page.get_by_test_id("by-link")
        eventually(lambda: by_link.count() == 1, what="other code is open")
        self.page.evaluate(FORGET)
        self.page.goto(f"{self.site}#")
        eventually(lambda: by_link.count() == 0, what="own work is open")
        self._settle()
        told: list[str] = []

        def same() -> bool:  # the last of it may still be on its way to the screen
            told[:] = differences(self.page.evaluate(STATE), self.first)
            return not told

        try:
            eventually(same, self.patience)
        except NotYetError:
            raise LeftoverError(f"The page is not as it was: {'; '.join(told)}") from None

    def close(self) -> None:
        self._context.close()


Lend = Callable[[str], AbstractContextManager[Lab]]


class Pool:
    """The pages that wait to be lent: at most one of a size. What is late on one has `patience`."""

    def __init__(self, chromium: Browser, site: str, patience: float = 10) -> None:
        self._chromium = chromium
        self._site = site
        self._patience = patience
        self._waiting: dict[str, WarmLab] = {}

    @contextmanager
    def lend_lab(self, size: str, watch: Watch, failed: Callable[[], bool]) -> Iterator[Lab]:
        warm = self._waiting.pop(size, None)
        if warm:
            watch.follow(warm.page)
        else:
            warm = WarmLab(self._chromium, self._site, size, watch, self._patience)
        back = False
        try:
            yield Lab(warm.page)
            if not failed():
                warm.bring_back()
                back = True
        finally:
            if back:
                self._waiting[size] = warm
            else:
                warm.close()

    def close(self) -> None:
        for warm in self._waiting.values():
            warm.close()
