"""Pages that stay open from test to test, and are brought back to where they began in between.

To open a profile and start Python in it takes some ten times as long as most tests. So a page is
lent to one test after the other. What brings it back is what the site itself does: a link to other
code puts the reader's own work away, and what was kept is deleted as one deletes a site's data. So
the Lab is lent to tests that bring their own code: nothing of it is run. For those that are about
own work that link is left, which opens it anew; to run it takes three times as long as the rest.
The first run that follows has an interpreter in which nothing has run.

That nothing is left is seen by comparing with what the page was when it was opened (`STATE`). A
page on which a test failed, or which is not as before, is closed; the next test gets a new one. A
page that a test has only looked at is as it was, and stays.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, Protocol, TypeVar

from playwright.sync_api import Browser, Page

from tests.conftest import SIZES, Watch
from tests.e2e.engines.profiles import PATIENCE, NotYetError, eventually
from tests.e2e.kept import FORGET, RECORDS, WRITE
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
    databases: await (RECORDS)(),
    frames: document.querySelectorAll('iframe').length,
    lab: JSON.stringify(session?.state, LAB),
  };
}""".replace("RECORDS", RECORDS)
SETTLED = """() => {
  const { state } = document.querySelector('lab-page').session;
  const kept = document.querySelector('update-notice').dataset.state === 'kept';
  const { completes } = document.querySelector('code-editor'); // with styles of its own
  return kept && completes && !state.busy && !state.exploring;
}"""
OPENED_BY_LINK = """(code) => {
  const page = document.querySelector('lab-page');
  return page.session.state.code === code && Boolean(page.querySelector('[data-testid=by-link]'));
}"""
QUIET_PAGE = "licences.html"  # which starts no Python, and keeps nothing
KEPT = f"""async () => [
  ...Object.entries(localStorage), ...Object.entries(sessionStorage), ...await ({RECORDS})()
]"""
RENEW = """async () => {
  const [client, ...names] = globalThis.first;
  for (const name of Object.keys(globalThis)) {
    if (name !== 'first' && !names.includes(name)) delete globalThis[name];
  }
  await client.renew();
  states.length = 0;
  return [
    globalThis.client !== client && 'another client',
    ...Object.entries(localStorage), ...Object.entries(sessionStorage),
    document.querySelectorAll('iframe').length !== 1 && 'another frame',
  ].filter(Boolean);
}"""


def link_to(content: Any) -> str:
    """The fragment of a link that holds this, whether or not the Lab would have made it."""
    text = content if isinstance(content, str) else json.dumps(content)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(text.encode()) + packer.flush()
    return "#lab=" + base64.urlsafe_b64encode(packed).decode().rstrip("=")


# By turns: only another address than the one that is open opens the Lab anew.
ELSEWHERE = [
    (link_to({"code": code}), code)
    for code in (f"def loss(x=1.0):\n    return x  # {turn}\n" for turn in ("one", "two"))
]


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


class Lendable(Protocol):
    """What can be lent: it is told who watches, made as it was at first, and closed."""

    def watched_by(self, watch: Watch) -> None: ...

    def bring_back(self) -> None: ...

    def close(self) -> None: ...


class WarmProfile:
    """A profile that has the whole site, with one page open in it."""

    def __init__(self, chromium: Browser, site: str, size: str, watch: Watch) -> None:
        self.site = site
        self.size = size
        self._context = chromium.new_context(**SIZES[size])
        self._context.set_default_timeout(PATIENCE * 1000)
        self.page = self._context.new_page()
        self.watched_by(watch)

    def watched_by(self, watch: Watch) -> None:
        """Let a test's watch hear of all that goes on here, also in tabs that are opened."""
        watch.follow(self.page)
        watch.follow_tabs(self._context)

    def come_to_rest(self) -> None:
        """Be as the browser was at first: size, media, permissions, pointer, tabs."""
        for page in self._context.pages[1:]:
            page.close()
        self.page.set_viewport_size(SIZES[self.size]["viewport"])
        self.page.emulate_media(
            color_scheme="light", reduced_motion="no-preference", media="screen"
        )
        self._context.clear_permissions()
        self.page.mouse.move(0, 0)

    def close(self) -> None:
        self._context.close()


class WarmLab(WarmProfile):
    """The Lab, and the states in which it is lent: own work after its first run, or code by a link.

    Nothing of the code by a link is run.
    """

    def __init__(
        self, chromium: Browser, site: str, size: str, watch: Watch, patience: float
    ) -> None:
        super().__init__(chromium, site, size, watch)
        self._patience = patience
        self.page.goto(site)
        self._settle()
        self._first = {site: self._state()}  # by address
        self._here = site
        for _ in ELSEWHERE:
            self._put_own_work_away()
            self._first[self._here] = self._state()

    @property
    def first(self) -> dict[str, Any]:
        """What the page was at first, in the state in which it is lent."""
        return self._first[self._here]

    def _state(self) -> dict[str, Any]:
        state: dict[str, Any] = self.page.evaluate(STATE)
        return state

    def _settle(self) -> None:
        open_lab(self.page)
        eventually(lambda: self.page.evaluate(SETTLED), what="the Lab has come to rest")

    def _put_own_work_away(self) -> None:
        link, code = next(e for e in ELSEWHERE if not self.page.url.endswith(e[0]))
        self._forget()
        self.page.goto(self.site + link)
        eventually(lambda: self.page.evaluate(OPENED_BY_LINK, code), what="other code is open")
        self._forget()  # own work was kept as it was left
        self._here = self.site + link
        self._settle()

    def _forget(self) -> None:
        self.page.evaluate(WRITE)  # or it would be written after that
        self.page.evaluate(FORGET)

    def bring_back(self) -> None:
        """Make the page as it was at first, or tell how it differs."""
        self.come_to_rest()
        if self._state() == self.first:
            return
        self._put_own_work_away()
        self._compare()

    def open_own_work(self) -> None:
        """Have own work open, of which there is none yet: what the Lab opens with is run."""
        if self._here == self.site:
            return
        self.page.goto(f"{self.site}#")
        by_link = self.page.get_by_test_id("by-link")
        eventually(lambda: by_link.count() == 0, what="own work is open")
        self._here = self.site
        self._settle()
        self._compare()

    def open_link(self) -> None:
        """Have code of a link open, of which nothing is run."""
        if self._here == self.site:
            self._put_own_work_away()
            self._compare()

    def _compare(self) -> None:
        told: list[str] = []

        def same() -> bool:  # the last of it may still be on its way to the screen
            told[:] = differences(self._state(), self.first)
            return not told

        try:
            eventually(same, self._patience)
        except NotYetError:
            raise LeftoverError(f"The page is not as it was: {'; '.join(told)}") from None


