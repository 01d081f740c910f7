"""How the Lab answers, in Chromium: from Run to new numbers, while dragging, in a long descent.

    python bench/lab.py --json FILE

Frames are those of Chromium's own trace while the start is dragged over the map for some seconds;
long tasks are those that its PerformanceObserver tells of, during a descent of 10,000 steps.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from bench._report import report  # noqa: E402
from tests.e2e.engines.profiles import Engines  # noqa: E402
from tests.e2e.engines.server import SiteServer  # noqa: E402
from tests.e2e.lab_driver import Lab, open_lab  # noqa: E402
from tools.browsers import ensure  # noqa: E402

DRAG_SECONDS = 4.0
STEPS = 10_000
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
# The same problem, started elsewhere: the numbers change.
RUN = """async (k) => {
  const { session } = document.querySelector('lab-page');
  const loss = () => document.querySelector('[data-testid=loss]')?.dataset.value;
  session.edit(session.state.code.replace(/x=[0-9.]+/, `x=${0.3 + 0.01 * k}`));
  const before = loss();
  const began = performance.now();
  document.querySelector('[data-testid=run]').click();
  while (loss() === before) await new Promise((resolve) => requestAnimationFrame(resolve));
  return performance.now() - began;
}"""
WATCH_TASKS = """() => {
  globalThis.longTasks = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map((e) => e.duration)))
    .observe({ type: 'longtask' });
}"""
DESCENT_DONE = """(steps) => {
  const { busy, descent } = document.querySelector('lab-page').session.state;
  return !busy && descent?.end && descent.path.count > steps;
}"""


def run_to_numbers(lab: Lab, rounds: int) -> list[float]:
    took = []
    for number in range(1, rounds + 1):
        took.append(lab.page.evaluate(RUN, number))
        lab.until_ready()
        time.sleep(0.5)
    return took


def frames_while_dragging(lab: Lab) -> float:
    """Frames a second that were drawn, of the trace."""
    page = lab.page
    browser = page.context.browser
    assert browser is not None
    box = lab.at("start").locator("circle").nth(1).bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    browser.start_tracing(
        page=page,
        categories=[
            "disabled-by-default-devtools.timeline.frame",
            "devtools.timeline.frame",
            "devtools.timeline",
        ],
    )
    began = time.monotonic()
    turn = 0
    while time.monotonic() - began < DRAG_SECONDS:
        turn += 1
        page.mouse.move(x + 60 * (turn % 80) / 80, y - 40 * (turn % 50) / 50)
        time.sleep(0.004)
    trace = json.loads(browser.stop_tracing())
    page.mouse.up()
    drawn = sorted(e["ts"] for e in trace["traceEvents"] if e["name"] == "DrawFrame")
    return (len(drawn) - 1) / ((drawn[-1] - drawn[0]) / 1e6)


def longest_task(lab: Lab) -> dict[str, float]:
    """The page's long tasks (over 50 ms) while 10,000 steps arrive and are drawn."""
    lab.set("rate", "0.0001")
    lab.until_ready()
    lab.page.evaluate(WATCH_TASKS)
    began = time.monotonic()
    lab.set("steps", str(STEPS))
    while not lab.page.evaluate(DESCENT_DONE, STEPS):
        time.sleep(0.05)
    took = time.monotonic() - began
    time.sleep(1)
    tasks: list[float] = lab.page.evaluate("longTasks")
    return {
        "longest": max(tasks, default=0),
        "over 100": sum(t > 100 for t in tasks),
        "seconds": round(took, 2),
    }


def opened(page: Page, address: str) -> Lab:
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(address)
    lab = open_lab(page)
    time.sleep(3)  # the spare interpreter, and what is kept for the next visit
    return lab


def bench(rounds: int) -> dict[str, object]:
    [browser] = ensure(["chromium"])
    with sync_playwright() as playwright:
        server = SiteServer(ROOT / "dist")
        engines = Engines(playwright)
        with engines.open_profile(browser) as profile:
            lab = opened(profile.new_page().page, server.address)  # type: ignore[attr-defined]
            figures = {
                "chromium": profile.version,
                "first content": round(lab.page.evaluate(PAINTED)),
                "run to numbers": round(statistics.median(run_to_numbers(lab, rounds))),
                "frames a second": round(frames_while_dragging(lab), 1),
                "steps": STEPS,
                "tasks": longest_task(lab),
            }
        engines.close()
        server.down()
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how the Lab answers.")
    parser.add_argument("--rounds", type=int, default=9)
    report(parser, lambda given: bench(given.rounds))


if __name__ == "__main__":
    main()
