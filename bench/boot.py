"""How soon the page can be read, Python is ready, and all is calm, in each engine.

    python bench/boot.py --json FILE

The site is served as GitHub Pages serves it: below a sub-path, gzipped, `max-age=600`. Visits are
made several times, in turns, so that what else the machine does falls on all alike; given are
medians, in milliseconds since the navigation began. "plain" is what one would write without any of
ours: loadPyodide from the same host, then micropip.install of the same wheels.

"calm": from then on the status says ready, and for a quarter of a second hardly anything runs on
this machine, which must have nothing else to do. "largest": the largest paint, where it is told.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from tests.e2e.engines.profiles import Engines, Page, wait_until  # noqa: E402
from tests.e2e.engines.server import SiteServer  # noqa: E402
from tools.browsers import ENGINES, Browser, ensure  # noqa: E402

PYODIDE = ROOT / "web" / "node_modules" / "pyodide"
PLAIN_FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")
PLAIN_PAGE = """<!doctype html><meta charset="utf-8"><title>Plain</title>
<link rel="icon" href="data:,"><p>Text</p>
<script type="module">
  const worker = new Worker('worker.mjs', { type: 'module' });
  worker.onmessage = () => (globalThis.ready = performance.now());
</script>
"""
PLAIN_WORKER = """
import { loadPyodide } from './pyodide/pyodide.mjs';
const fetched = async (name) => (await fetch(name)).arrayBuffer();
const base = new URL('./pyodide/', self.location).href;
const [python, micropip, engine, classroom] = await Promise.all([
  loadPyodide({ indexURL: base, packageBaseUrl: base, lockFileContents: LOCK }),
  fetched('MICROPIP'),
  fetched('ENGINE'),
  fetched('CLASSROOM'),
]);
python.unpackArchive(micropip, 'wheel');
python.FS.writeFile('/tmp/ENGINE', new Uint8Array(engine));
python.FS.writeFile('/tmp/CLASSROOM', new Uint8Array(classroom));
await python.pyimport('micropip').install(['emfs:/tmp/ENGINE', 'emfs:/tmp/CLASSROOM']);
python.runPython('import py_engine');
self.postMessage('ready');
"""
READABLE = """() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"""
LISTEN = """() => {
  const seen = (list) => (globalThis.largest = list.getEntries().at(-1).startTime);
  const type = 'largest-contentful-paint';
  if (!PerformanceObserver.supportedEntryTypes.includes(type)) return;
  new PerformanceObserver(seen).observe({ type, buffered: true });
}"""
LARGEST = "() => globalThis.largest ?? 0"
QUIET = 0.06  # seconds of processor time, in a quarter of a second
PLAIN_READY = "() => globalThis.ready ?? 0"
# The Lab runs its opening code as soon as Python is ready: a running Python is a ready one.
OURS_READY = """() =>
  ['ready', 'running'].includes(document.querySelector('[data-testid=status]')?.dataset.state)
    ? performance.now() : 0
"""


def make_plain_site(folder: Path) -> None:
    """Pyodide as its manual says, with the site's own wheels."""
    parts = json.loads((ROOT / ".build" / "parts" / "parts.json").read_text())
    (folder / "pyodide").mkdir()
    for name in PLAIN_FILES:
        shutil.copy(PYODIDE / name, folder / "pyodide")
    wheels = {name.upper(): Path(parts[name]) for name in ("micropip", "engine", "classroom")}
    lock = json.loads((PYODIDE / "pyodide-lock.json").read_text())
    worker = PLAIN_WORKER.replace(
        "LOCK", json.dumps(json.dumps({"info": lock["info"], "packages": {}}))
    )
    for name, wheel in wheels.items():
        shutil.copy(wheel, folder)
        worker = worker.replace(name, wheel.name)
    (folder / "worker.mjs").write_text(worker)
    (folder / "index.html").write_text(PLAIN_PAGE)


