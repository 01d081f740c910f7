"""A page that is lent again is as a fresh profile's, or it is not lent again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Watch
from tests.e2e.engines.profiles import eventually
from tests.e2e.kept import FORGET
from tests.e2e.lab_driver import Lab, open_lab
from tests.e2e.warm import SETTLED, STATE, LeftoverError, Pool, differences

LEAVES_NAMES = """import builtins, js, random
builtins.left = 1
js.left = 2
random.uniform = lambda a, b: a
print('printed')
def loss(x=3.0):
    return x * x
"""
LOOKS_FOR_THEM = """import builtins, js, random
print(hasattr(builtins, 'left'), hasattr(js, 'left'), random.uniform(1, 1.5) == 1)
def loss(x=3.0):
    return x * x
"""


def spoil(lab: Lab) -> None:
    """Leave traces wherever a test could."""
    page = lab.page
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.context.grant_permissions(["clipboard-read"])
    lab.choose("own-data")
    lab.run(LEAVES_NAMES)
    lab.at("keep").click()
    lab.at("live").uncheck()
    lab.set("rate", "0.02")
    lab.at("tab-curve").click()
    lab.at("tab-table").click()
    lab.at("divide-code").get_by_role("separator").focus()
    page.keyboard.press("ArrowRight")
    page.evaluate("sessionStorage.setItem('left', '1')")
    lab.at("versions").locator("summary").click()
    lab.at("share").locator("summary").click()
    lab.run("def loss(x=1.0):\n    raise ValueError('left')")
    page.evaluate("document.querySelector('.traversal').closest('[class]').scrollTop = 30")
    page.set_viewport_size({"width": 900, "height": 500})
    page.evaluate("location.hash = '#graph'; scrollTo(0, 200)")
    lab.at("editor").focus()
    page.evaluate("document.querySelector('shortcut-sheet').open()")


@pytest.mark.long  # at each change, whatever is lent is compared with what it was at first
def test_a_spoilt_page_comes_back_as_a_fresh_profile_has_it(
    pool: Pool, watch: Watch, site: str, open_page: Callable[..., Page]
) -> None:
    with pool.lend_lab("desktop", watch, lambda: False) as lab:
        page = lab.page
        spoil(lab)
    with pool.lend_lab("desktop", watch, lambda: False) as lab:
        assert lab.page is page
        fresh = open_lab(open_page(site)).page
        eventually(lambda: fresh.evaluate(SETTLED), what="the fresh Lab has come to rest")
        expect(fresh.get_by_test_id("run")).to_be_visible()
        eventually(lambda: differences(page.evaluate(STATE), fresh.evaluate(STATE)) == [], 10)
        assert page.evaluate("caches.keys()") == fresh.evaluate("caches.keys()")
        lab.run(LOOKS_FOR_THEM)
        expect(lab.at("console")).to_contain_text("False False False")
        spoil(lab)
    with pool.lend_lab("desktop", watch, lambda: False, ran=False) as lab:
        assert lab.page is page
        fresh.goto("about:blank")
        fresh.goto(page.url)  # the link, opened where nothing of the site is open
        open_lab(fresh)
        fresh.evaluate(FORGET)  # what it opened with at first was kept as own work
        eventually(lambda: differences(page.evaluate(STATE), fresh.evaluate(STATE)) == [], 10)
        lab.run(LOOKS_FOR_THEM)
        expect(lab.at("console")).to_contain_text("False False False")


def test_a_page_that_was_only_looked_at_stays_as_it_is(pool: Pool, watch: Watch) -> None:
    with pool.lend_lab("desktop", watch, lambda: False) as lab:
        lab.page.evaluate("document.querySelector('lab-page').leftHere = true")
    with pool.lend_lab("desktop", watch, lambda: False) as lab:
        assert lab.page.evaluate("document.querySelector('lab-page').leftHere")
        lab.at("tab-curve").click()
    with pool.lend_lab("desktop", watch, lambda: False) as lab:
        assert not lab.page.evaluate("document.querySelector('lab-page').leftHere ?? false")


# What the site itself does not take back, each with the part of the state in which it is seen.
TRACES = {
    "theme": "document.querySelector('[data-testid=theme]').click()",
    "markup": "document.body.append('left')",
    "title": "document.title = 'left'",
    "databases": "new Promise(made => { indexedDB.open('left').onsuccess = made }).then(() => {})",
    "local": "Storage.prototype.clear = () => localStorage.setItem('left', '1')",
}


def test_what_does_not_come_back_is_told_and_the_page_is_not_lent_again(
    chromium: Browser, site: str, watch: Watch
) -> None:
    pool = Pool(chromium, site, patience=0)
    with (  # noqa: PT012 (it is raised as the page is given back)
        pytest.raises(LeftoverError) as left,
        pool.lend_lab("desktop", watch, lambda: False) as lab,
    ):
        for trace in TRACES.values():
            lab.page.evaluate(trace)
    assert lab.page.is_closed()
    assert [part for part in TRACES if f"{part}: " not in str(left.value)] == []


class Lent:
    """A page that is only lent and closed."""

    def __init__(self) -> None:
        self.is_open = True

    def watched_by(self, watch: Watch) -> None:
        pass

    def bring_back(self) -> None:
        pass

    def close(self) -> None:
        self.is_open = False


def test_the_page_of_a_test_that_failed_is_not_lent_again(
    chromium: Browser, site: str, watch: Watch
) -> None:
    pool = Pool(chromium, site)
    with pool.lend((Lent, ""), Lent, watch, lambda: False) as first:
        pass
    with pool.lend((Lent, ""), Lent, watch, lambda: True) as again:
        assert again is first
    assert not again.is_open
    with pool.lend((Lent, ""), Lent, watch, lambda: False) as another:
        assert another is not first
