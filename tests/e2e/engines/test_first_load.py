"""A page whose parts do not come: it says which, and fetches them again past what is kept.

The real first script, under the real policy, in a page small enough to see what is asked for; and
once the Lab.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e.engines.profiles import (
    Page,
    PlaywrightTab,
    Profile,
    eventually,
    having_testid,
    in_chromium_first,
    in_each_engine,
    wait_until,
)
from tests.e2e.engines.server import Answer, Fault, SiteServer
from tests.e2e.engines.test_journeys import ready
from tests.e2e.engines.test_offline import write_service_worker

PAGE = """<!doctype html><html><head><meta charset="utf-8">{head}<title>small site</title>
<link rel="icon" href="data:,">
<link rel="modulepreload" href="assets/part-{release}.js">
<link rel="stylesheet" href="assets/style-{release}.css"></head>
<body><p>a text</p><p id="shown"></p>
<script type="module" src="assets/main-{release}.js"></script></body></html>
"""
MAIN = """import name from './part-{release}.js';
document.getElementById('shown').textContent = name;
document.dispatchEvent(new Event('page-started'));
"""
SHOWN = "() => document.getElementById('shown')?.textContent ?? ''"
STYLE = "p { color: rgb(0, 128, 0); }"
COLOUR = "() => getComputedStyle(document.querySelector('p')).color"
NOTICE = "() => document.querySelector('[role=alert]')?.firstChild.textContent ?? ''"
AGAIN = "[role=alert] button"
LAB_OPEN = "() => Boolean(document.querySelector('[data-testid=run]'))"
ASKS = f"() => Boolean(document.querySelector('{AGAIN}'))"


@pytest.fixture(scope="session")
def head(dist: Path) -> str:
    """Policy and first script, as the build puts them into a page."""
    found = re.search(
        r'<meta http-equiv="Content-Security-Policy".*?</script>',
        (dist / "course.html").read_text(),
        re.DOTALL,
    )
    assert found
    return found[0]


def make_release(site: Path, release: str, head: str) -> None:
    (site / "assets").mkdir(parents=True)
    (site / "index.html").write_text(PAGE.format(release=release, head=head))
    (site / "assets" / f"main-{release}.js").write_text(MAIN.format(release=release))
    (site / "assets" / f"part-{release}.js").write_text(f"export default '{release}';")
    (site / "assets" / f"style-{release}.css").write_text(STYLE)
    (site / "other.html").write_text("<p>something else")
    write_service_worker(site)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, head: str) -> Path:
    root = tmp_path_factory.mktemp("releases")
    for name in ("one", "two"):
        make_release(root / name, name, head)
    return root


@pytest.fixture
def releases(made: Path, tmp_path: Path) -> dict[str, Path]:
    """Two releases, in which a test may meddle."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return {name: tmp_path / name for name in ("one", "two")}


@pytest.fixture
def server(releases: dict[str, Path]) -> Iterator[SiteServer]:
    running = SiteServer(releases["one"])
    yield running
    running.down()


def missing(_: Answer) -> Answer:
    return Answer(404, b"not found")


def a_page(answer: Answer) -> Answer:
    """What hosts give that answer whatever they do not have with a page; and it may be kept."""
    headers = {"Content-Type": "text/html", "Cache-Control": "max-age=600"}
    return Answer(200, b"<!doctype html><p>welcome", headers)


