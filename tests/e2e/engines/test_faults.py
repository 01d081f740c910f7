"""What can go wrong, made to go wrong: each has its message and a way on.

What a host or a link does is met by code that is the same in every engine, so that Chromium alone
is asked. What a learner's code does to an engine is asked of each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from threading import Event
from typing import Any

import pytest

from tests.e2e.engines.conftest import Shared, python_page
from tests.e2e.engines.profiles import (
    Engines,
    Page,
    Profile,
    eventually,
    in_chromium_first,
    in_each_engine,
    wait_until,
)
from tests.e2e.engines.python_site import SAME_PYTHON, WHICH_PYTHON
from tests.e2e.engines.server import Answer, SiteServer
from tools.browsers import Browser

GOOD = {"code": "def loss(x=3.0):\n    return (x - 1) ** 2\n"}
START = """() => client.start().then(
  () => client.about.boot,
  (error) => `${error.name}: ${error.message}`,
)"""
# The kept snapshot's cache and its one entry, in which a test may meddle.
KEPT = """async () => {
  const name = (await caches.keys()).find((key) => key.includes('snapshot'));
  const [request] = name ? await (await caches.open(name)).keys() : [];
  return request ? [name, request.url] : null;
}"""
MEDDLE = """async ([name, url], kind) => {
  const cache = await caches.open(name);
  const bytes = new Uint8Array(await (await cache.match(url)).arrayBuffer());
  if (kind === 'damaged') bytes[bytes.length >> 1] ^= 1;
  await cache.put(url, new Response(kind === 'cut' ? bytes.slice(0, 1000) : bytes));
}"""
FOLLOWED = """() => {
  if (!globalThis.client) return false;
  globalThis.stages = [];
  client.addEventListener('progress', ({ detail }) => stages.push(detail.stage));
  return true;
}"""
READ = """async ([name, url]) => {
  const response = await (await caches.open(name)).match(url);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', await response.arrayBuffer())).join();
}"""
BLOCKED = """() => {
  const refused = { open: () => Promise.reject(new DOMException('refused', 'SecurityError')) };
  Object.defineProperty(globalThis, 'caches', { value: refused });
}"""
FULL = """() => {
  Cache.prototype.put = () => Promise.reject(new DOMException('full', 'QuotaExceededError'));
}"""


@pytest.fixture
def host(python_site: SiteServer) -> Iterator[SiteServer]:
    yield python_site
    python_site.mend()


def visit(profile: Profile, host: SiteServer, query: str = "?boot=snapshot") -> Page:
    page = profile.new_page()
    come(page, host, query)
    return page


def come(page: Page, host: SiteServer, query: str = "?boot=snapshot") -> None:
    """Open the page, where a busy machine is not taken for a slow link."""
    page.goto(host.address + query)
    wait_until(page, "() => Boolean(globalThis.client)")


def boot(page: Page) -> str:
    """Start Python; tell how it booted, or why it did not."""
    told: str = page.evaluate(START)
    return told


def works(page: Page) -> bool:
    outcome = page.evaluate("(args) => collect('run', args)", GOOD)
    return bool(outcome.get("value") and outcome["value"]["loss"] == 4)


def missing(_: Answer) -> Answer:
    return Answer(404, b"not found")


def cut(answer: Answer) -> Answer:
    return replace(answer, cut_after=len(answer.body) // 2)


def foreign(answer: Answer) -> Answer:
    return replace(answer, body=answer.body[:-4] + b"\0\0\0\0")


def damaged(answer: Answer) -> Answer:
    middle = len(answer.body) // 2
    return replace(answer, body=answer.body[:middle] + b"damage" + answer.body[middle + 6 :])


long = pytest.mark.long


@pytest.mark.parametrize(
    "fault", [missing, *(pytest.param(fault, marks=long) for fault in (cut, foreign, damaged))]
)
def test_without_a_sound_snapshot_python_boots_plainly(
    profile: Profile, host: SiteServer, fault: Callable[[Answer], Answer]
) -> None:
    host.spoil("snapshot", fault)
    page = visit(profile, host)
    assert boot(page) == "plain"
    assert "snapshot.gz" in page.evaluate("() => client.fallback.message")
    assert page.evaluate("(code) => printed(code)", WHICH_PYTHON) == SAME_PYTHON
    assert works(page)


@pytest.mark.parametrize("fault", [missing, pytest.param(cut, marks=long)])
def test_a_refused_wasm_is_told_and_a_second_start_succeeds(
    profile: Profile, host: SiteServer, fault: Callable[[Answer], Answer]
) -> None:
    host.spoil(".wasm", fault)
    page = visit(profile, host)
    assert boot(page).startswith("BootError: ")
    host.mend()
    assert boot(page) == "snapshot"
    assert works(page)


class Broken:
    """A fault: the first answer is cut in the middle, the second never comes."""

    def __init__(self) -> None:
        self.asked = 0
        self.over = Event()

    def __call__(self, answer: Answer) -> Answer:
        self.asked += 1
        if self.asked == 1:
            return cut(answer)
        self.over.wait(60)
        return replace(answer, cut_after=0)


@in_chromium_first
def test_a_line_that_breaks_on_the_way_is_waited_for_and_goes_on_from_there(
    profile: Profile, host: SiteServer
) -> None:
    faults = {".wasm": Broken(), "snapshot": Broken()}
    for name, fault in faults.items():
        host.spoil(name, fault)
    page = profile.new_page()
    page.goto(host.address + "?boot=snapshot")
    wait_until(page, FOLLOWED)
    page.evaluate("() => void client.start()")
    eventually(lambda: all(fault.asked > 1 for fault in faults.values()), what="each asks again")
    host.down()
    for fault in faults.values():
        fault.over.set()
    wait_until(page, "() => stages.at(-1) === 'wait'")
    host.mend()
    before = len(host.seen)
    host.up()
    wait_until(page, "() => client.state === 'ready'")
    assert page.evaluate("() => client.about.boot") == "snapshot"
    assert works(page)
    again = {name: [seen for seen in host.seen[before:] if name in seen.path] for name in faults}
    assert all(seen.status == 206 for parts in again.values() for seen in parts), again
    assert all(again.values())


def kept(page: Page) -> list[str]:
    found: list[str] = eventually(lambda: page.evaluate(KEPT), what="the snapshot is kept")
    return found


@pytest.mark.parametrize("kind", ["damaged", pytest.param("cut", marks=long)])
def test_a_corrupt_kept_snapshot_is_replaced(profile: Profile, host: SiteServer, kind: str) -> None:
    page = visit(profile, host)
    boot(page)
    entry = kept(page)
    whole = page.evaluate(READ, entry)
    page.evaluate(MEDDLE, entry, kind)
    before = len(host.seen)
    come(page, host)
    assert boot(page) == "snapshot"
    assert works(page)
    eventually(lambda: page.evaluate(KEPT) and page.evaluate(READ, entry) == whole)
    assert [seen for seen in host.seen[before:] if seen.path.endswith("stdlib")] == []


@pytest.mark.parametrize("storage", [BLOCKED, FULL])
def test_where_nothing_can_be_kept_python_starts_all_the_same(
    profile: Profile, host: SiteServer, storage: str
) -> None:
    page = visit(profile, host)
    page.evaluate(storage)
    assert boot(page) == "snapshot"
    assert works(page)


ENDINGS = {
    "out of memory": "held = []\nwhile True:\n    held.append(bytearray(100_000_000))\n",
    "two gigabytes": "held = bytearray(2_000_000_000)\nraise MemoryError\n",
    "an exit": "raise SystemExit\n",
    "a crash": "import ctypes\nctypes.string_at(0, 10**9)\n",
    "deep recursion": "def f(n):\n    return f(n + 1)\nf(0)\n",
    "too much text": "while True:\n    print('x' * 1000)\n",
}


SLOW_ENDINGS = ("out of memory", "two gigabytes")  # of zeros, which are written


@pytest.fixture(scope="module")
def shared(engines: Engines, browser: Browser, python_site: SiteServer) -> Iterator[Shared[Page]]:
    pages = Shared(lambda: python_page(engines, browser, python_site))
    yield pages
    pages.close()


@pytest.fixture
def python(shared: Shared[Page], request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in which Python is ready, whatever an earlier test has run in it."""
    for page in shared.lend(request):
        page.evaluate("() => client.renew()")
        yield page


