"""One way to drive every engine: a Profile of one person, with Pages open in it.

    with open_profile(browser) as profile:     a fresh profile, which is forgotten
        page = profile.new_page()
        page.goto(address)

What an engine's driver can do besides is left out: a journey is written once and runs in all.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser as PlaywrightBrowser
from playwright.sync_api import BrowserContext, Playwright
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page as PlaywrightPage

from tests.e2e.engines.webdriver import VirtualDisplay, WebDriver
from tests.evidence import Witness, follow, forget
from tools.browsers import ENGINES, Browser

# Chromium asks its maker for news at every start; none of that is ours, and some tests count
# every connection. Of what it is told here to leave out, the last two draw the list below its
# address bar by two pages of their own, for each window, though none is seen; the others are what
# Playwright says itself, which the browser forgets once it is told again.
LEFT_OUT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "DialMediaRouteProvider",
    "GlobalMediaControls",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "ThirdPartyStoragePartitioning",
    "Translate",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxPopup",
)
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    f"--disable-features={','.join(LEFT_OUT)}",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 150.0  # seconds: a slow, busy machine passes too
# WebDriver types key by key, at which editors indent and complete; this is what pasting causes.
PASTE = """(text) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', text);
  const options = { clipboardData, bubbles: true, cancelable: true };
  document.activeElement.dispatchEvent(new ClipboardEvent('paste', options));
}"""


# What is the same code in every engine is asked of Chromium for a change, of the others in the
# long run; journeys are made in all three each time.
in_each_engine = pytest.mark.parametrize("browser", ENGINES, indirect=True)
in_chromium_first = pytest.mark.parametrize(
    "browser",
    [e if e == "chromium" else pytest.param(e, marks=pytest.mark.long) for e in ENGINES],
    indirect=True,
)


class NotYetError(AssertionError):
    """What was waited for did not come to pass."""


class LeavingError(Exception):
    """The page was left, or loaded again, while it was asked something."""


class Page(Protocol):
    """A tab."""

    def goto(self, address: str) -> None: ...

    def reload(self) -> None: ...

    def evaluate(self, function: str, *arguments: object) -> Any:
        """Call a JavaScript function in the page, async or not; data in, data out."""

    def click(self, selector: str) -> None: ...

    def press_control(self, key: str) -> None: ...

    def insert(self, text: str) -> None:
        """Put text in place of the selection, as pasting it would."""

    def resize(self, width: int, height: int) -> None: ...

    def photograph(self) -> bytes:
        """Give what is seen, as a PNG."""

    def close(self) -> None: ...


class Profile(Protocol):
    """What one person's browser keeps: storage, caches, service workers."""

    engine: str
    version: str
    witnesses: list[Witness]

    def new_page(self) -> Page: ...

    def addresses(self) -> list[str] | None:
        """Every address that was asked for, where the driver can tell."""


