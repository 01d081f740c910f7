"""Find the browsers that the site is tested in, and install those that are missing.

    python tools/browsers.py chromium firefox webkit

The places are tried in this order; the first that has the browser is used:

| engine   | already here                              | else installed from             |
|----------|-------------------------------------------|---------------------------------|
| chromium | the system's Chromium or Chrome           | Playwright, then Debian         |
| firefox  | Playwright's, then the system's Firefox   | Playwright, then Debian (ESR)   |
| webkit   | Playwright's, then WebKitGTK's WebDriver  | Playwright, then Debian         |

On macOS and Windows that is always Playwright's own build, which needs no administrator. On Linux,
Playwright's builds of Firefox and WebKit want libraries that only an administrator can install;
where one is missing, Debian's package is tried. A browser that cannot be had is an error, since a
test that does not run proves nothing.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Engine = Literal["chromium", "firefox", "webkit"]
ENGINES: tuple[Engine, ...] = ("chromium", "firefox", "webkit")

DEBIAN_PACKAGES: dict[Engine, tuple[str, ...]] = {
    "chromium": ("chromium",),
    "firefox": ("firefox-esr",),
    "webkit": ("webkit2gtk-driver", "xvfb"),
}
SYSTEM_COMMANDS: dict[Engine, tuple[str, ...]] = {
    "chromium": ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"),
    "firefox": ("firefox-esr", "firefox"),
    "webkit": ("WebKitWebDriver",),
}


class MissingBrowserError(RuntimeError):
    """A browser is neither here nor to be had; the message says what to do."""


@dataclass(frozen=True)
class Browser:
    """A browser that can be driven: by Playwright, or (WebKitGTK) by its own WebDriver."""

    engine: Engine
    executable: Path
    driver: Literal["playwright", "webdriver"] = "playwright"
    channel: str | None = None


def find(engine: Engine) -> Browser | None:
    """Return the browser where it is installed already, else None."""
    if engine == "chromium":
        return system_browser(engine) or playwright_browser(engine)
    return playwright_browser(engine) or system_browser(engine)


def playwright_browser(engine: Engine) -> Browser | None:
    """Return Playwright's own build, where it is here and starts."""
    script = (
        "import sys; from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p:\n"
        "    kind = getattr(p, sys.argv[1])\n"
        "    print(kind.executable_path)\n"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script, engine], capture_output=True, text=True, check=False
    )
    path = Path(answer.stdout.strip())
    if answer.returncode or not path.is_file() or not libraries_present(path):
        return None
    return Browser(engine, path)


def libraries_present(executable: Path) -> bool:
    """Whether the dynamic linker finds what a Linux binary needs."""
    if sys.platform != "linux" or shutil.which("ldd") is None:
        return True
    answer = subprocess.run(["ldd", executable], capture_output=True, text=True, check=False)
    return "not found" not in answer.stdout


def system_browser(engine: Engine) -> Browser | None:
    """Return the system's own browser, with the way in which it is driven."""
    command = next(filter(None, map(shutil.which, SYSTEM_COMMANDS[engine])), None)
    if command is None:
        return None
    if engine == "webkit":
        return webkitgtk() if can_show_windows() else None
    return Browser(engine, Path(command), channel="moz-firefox" if engine == "firefox" else None)


def webkitgtk() -> Browser | None:
    """Return WebKitGTK's small browser, which its WebDriver starts."""
    found = sorted(Path("/usr").glob("lib*/**/webkit2gtk-4.*/MiniBrowser"))
    return Browser("webkit", found[-1], driver="webdriver") if found else None


def can_show_windows() -> bool:
    """Whether there is a display, real or virtual: WebKitGTK has no headless mode."""
    return "DISPLAY" in os.environ or shutil.which("Xvfb") is not None


def install(engine: Engine, say: Callable[[str], None]) -> Browser:
    """Install the browser from the first place that has it.

    Raises MissingBrowserError where none has.
    """
    for source in (install_with_playwright, install_with_apt):
        say(f"{engine}: installing ({source.__name__.rsplit('_', 1)[1]})")
        if source(engine) and (browser := find(engine)):
            return browser
    packages = " ".join(DEBIAN_PACKAGES[engine])
    raise MissingBrowserError(
        f"{engine} is missing and could not be installed. Install it and try again: "
        f"`playwright install --with-deps {engine}`, or on Debian `apt-get install {packages}`."
    )


def install_with_playwright(engine: Engine) -> bool:
    """Let Playwright download its own build."""
    return succeeds([sys.executable, "-m", "playwright", "install", engine], timeout=600)


def install_with_apt(engine: Engine) -> bool:
    """Install Debian's packages, as root or by a sudo that does not ask."""
    if shutil.which("apt-get") is None:
        return False
    root: list[str] = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
    if root and shutil.which("sudo") is None:
        return False
    options = ["-q", "-y", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=300"]
    get = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    packages = [*DEBIAN_PACKAGES[engine]]
    return succeeds([*get, "update", "-q"], timeout=600) and succeeds(
        [*get, "install", *options, *packages], timeout=1200
    )


def succeeds(command: Sequence[str], timeout: float) -> bool:
    """Run a command; what it has to say is shown only where it fails."""
    try:
        answer = subprocess.run(
            command, capture_output=True, text=True, timeout=timeout, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"  {error}", file=sys.stderr)
        return False
    if answer.returncode:
        last = (answer.stderr or answer.stdout).strip().splitlines()[-1:]
        print(f"  {' '.join(command)}: {' '.join(last)}", file=sys.stderr)
    return answer.returncode == 0


def ensure(engines: Iterable[Engine], say: Callable[[str], None] = print) -> list[Browser]:
    """Return each browser, installed where it was missing.

    Raises MissingBrowserError, naming every one that cannot be had.
    """
    browsers, missing = [], []
    for engine in engines:
        try:
            browser = find(engine) or install(engine, say)
        except MissingBrowserError as error:
            missing.append(str(error))
        else:
            say(f"{engine}: {browser.executable}")
            browsers.append(browser)
    if missing:
        raise MissingBrowserError("\n".join(missing))
    return browsers


def main() -> int:
    """Install the engines named on the command line (all, where none is)."""
    parser = argparse.ArgumentParser(description="Install the browsers that tests need.")
    parser.add_argument("engines", nargs="*", choices=[*ENGINES, []], metavar="ENGINE")
    engines = parser.parse_args().engines or ENGINES
    try:
        ensure(engines)
    except MissingBrowserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