@in_chromium_first
@pytest.mark.parametrize(
    "ending", [pytest.param(e, marks=long) if e in SLOW_ENDINGS else e for e in ENDINGS]
)
def test_a_run_that_ends_badly_says_so_and_the_next_is_right(python: Page, ending: str) -> None:
    outcome: dict[str, Any] = python.evaluate("(code) => collect('run', { code })", ENDINGS[ending])
    assert outcome["error"]["message"]
    assert works(python)


@in_chromium_first
def test_a_worker_cannot_close_itself(python: Page) -> None:
    for closing in ("js.close()", "js.DedicatedWorkerGlobalScope.prototype.close.call(js.self)"):
        code = f"import js\n{closing}\n"
        outcome = python.evaluate("(code) => collect('run', { code })", code)
        assert outcome["error"]["data"]["type"] in {"TypeError", "AttributeError"}
    assert works(python)


@pytest.mark.long  # at each change: two tabs of the Lab, in test_kept and test_offline
def test_two_tabs_work_side_by_side(profile: Profile, host: SiteServer) -> None:
    first, second = visit(profile, host), visit(profile, host)
    assert [boot(first), boot(second)] == ["snapshot", "snapshot"]
    assert works(first)
    assert works(second)


def test_code_that_imports_before_the_library_is_here_waits_for_it(
    profile: Profile, host: SiteServer
) -> None:
    host.spoil("stdlib", missing)
    page = visit(profile, host)
    assert boot(page) == "snapshot"
    assert works(page)
    code = "import statistics\nprint(statistics.mean([1, 2]))"
    page.evaluate("(code) => { globalThis.late = printed(code); }", code)
    eventually(lambda: any("stdlib" in seen.path for seen in host.seen))
    host.mend()
    assert page.evaluate("() => late") == "1.5\n"


@pytest.mark.long  # whether a link is slow is judged in tests/client at each change
@in_each_engine
def test_on_a_slow_link_the_way_that_is_ready_sooner_is_taken(
    profile: Profile, host: SiteServer
) -> None:
    host.link.rate = 800_000
    page = visit(profile, host, query="")
    assert boot(page) == "plain"
    assert page.evaluate("() => client.fallback") is None
    host.mend()
    assert works(page)
