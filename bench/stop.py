"""How soon Python is ready again after Stop, in each engine, and what is left running.

    python bench/stop.py --json FILE

An endless loop is stopped several times, with the spare interpreter ready and without; given are
medians, in milliseconds until the next one is ready. Then nobody asks for anything: what the
browser's processes still compute is what a loop left behind would burn (a loop burns 1.0).
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from bench._report import report  # noqa: E402
from tests.e2e.engines.endurance import FOREVER, descendants, start  # noqa: E402
from tests.e2e.engines.profiles import Engines, Page  # noqa: E402
from tests.e2e.engines.python_site import make_python_site  # noqa: E402
from tests.e2e.engines.server import SiteServer  # noqa: E402
from tools.browsers import ENGINES, Browser, ensure  # noqa: E402

QUIET_SECONDS = 4.0
# A client of its own, so that a spare can be had or not.
WITH_CLIENT = """async (standby) => {
  globalThis.client.stop();
  globalThis.measured = new PythonClient({ standby });
  await measured.start();
}"""
STOP = """async (code, standby) => {
  const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
  await measured.renew();
  const endless = measured.call('run', { code }).catch((error) => error);
  await pause(standby ? 400 : 2000); // by then as much of the next is begun as there is memory for
  while (standby && !measured.standbyReady) await pause(50);
  const began = performance.now();
  measured.stop();
  while (measured.state !== 'ready') {
    await new Promise((resolve) => measured.addEventListener('state', resolve, { once: true }));
  }
  const took = performance.now() - began;
  const { name } = await endless;
  if (name !== 'Stopped') throw new Error(`the loop ended with ${name}`);
  return took;
}"""


def stops(page: Page, rounds: int, standby: bool) -> list[float]:
    page.evaluate(WITH_CLIENT, standby)
    return [page.evaluate(STOP, FOREVER, standby) for _ in range(rounds)]


def processor_seconds() -> float:
    """What our processes have computed so far (Linux only)."""
    ticks = 0
    for number in descendants():
        try:
            fields = Path(f"/proc/{number}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue  # it ended while we looked
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def burning() -> float:
    """Processors that are kept busy while nobody asks for anything."""
    time.sleep(2)
    before = processor_seconds()
    time.sleep(QUIET_SECONDS)
    return (processor_seconds() - before) / QUIET_SECONDS


def in_engine(engines: Engines, browser: Browser, address: str, rounds: int) -> dict[str, object]:
    with engines.open_profile(browser) as profile:
        page = profile.new_page()
        start(page, address)
        figures = {
            name: round(statistics.median(stops(page, rounds, standby)), 1)
            for name, standby in (("with a spare", True), ("without", False))
        }
        return {"version": profile.version, **figures, "burning": round(burning(), 3)}


def bench(rounds: int, names: list[str]) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = SiteServer(make_python_site(ROOT / "dist", Path(folder) / "site"))
        engines = Engines(playwright)
        figures: dict[str, object] = {
            browser.engine: in_engine(engines, browser, server.address, rounds)
            for browser in ensure([name for name in ENGINES if name in names])
        }
        engines.close()
        server.down()
    return {"rounds": rounds, "engines": figures}


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure what a Stop costs.")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    report(parser, lambda given: bench(given.rounds, given.engines))


if __name__ == "__main__":
    main()
