"""The service worker and the update notice, on a small site of two releases.

The real worker, written by the build's own step, over pages small enough to see what is served.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.e2e.engines.profiles import (
    Page,
    Profile,
    eventually,
    in_chromium_first,
    wait_until,
)
from tests.e2e.engines.python_site import node
from tests.e2e.engines.server import Answer, SiteServer

pytestmark = in_chromium_first
ROOT = Path(__file__).parents[3]
APP = ROOT / "web" / "app"

PAGE = """<!doctype html><meta charset="utf-8"><title>small site</title>
<link rel="icon" href="data:,">
<p id="release">{release}</p><p id="script"></p><p id="late"></p>
<script type="module" src="assets/main-{release}.js"></script>
<update-notice worker="service-worker.js"></update-notice>
<script type="module" src="assets/views/update-notice.js"></script>
"""
SCRIPT = """
document.getElementById('script').textContent = '{release}';
globalThis.late = () => import('./late-{release}.js');
addEventListener('load', () => document.dispatchEvent(new Event('python-settled')));
"""
LATE = "() => late().then((module) => module.default)"


def make_release(root: Path, release: str, broken: bool = False) -> Path:
    """A site of one release; a broken one's script does nothing but fail."""
    site = root / release
    (site / "assets" / "views").mkdir(parents=True)
    (site / "course").mkdir()
    (site / "shared").mkdir()
    shutil.copy(APP / "updates.js", site / "assets")
    shutil.copy(APP.parent / "shared" / "trusted.js", site / "shared")
    shutil.copy(APP / "views" / "update-notice.js", site / "assets" / "views")
    (site / "index.html").write_text(PAGE.format(release=release))
    script = "throw new Error('broken');" if broken else SCRIPT.format(release=release)
    (site / "assets" / f"main-{release}.js").write_text(script)
    (site / "assets" / f"late-{release}.js").write_text(f"export default '{release}';")
    (site / "course" / "index.html").write_text(f'<p id="release">course {release}</p>')
    (site / "big.bin").write_bytes(b"the same in each release" * 40_000)
    write_service_worker(site)
    return site


def write_service_worker(site: Path) -> None:
    tool = ROOT / "web" / "tools" / "offline.mjs"
    subprocess.run([node(), tool, site], check=True)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("releases")
    for name in ("one", "two"):
        make_release(root, name)
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


def state(page: Page) -> str | None:
    ask = "() => document.querySelector('update-notice')?.dataset.state"
    found: str | None = page.evaluate(ask)
    return found


def visit(profile: Profile, server: SiteServer) -> Page:
    """Open the site, and wait until all of it is on the device."""
    page = profile.new_page()
    page.goto(server.address)
    eventually(lambda: state(page) == "kept" and controlled(page), what="kept")
    return page


def controlled(page: Page) -> bool:
    return bool(page.evaluate("() => Boolean(navigator.serviceWorker.controller)"))


def shown(page: Page) -> list[str]:
    """Which release the page, and its script, are of."""
    found: list[str] = page.evaluate(
        "() => ['release', 'script'].map((id) => document.getElementById(id)?.textContent)"
    )
    return found


def await_release(page: Page, release: str) -> None:
    eventually(lambda: settled(page) and shown(page) == [release, release], what=release)


def settled(page: Page) -> bool:
    return bool(page.evaluate("() => document.readyState === 'complete'"))


def check_for_news(page: Page) -> None:
    page.evaluate("() => document.querySelector('update-notice').updates.check()")


