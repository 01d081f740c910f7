"""What a small machine must bear, in Chromium: memory, and a slow phone on a slow line.

    python bench/small.py --json FILE

Memory is what all of Chromium's processes hold (Pss), above what they hold with a blank page, a
while after the page was opened (Linux only). No driver is attached, since what an inspector keeps
of each answer is not the page's. The phone is emulated: a line of 4 Mbit/s with 400 ms each way
there and back, and the threads of the page and of its frame slowed down six times; those of
workers cannot be. Times are of a first visit, in milliseconds since the navigation began; Run is
pressed, with other numbers in the code, as soon as it is there.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Error, Page, sync_playwright  # noqa: E402

from bench._report import report  # noqa: E402
from bench.boot import READABLE  # noqa: E402
from tests.e2e.engines.endurance import settled_memory  # noqa: E402
from tests.e2e.engines.profiles import QUIET, Engines  # noqa: E402
from tests.e2e.engines.server import SiteServer  # noqa: E402
from tools.browsers import Browser, ensure  # noqa: E402

SECONDS_TO_SETTLE = 15.0
PAGES = {"the Lab": "", "a chapter": "course-04-engines.html"}
SLOWER = 6
LINE = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 4e6 / 8,
    "uploadThroughput": 4e6 / 8,
}
ANSWERED = """async () => {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 30));
  const session = () => document.querySelector('lab-page')?.session;
  const button = () => document.querySelector('[data-testid=run]');
  const loss = () => document.querySelector('[data-testid=loss]')?.dataset.value;
  while (!session() || !button() || !loss()) await pause();
  const before = loss();
  session().edit(session().state.code.replace(/x=[0-9.]+/, 'x=0.31'));
  button().click();
  while (loss() === before) await pause();
  return performance.now();
}"""


def memory(browser: Browser, address: str) -> int:
    """Bytes that a Chromium holds which has opened this address alone, a while later."""
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        command = [browser.executable, "--headless=new", f"--user-data-dir={folder}", *QUIET]
        running = subprocess.Popen(
            [*command, *root, address],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            time.sleep(SECONDS_TO_SETTLE)
            return settled_memory("chrom")
        finally:
            os.killpg(running.pid, signal.SIGTERM)
            running.wait()
            time.sleep(1)


def above_a_blank_page(browser: Browser, site: str, rounds: int) -> dict[str, int]:
    """Megabytes, for each of the pages."""
    held: dict[str, list[int]] = {name: [] for name in PAGES}
    for _ in range(rounds):
        blank = memory(browser, "about:blank")
        for name, path in PAGES.items():
            held[name].append(memory(browser, site + path) - blank)
    return {name: round(statistics.median(looks) / 1e6) for name, looks in held.items()}


def slow_down(page: Page) -> None:
    """Make a page, and each frame that is in a process of its own, those of a slow phone."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", LINE)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def slow_frames(page: Page) -> None:
    for frame in page.frames[1:]:
        try:
            inner = page.context.new_cdp_session(frame)
        except Error:
            continue  # it is in the page's process, and as slow
        inner.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def on_a_slow_phone(engines: Engines, browser: Browser, address: str) -> dict[str, float]:
    with engines.open_profile(browser) as profile:
        page: Page = profile.new_page().page  # type: ignore[attr-defined]
        page.set_viewport_size({"width": 390, "height": 844})
        page.on("frameattached", lambda _frame: slow_frames(page))
        slow_down(page)
        page.goto(address, wait_until="commit")
        page.wait_for_selector("lab-page", state="attached")
        slow_frames(page)
        answered = page.evaluate(ANSWERED)
        return {"readable": page.evaluate(READABLE), "answer": answered}


def bench(rounds: int) -> dict[str, object]:
    [browser] = ensure(["chromium"])
    server = SiteServer(ROOT / "dist")
    held = above_a_blank_page(browser, server.address, rounds)
    with sync_playwright() as playwright:
        engines = Engines(playwright)
        visits = [on_a_slow_phone(engines, browser, server.address) for _ in range(rounds)]
        engines.close()
    server.down()
    phone = {name: round(statistics.median(visit[name] for visit in visits)) for name in visits[0]}
    return {"rounds": rounds, "MB above a blank page": held, "slow phone": phone}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what a small machine must bear.")
    parser.add_argument("--rounds", type=int, default=3)
    report(parser, lambda given: bench(given.rounds))


if __name__ == "__main__":
    main()