def busy_seconds() -> float:
    """Processor time that this machine has spent on anything."""
    user, nice, system, _, _, irq, soft = map(
        int, Path("/proc/stat").read_text().split("\n")[0].split()[1:8]
    )
    return (user + nice + system + irq + soft) / os.sysconf("SC_CLK_TCK")


def await_calm(page: Page, ready: str) -> float:
    """Since when the page is calm, in its milliseconds; infinite, if it is not within 15 s."""
    seen: list[tuple[float, float, float]] = []
    until = time.monotonic() + 15
    while time.monotonic() < until:
        now = page.evaluate(f"() => ({ready})() && performance.now()")
        if not now:
            seen.clear()
        else:
            seen.append((time.monotonic(), busy_seconds(), now))
            while seen[-1][0] - seen[0][0] >= 0.25:
                _, before, since = seen.pop(0)
                if seen[-1][1] - before < QUIET:
                    return float(since)
        time.sleep(0.05)
    return math.inf


def visit(page: Page, address: str, ready: str) -> dict[str, float]:
    """Open a page, wait until Python is ready, and let what else it loads come to rest."""
    page.goto(address)
    when = wait_until(page, ready)
    calm = await_calm(page, ready.replace("'ready', 'running'", "'ready'"))
    page.evaluate(LISTEN)
    readable = page.evaluate(READABLE)
    time.sleep(2)  # the standby, and what is kept for the next visit
    largest = page.evaluate(LARGEST)
    page.goto("about:blank")
    return {"readable": readable, "largest": largest, "ready": when, "calm": calm}


def measure(
    engines: Engines, browser: Browser, address: str, ready: str
) -> dict[str, dict[str, float]]:
    """A first visit on a fresh profile, and a return to it."""
    with engines.open_profile(browser) as profile:
        page = profile.new_page()  # one window: a second may be hidden, and is not drawn
        first, again = (visit(page, address, ready) for _ in range(2))
    return {"first visit": first, "return visit": again}


def medians(rounds: list[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    return {
        visit: {what: round(statistics.median(r[visit][what] for r in rounds), 1) for what in times}
        for visit, times in rounds[0].items()
    }


def in_engine(engines: Engines, browser: Browser, folder: Path, rounds: int) -> dict[str, object]:
    """Ours and plain, in turns."""
    ours, plain = SiteServer(ROOT / "dist"), SiteServer(folder)
    sites = {"ours": (ours.address, OURS_READY), "plain": (plain.address, PLAIN_READY)}
    results: dict[str, list[dict[str, dict[str, float]]]] = {name: [] for name in sites}
    for _ in range(rounds):
        for name, site in sites.items():
            results[name].append(measure(engines, browser, *site))
    with engines.open_profile(browser) as profile:
        version = profile.version
    ours.down()
    plain.down()
    return {"version": version, "rounds": rounds} | {n: medians(r) for n, r in results.items()}


def bench(rounds: int, names: list[str]) -> dict[str, object]:
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        make_plain_site(Path(folder))
        engines = Engines(playwright)
        figures = {
            browser.engine: in_engine(engines, browser, Path(folder), rounds)
            for browser in ensure([name for name in ENGINES if name in names])
        }
        engines.close()
    return figures


def show(figures: dict) -> None:
    for engine, boot in figures.items():
        print(f"Boot in {engine} {boot['version']}, ms, medians of {boot['rounds']}")
        columns = ("readable", "largest", "ready", "calm")
        heads = "".join(f"{column:>10}" for column in columns)
        print(f"{'':14}{heads}{'plain ready':>13}{'times faster':>14}")
        for visit, ours in boot["ours"].items():
            plain = boot["plain"][visit]["ready"]
            print(
                f"{visit:14}{ours['readable']:10.0f}{ours['largest'] or math.nan:10.0f}"
                f"{ours['ready']:10.0f}{ours['calm']:10.0f}"
                f"{plain:13.0f}{plain / ours['ready']:14.1f}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how soon the site is ready.")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    given = parser.parse_args()
    figures = bench(given.rounds, given.engines)
    show(figures)
    if given.json:
        given.json.write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