def cut(answer: Answer) -> Answer:
    return replace(answer, cut_after=len(answer.body) // 2)


def absent(answer: Answer) -> Answer:
    return replace(answer, status=503, body=b"")


def test_after_one_visit_every_page_opens_without_a_network(
    profile: Profile, server: SiteServer
) -> None:
    page = visit(profile, server)
    server.down()
    page.goto(server.address + "?boot=plain")
    await_release(page, "one")
    assert page.evaluate(LATE) == "one"
    page.goto(server.address + "course/")
    assert page.evaluate("() => document.getElementById('release').textContent") == "course one"


def test_a_return_visit_asks_for_nothing_but_news(profile: Profile, server: SiteServer) -> None:
    page = visit(profile, server)
    before = len(server.seen)
    page.reload()
    await_release(page, "one")
    eventually(lambda: state(page) == "kept")
    asked = {seen.path.removeprefix(server.base) for seen in server.seen[before:]}
    assert asked <= {"service-worker.js"}


def test_a_new_release_is_offered_and_taken_whole(
    profile: Profile, server: SiteServer, releases: dict[str, Path]
) -> None:
    page = visit(profile, server)
    server.root = releases["two"]
    before = len(server.seen)
    check_for_news(page)
    eventually(lambda: state(page) == "waiting", what="waiting")
    assert shown(page) == ["one", "one"]
    assert page.evaluate(LATE) == "one"
    fetched = [seen.path.removeprefix(server.base) for seen in server.seen[before:]]
    assert "big.bin" not in fetched  # it has not changed
    page.click("update-notice button")
    await_release(page, "two")
    eventually(lambda: state(page) == "kept")
    keys = page.evaluate(
        "async () => (await (await caches.open((await caches.keys())[0])).keys()).map((r) => r.url)"
    )
    assert not [key for key in keys if "-one.js" in key]


def test_a_broken_release_is_left_by_reloads(
    profile: Profile, server: SiteServer, releases: dict[str, Path], tmp_path: Path
) -> None:
    server.root = make_release(tmp_path, "broken", broken=True)
    page = profile.new_page()
    page.goto(server.address)
    page.evaluate("() => { document.dispatchEvent(new Event('python-settled')); }")
    eventually(lambda: state(page) == "kept" and controlled(page))
    assert shown(page) == ["broken", ""]
    server.root = releases["two"]
    page.reload()  # served from what is kept, while the browser looks for news
    page.evaluate("() => { document.dispatchEvent(new Event('python-settled')); }")
    eventually(lambda: state(page) == "waiting")
    page.reload()
    await_release(page, "two")


def test_a_second_tab_is_neither_changed_nor_deprived(
    profile: Profile, server: SiteServer, releases: dict[str, Path]
) -> None:
    first = visit(profile, server)
    second = profile.new_page()
    second.goto(server.address)
    await_release(second, "one")
    server.root = releases["two"]
    check_for_news(first)
    eventually(lambda: state(first) == "waiting")
    first.reload()  # not alone: the release that waits goes on waiting
    await_release(first, "one")
    eventually(lambda: state(first) == "waiting")
    first.click("update-notice button")
    await_release(first, "two")
    eventually(lambda: state(second) == "replaced")
    assert shown(second) == ["one", "one"]
    assert second.evaluate(LATE) == "one"
    second.click("update-notice button")
    await_release(second, "two")


@pytest.mark.parametrize("fault", [cut, pytest.param(absent, marks=pytest.mark.long)])
def test_half_a_deployment_keeps_the_old_release(
    profile: Profile, server: SiteServer, releases: dict[str, Path], fault: object
) -> None:
    page = visit(profile, server)
    server.root = releases["two"]
    server.spoil("late-two.js", fault)  # type: ignore[arg-type]  # one of the two faults above
    before = len(server.seen)
    page.evaluate("() => document.querySelector('update-notice').updates.check().catch(() => {})")
    eventually(lambda: any("late-two.js" in seen.path for seen in server.seen[before:]))
    page.reload()
    await_release(page, "one")
    server.mend()
    check_for_news(page)
    eventually(lambda: state(page) == "waiting")
    page.reload()  # the only tab: the release that waits is taken
    await_release(page, "two")


NUMBER_KEPT = "async () => (await (await caches.open((await caches.keys())[0])).keys()).length"


def test_a_file_that_the_browser_dropped_is_fetched_and_kept_again(
    profile: Profile, server: SiteServer
) -> None:
    page = visit(profile, server)
    drop = """async () => {
      const cache = await caches.open((await caches.keys())[0]);
      const keys = await cache.keys();
      await cache.delete(keys.find(({url}) => url.includes('late-one.js')));
      return keys.length;
    }"""
    kept = page.evaluate(drop)
    assert page.evaluate(LATE) == "one"
    page.reload()
    eventually(lambda: settled(page) and page.evaluate(NUMBER_KEPT) == kept)
    server.down()
    page.reload()
    await_release(page, "one")
    assert page.evaluate(LATE) == "one"


def test_what_is_asked_past_all_that_is_kept_is_the_hosts(
    profile: Profile, server: SiteServer, releases: dict[str, Path]
) -> None:
    page = visit(profile, server)
    (releases["one"] / "assets" / "main-one.js").write_text("// mended")
    ask = "(how) => fetch('assets/main-one.js', how).then((answer) => answer.text())"
    assert page.evaluate(ask, {"cache": "reload"}) == "// mended"
    assert page.evaluate(ask, {}) != "// mended"


def test_when_all_is_dropped_and_the_host_moved_on_the_new_page_opens(
    profile: Profile, server: SiteServer, releases: dict[str, Path]
) -> None:
    page = visit(profile, server)
    page.evaluate("async () => { for (const n of await caches.keys()) await caches.delete(n); }")
    server.root = releases["two"]
    page.goto(server.address)
    await_release(page, "two")


def test_another_site_of_the_same_origin_keeps_its_own_files(
    profile: Profile, server: SiteServer
) -> None:
    page = visit(profile, server)
    page.evaluate("async () => void (await caches.open('another site'))")
    names = page.evaluate("() => caches.keys()")
    assert f"autograd-from-scratch {server.base}" in names
    page.reload()
    await_release(page, "one")
    assert "another site" in page.evaluate("() => caches.keys()")


def test_where_there_is_no_room_the_page_says_so_and_works(
    profile: Profile, server: SiteServer, releases: dict[str, Path]
) -> None:
    worker = releases["one"] / "service-worker.js"
    full = (
        "Cache.prototype.put = async () => {"
        " throw new DOMException('no space', 'QuotaExceededError'); };\n"
    )
    worker.write_text(full + worker.read_text())
    page = profile.new_page()
    page.goto(server.address)
    wait_until(
        page, "() => document.querySelector('update-notice').textContent.includes('no room')"
    )
    assert shown(page) == ["one", "one"]


def test_where_service_workers_are_blocked_the_page_works(
    profile: Profile, server: SiteServer, releases: dict[str, Path]
) -> None:
    (releases["one"] / "service-worker.js").unlink()
    page = profile.new_page()
    page.goto(server.address)
    eventually(lambda: state(page) == "not kept")
    assert shown(page) == ["one", "one"]
    assert page.evaluate("() => document.querySelector('update-notice').hidden") is True