class PlaywrightTab:
    def __init__(self, page: PlaywrightPage) -> None:
        self.page = page

    def goto(self, address: str) -> None:
        self.page.goto(address)

    def reload(self) -> None:
        self.page.reload()

    def evaluate(self, function: str, *arguments: object) -> Any:
        try:
            return self.page.evaluate(f"(given) => ({function})(...given)", list(arguments))
        except PlaywrightError as error:
            if "navigat" in error.message or "context was destroyed" in error.message:
                raise LeavingError(error.message) from error
            raise

    def click(self, selector: str) -> None:
        self.page.locator(selector).first.click()

    def press_control(self, key: str) -> None:
        self.page.keyboard.press(f"Control+{key}")

    def insert(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def resize(self, width: int, height: int) -> None:
        self.page.set_viewport_size({"width": width, "height": height})

    def photograph(self) -> bytes:
        return self.page.screenshot(timeout=5000)

    def close(self) -> None:
        self.page.close()


class PlaywrightProfile:
    def __init__(self, browser: Browser, context: BrowserContext, version: str) -> None:
        self.engine = browser.engine
        self.version = version
        self._context = context
        self._addresses: list[str] = []
        self.witnesses: list[Witness] = []
        context.on("request", lambda request: self._addresses.append(request.url))

    def new_page(self) -> Page:
        tab = PlaywrightTab(self._context.new_page())
        witness = follow(tab.photograph)
        self.witnesses.append(witness)
        tab.page.on("console", lambda said: witness.said.append(f"{said.type}: {said.text}"))
        tab.page.on("pageerror", lambda error: witness.said.append(f"uncaught: {error}"))
        return tab

    def addresses(self) -> list[str] | None:
        return self._addresses


class WebKitTab:
    def __init__(self, driver: WebDriver, handle: str) -> None:
        self._driver = driver
        self._handle = handle

    def _here(self) -> WebDriver:
        self._driver.switch(self._handle)
        return self._driver

    def goto(self, address: str) -> None:
        self._here().goto(address)

    def reload(self) -> None:
        self._here().reload()

    def evaluate(self, function: str, *arguments: object) -> Any:
        return self._here().evaluate(function, *arguments)

    def click(self, selector: str) -> None:
        self._here().click(selector)

    def press_control(self, key: str) -> None:
        self._here().press_control(key)

    def insert(self, text: str) -> None:
        self._here().evaluate(PASTE, text)

    def resize(self, width: int, height: int) -> None:
        self._here().resize(width, height)

    def photograph(self) -> bytes:
        return self._here().photograph()

    def close(self) -> None:
        self._here().close_window()


class WebKitProfile:
    engine = "webkit"

    def __init__(self, driver: WebDriver) -> None:
        self.version = driver.version
        self.witnesses: list[Witness] = []
        self._driver = driver
        self._first: str | None = driver.window()

    def new_page(self) -> Page:
        handle, self._first = self._first or self._driver.new_window(), None
        tab = WebKitTab(self._driver, handle)
        self.witnesses.append(follow(tab.photograph))  # its driver does not tell the console
        return tab

    def addresses(self) -> list[str] | None:
        return None


@contextlib.contextmanager
def on_record(profile: Profile) -> Iterator[Profile]:
    """Have the profile's pages be evidence while it is open."""
    try:
        yield profile
    finally:
        for witness in profile.witnesses:
            forget(witness)


class Engines:
    """The engines that are running: each is started once, and gives fresh profiles."""

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._running: dict[str, PlaywrightBrowser] = {}
        self._display: VirtualDisplay | None = None

    @contextlib.contextmanager
    def open_profile(self, browser: Browser) -> Iterator[Profile]:
        if browser.driver == "webdriver":
            self._display = self._display or VirtualDisplay()
            driver = WebDriver(self._display, browser.executable)
            try:
                with on_record(WebKitProfile(driver)) as profile:
                    yield profile
            finally:
                driver.close()
        else:
            running = self._launched(browser)
            context = running.new_context(viewport={"width": 1280, "height": 800})
            context.set_default_timeout(PATIENCE * 1000)
            try:
                with on_record(PlaywrightProfile(browser, context, running.version)) as profile:
                    yield profile
            finally:
                context.close()

    def _launched(self, browser: Browser) -> PlaywrightBrowser:
        running = self._running.get(browser.engine)
        if running is None or not running.is_connected():
            running = self._running[browser.engine] = self._launch(browser)
        return running

    def _launch(self, browser: Browser) -> PlaywrightBrowser:
        kind = getattr(self._playwright, browser.engine)
        arguments = list(QUIET) if browser.engine == "chromium" else []
        if browser.engine == "chromium" and sys.platform == "linux" and os.geteuid() == 0:
            arguments.append("--no-sandbox")  # root cannot have it
        options = {"executable_path": browser.executable, "args": arguments}
        if browser.channel:
            options["channel"] = browser.channel
        launched: PlaywrightBrowser = kind.launch(**options)
        return launched

    def close(self) -> None:
        for running in self._running.values():
            running.close()
        if self._display:
            self._display.close()


def wait_until(page: Page, condition: str, *arguments: object, patience: float = PATIENCE) -> Any:
    """Ask the page until a JavaScript function gives something true, and return that.

    Polled from outside, since the page's policy forbids what Playwright would put into it.
    """
    return eventually(
        lambda: page.evaluate(condition, *arguments), patience, f"{condition} {arguments}"
    )


def eventually(ask: Callable[[], Any], patience: float = PATIENCE, what: str = "") -> Any:
    """Ask until the answer is true, and return it."""
    deadline = time.monotonic() + patience
    while True:
        try:
            answer = ask()
        except LeavingError:
            answer = None
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise NotYetError(f"after {patience:.0f} s still not: {what} (last: {answer!r})")
        time.sleep(0.03)


def having_testid(name: str) -> str:
    return f"[data-testid={json.dumps(name)}]"
