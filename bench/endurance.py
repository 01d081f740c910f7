"""Long use of one page: 500 rounds of runs, stops and descents; 2,000 random programs.

    python bench/endurance.py [--browser chromium] --json FILE

The memory is that of all of the browser's processes (their proportional share), early on and at the
end; an interpreter left behind would add about 80 MB. Needs Linux for that.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from bench._report import report  # noqa: E402
from tests.e2e.engines.endurance import fuzz, soak, start  # noqa: E402
from tests.e2e.engines.profiles import Engines  # noqa: E402
from tests.e2e.engines.python_site import make_python_site  # noqa: E402
from tests.e2e.engines.server import SiteServer  # noqa: E402
from tools.browsers import ensure  # noqa: E402

# By which the processes of a browser are known.
PROCESSES = {"chromium": "chrom", "firefox": "firefox", "webkit": "WebKit|WPE"}


def bench(engine: str, rounds: int, programs: int) -> dict[str, object]:
    [browser] = ensure([engine])
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = SiteServer(make_python_site(ROOT / "dist", Path(folder) / "site"))
        engines = Engines(playwright)
        with engines.open_profile(browser) as profile:
            page = profile.new_page()
            start(page, server.address)
            endured = soak(page, rounds, processes=PROCESSES[engine])
        with engines.open_profile(browser) as profile:
            page = profile.new_page()
            start(page, server.address)
            told = fuzz(page, programs, seed=2026)
        engines.close()
        server.down()
    return {
        "soak": {
            "rounds": endured.rounds,
            "wrong": endured.wrong,
            "early MB": round(endured.early_memory / 1e6),
            "late MB": round(endured.late_memory / 1e6),
            "growth": round(endured.growth, 3),
        },
        "fuzz": {"programs": programs, **told},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Use one page for long.")
    parser.add_argument("--browser", choices=PROCESSES, default="chromium")
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--programs", type=int, default=2000)
    report(parser, lambda given: bench(given.browser, given.rounds, given.programs))


if __name__ == "__main__":
    main()