class WarmVisitor(WarmProfile):
    """Someone who has been on the site, of whom nothing is kept but the site itself."""

    def __init__(self, chromium: Browser, site: str, size: str, watch: Watch) -> None:
        super().__init__(chromium, site, size, watch)
        self.page.goto(site)
        wait = "() => document.querySelector('update-notice').dataset.state === 'kept'"
        eventually(lambda: self.page.evaluate(wait), what="the site is kept")
        self.bring_back()

    def bring_back(self) -> None:
        """Leave what is open, and forget what it wrote as it went; or tell what is left."""
        self.come_to_rest()
        self.page.goto(self.site + QUIET_PAGE)
        self.page.evaluate(FORGET)
        if left := self.page.evaluate(KEPT):
            raise LeftoverError(f"There is something left of the test: {left}")


class WarmPython:
    """Python's client alone in a page, started in one of its ways."""

    def __init__(self, chromium: Browser, address: str, watch: Watch) -> None:
        self._context = chromium.new_context()
        self._context.set_default_timeout(PATIENCE * 1000)
        self.page = self._context.new_page()
        self.watched_by(watch)
        self.page.goto(address)
        eventually(lambda: self.page.evaluate("Boolean(globalThis.client)"), what="the harness")
        self.page.evaluate("() => client.start()")
        self.page.evaluate("() => { globalThis.first = [client, ...Object.keys(globalThis)]; }")

    def watched_by(self, watch: Watch) -> None:
        watch.follow(self.page)

    def bring_back(self) -> None:
        """Have an interpreter in which nothing has run, and no names but those of the harness."""
        left = self.page.evaluate(RENEW)
        if left != []:
            raise LeftoverError(f"The page is not as it was: {left}")

    def close(self) -> None:
        self._context.close()


Warm = TypeVar("Warm", bound=Lendable)
Lend = Callable[[str], AbstractContextManager[Any]]


class Pool:
    """The pages that wait to be lent: at most one of a size. What is late on one has `patience`."""

    def __init__(self, chromium: Browser, site: str, patience: float = 10) -> None:
        self._chromium = chromium
        self._site = site
        self._patience = patience
        self._waiting: dict[tuple[type, str], Any] = {}

    @contextmanager
    def lend_lab(
        self, size: str, watch: Watch, failed: Callable[[], bool], *, ran: bool = True
    ) -> Iterator[Lab]:
        """Lend the Lab, as it is after its first run, or before it."""

        def open_anew() -> WarmLab:
            return WarmLab(self._chromium, self._site, size, watch, self._patience)

        with self.lend((WarmLab, size), open_anew, watch, failed) as warm:
            if ran:
                warm.open_own_work()
            else:
                warm.open_link()
            yield Lab(warm.page)

    @contextmanager
    def lend_page(self, size: str, watch: Watch, failed: Callable[[], bool]) -> Iterator[Page]:
        """Lend a tab of someone who has been here; nothing of the course is open or kept."""

        def open_anew() -> WarmVisitor:
            return WarmVisitor(self._chromium, self._site, size, watch)

        with self.lend((WarmVisitor, size), open_anew, watch, failed) as warm:
            yield warm.page

    @contextmanager
    def lend_python(
        self, boot: str, address: str, watch: Watch, failed: Callable[[], bool]
    ) -> Iterator[Page]:
        """Lend Python's client alone, with an interpreter in which nothing has run."""

        def open_anew() -> WarmPython:
            return WarmPython(self._chromium, f"{address}?boot={boot}", watch)

        with self.lend((WarmPython, boot), open_anew, watch, failed) as warm:
            yield warm.page

    @contextmanager
    def lend(
        self,
        kind: tuple[type, str],
        open_anew: Callable[[], Warm],
        watch: Watch,
        failed: Callable[[], bool],
    ) -> Iterator[Warm]:
        """Lend the one of this kind that waits, or another; afterwards it waits, or is closed."""
        warm = self._waiting.pop(kind, None)
        if warm:
            warm.watched_by(watch)
        else:
            warm = open_anew()
        back = False
        try:
            yield warm
            if not failed():
                warm.bring_back()
                back = True
        finally:
            if back and kind not in self._waiting:
                self._waiting[kind] = warm
            else:
                warm.close()

    def close(self) -> None:
        for warm in self._waiting.values():
            warm.close()