def cut(answer: Answer) -> Answer:
    return replace(answer, cut_after=len(answer.body) // 2)


def hanging(answer: Answer) -> Answer:
    return replace(answer, hangs=True)


class Passing:
    """A fault that is over after a number of answers."""

    def __init__(self, fault: Fault, times: int = 1) -> None:
        self.fault = fault
        self.left = times

    def __call__(self, answer: Answer) -> Answer:
        self.left -= 1
        return self.fault(answer) if self.left >= 0 else answer


def pages_asked_for(server: SiteServer) -> int:
    return sum(seen.path == server.base for seen in server.seen)


def visit(profile: Profile, server: SiteServer) -> Page:
    page = profile.new_page()
    page.goto(server.address)
    return page


def await_release(page: Page, release: str) -> None:
    eventually(lambda: page.evaluate(SHOWN) == release, what=release)


def await_question(page: Page) -> str:
    """Wait until the page lets a person decide; give what it says."""
    wait_until(page, ASKS, patience=60)
    text: str = page.evaluate(NOTICE)
    return text


@in_chromium_first
@pytest.mark.parametrize("fault", [pytest.param(missing, marks=pytest.mark.long), a_page])
def test_a_page_whose_script_is_not_on_the_site_yet_mends_itself(
    profile: Profile, server: SiteServer, fault: Fault
) -> None:
    check_that_it_mends_itself(profile, server, fault)


@in_each_engine
def test_a_page_whose_script_was_cut_mends_itself(profile: Profile, server: SiteServer) -> None:
    check_that_it_mends_itself(profile, server, cut)


def check_that_it_mends_itself(profile: Profile, server: SiteServer, fault: Fault) -> None:
    for part in ("part-one.js", "style-one.css"):
        server.spoil(part, Passing(fault))
    page = visit(profile, server)
    await_release(page, "one")
    eventually(lambda: page.evaluate(COLOUR) == "rgb(0, 128, 0)", what="its style")
    eventually(lambda: page.evaluate(NOTICE) == "", what="nothing to say")


@in_chromium_first
def test_a_style_sheet_alone_is_read_once_more(profile: Profile, server: SiteServer) -> None:
    server.spoil("style-one.css", Passing(cut))
    page = visit(profile, server)
    eventually(lambda: page.evaluate(COLOUR) == "rgb(0, 128, 0)", what="its style")
    await_release(page, "one")


@in_chromium_first
@pytest.mark.parametrize(
    ("part", "fault"),
    [
        ("main-one.js", missing),
        *(
            pytest.param(*other, marks=pytest.mark.long)
            for other in [
                ("main-one.js", a_page),
                ("part-one.js", missing),
                ("part-one.js", a_page),
                ("style-one.css", missing),
                ("style-one.css", a_page),
            ]
        ),
    ],
)
def test_what_does_not_come_is_named_and_asked_for_once_more_and_then_when_a_person_says(
    profile: Profile, server: SiteServer, part: str, fault: Fault
) -> None:
    server.spoil(part, fault)
    page = visit(profile, server)
    said = await_question(page)
    assert part in said
    assert ("404" in said) == (fault is missing)
    assert "a text" in page.evaluate("() => document.body.innerText")
    assert pages_asked_for(server) == 2
    page.click(AGAIN)
    eventually(lambda: pages_asked_for(server) == 3)
    assert part in await_question(page)
    server.mend()
    page.click(AGAIN)
    await_release(page, "one")
    eventually(lambda: page.evaluate(COLOUR) == "rgb(0, 128, 0)")
    assert page.evaluate(NOTICE) == ""


@in_chromium_first
def test_a_page_that_breaks_whenever_it_is_loaded_is_loaded_again_once(
    profile: Profile, server: SiteServer, releases: dict[str, Path]
) -> None:
    part = releases["one"] / "assets" / "part-one.js"
    whole = part.read_text()
    part.write_text("throw new Error('half a release');\nexport default 1;")
    page = visit(profile, server)
    assert "half a release" in await_question(page)
    assert "half a release" in page.evaluate(NOTICE)
    loads = pages_asked_for(server)
    page.reload()
    assert "half a release" in await_question(page)
    assert pages_asked_for(server) == loads + 1
    part.write_text(whole)
    page.click(AGAIN)
    await_release(page, "one")


@in_chromium_first
def test_the_page_of_a_release_that_is_gone_is_fetched_anew(
    profile: Profile, server: SiteServer, releases: dict[str, Path]
) -> None:
    page = profile.new_page()
    page.goto(server.address + "other.html")
    page.evaluate("() => fetch('./').then((answer) => answer.text())")  # which the browser keeps
    server.root = releases["two"]
    page.goto(server.address)
    await_release(page, "two")


def half_kept(profile: Profile, server: SiteServer) -> Page:
    """Have the site kept by its service worker, which then loses a script; it was never open."""
    server.headers = {"Cache-Control": "no-store"}  # else the browser has another copy of it
    page = profile.new_page()
    page.goto(server.address + "other.html")
    page.evaluate("() => navigator.serviceWorker.register('service-worker.js')")
    eventually(lambda: page.evaluate("() => Boolean(navigator.serviceWorker.controller)"))
    assert page.evaluate(DROP, "part-one")
    return page


DROP = """async (part) => {
  const cache = await caches.open((await caches.keys())[0]);
  const keys = await cache.keys();
  return cache.delete(keys.find(({ url }) => url.includes(part)));
}"""


@in_each_engine
def test_a_worker_that_keeps_half_a_release_that_is_gone_is_left(
    profile: Profile, server: SiteServer, releases: dict[str, Path]
) -> None:
    page = half_kept(profile, server)
    server.root = releases["two"]
    page.goto(server.address)
    await_release(page, "two")


@in_chromium_first
def test_where_there_is_no_network_the_worker_stays_and_the_page_goes_on_when_there_is(
    profile: Profile, server: SiteServer
) -> None:
    page = half_kept(profile, server)
    server.down()
    page.goto(server.address)
    eventually(lambda: "interrupted" in page.evaluate(NOTICE), what="it says so")
    assert "a text" in page.evaluate("() => document.body.innerText")
    assert page.evaluate("() => navigator.serviceWorker.getRegistration().then(Boolean)")
    server.up()
    await_release(page, "one")


@in_chromium_first
def test_a_page_that_has_started_is_not_loaded_again_under_its_reader(
    profile: Profile, server: SiteServer, releases: dict[str, Path]
) -> None:
    index = releases["one"] / "index.html"
    more = '<script type="module" src="assets/later.js"></script></body>'
    index.write_text(index.read_text().replace("</body>", more))
    (releases["one"] / "assets" / "later.js").write_text("")
    server.spoil("later.js", Passing(missing))
    page = visit(profile, server)
    page.evaluate("() => { globalThis.reading = true; }")
    assert "later.js came too late" in await_question(page)
    assert pages_asked_for(server) == 2  # the second time to see what is missing
    assert page.evaluate("() => globalThis.reading")
    page.click(AGAIN)
    eventually(lambda: page.evaluate("() => !globalThis.reading"), what="it is loaded again")
    await_release(page, "one")
    assert page.evaluate(NOTICE) == ""


def test_where_nothing_comes_the_page_is_fetched_again(
    profile: Profile, server: SiteServer
) -> None:
    server.spoil("part-one.js", Passing(hanging))
    page = profile.new_page()
    assert isinstance(page, PlaywrightTab)
    clock = page.page.clock
    clock.install()
    page.page.goto(server.address + "#fragment", wait_until="commit")
    wait_until(page, "() => document.readyState === 'interactive'")
    clock.run_for(15_000)
    page.evaluate("() => document.dispatchEvent(new Event('page-progress'))")
    clock.run_for(15_000)
    assert page.evaluate(NOTICE) == ""
    assert pages_asked_for(server) == 1
    clock.run_for(6000)
    await_release(page, "one")
    assert page.evaluate("() => location.hash") == "#fragment"


def test_the_lab_whose_script_was_cut_opens_and_says_what_does_not_come_later(
    profile: Profile, host: SiteServer
) -> None:
    for later in ("closer-views", "dialogs"):
        host.spoil(later, missing)
    largest = max((host.root / "assets").glob("chunk-*.js"), key=lambda file: file.stat().st_size)
    host.spoil(largest.name, Passing(cut))
    page = visit(profile, host)
    ready(page)
    wait_until(page, LAB_OPEN)
    assert page.evaluate(NOTICE) == ""
    derivation = having_testid("tab-derivation")
    share = f"{having_testid('share')} summary"
    for part in (share, derivation):
        page.click(part)
        assert "asked for did not come" in await_question(page)
        page.evaluate("() => document.querySelector('[role=alert]').replaceChildren()")
    page.click(share)
    await_question(page)
    assert page.evaluate(f"() => Boolean(document.querySelector('{having_testid('graph')}'))")
    host.mend()
    page.click(AGAIN)
    eventually(lambda: page.evaluate(NOTICE) == "" and page.evaluate(LAB_OPEN), what="a new load")
    page.click(derivation)
    wait_until(page, "() => Boolean(document.querySelector('derivation-view .katex'))")
    page.click(share)
    wait_until(page, f"() => Boolean(document.querySelector('{having_testid('share-link')}'))")
    assert page.evaluate(NOTICE) == ""


@pytest.mark.parametrize(
    "name", ["course.html", pytest.param("engine.html", marks=pytest.mark.long)]
)
def test_the_course_without_its_data_says_so(
    profile: Profile, dist: Path, tmp_path: Path, name: str
) -> None:
    site = shutil.copytree(dist, tmp_path / "site", ignore=shutil.ignore_patterns("course-*.json"))
    server = SiteServer(site)
    page = profile.new_page()
    page.goto(server.address + name)
    assert re.search(r"course-\w+\.json", await_question(page))
    server.down()
