"""Python in the page: it starts, runs, streams and stops, in either way of starting.

What goes wrong, and that nothing gets out, is shown in tests/e2e/engines.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.conftest import Watch, until
from tests.e2e.engines.profiles import eventually
from tests.e2e.engines.python_site import SAME_PYTHON, WHICH_PYTHON
from tests.e2e.engines.server import Answer, SiteServer

Open = Callable[..., Page]
FOREVER = json.dumps({"code": "print('here')\nwhile True: pass"})


def printed(page: Page, code: str) -> str:
    text: str = page.evaluate("code => printed(code)", code)
    return text


def test_from_its_snapshot_it_is_the_python_that_a_plain_start_gives(python: Page) -> None:
    """The plain start, and what it gives, is in tests/e2e/engines/test_faults.py."""
    about = python.evaluate("client.about")
    assert [about[key] for key in ("boot", "python", "engine")] == ["snapshot", "3.14.2", "0.1.0"]
    assert printed(python, WHICH_PYTHON) == SAME_PYTHON


def test_two_starts_draw_different_random_numbers(python: Page) -> None:
    draw = "import random\nprint(random.random())"
    first = printed(python, draw)
    python.evaluate("client.renew()")
    assert printed(python, draw) != first


def test_sleep_sleeps(python: Page) -> None:
    """By the worker's shared memory, which is made for it."""
    code = "import time\nt = time.monotonic()\ntime.sleep(0.2)\nprint(time.monotonic() - t >= 0.2)"
    assert printed(python, code) == "True\n"


def test_stop_swaps_in_the_standby_without_loading_and_the_worker_is_gone(python: Page) -> None:
    page = python
    until(page, "client.standbyReady")
    # Asked something each time: news of workers come with an answer.
    eventually(lambda: page.evaluate("true") and len(page.workers) == 2)  # and its spare
    page.evaluate(
        "code => { states.length = 0; globalThis.endless = collect('run', code) }",
        json.loads(FOREVER),
    )
    until(page, "globalThis.latest?.length === 2")  # the word, and the end of its line
    page.evaluate("client.stop()")
    assert page.evaluate("states") == ["running", "ready"]
    outcome: dict[str, Any] = page.evaluate("endless")
    assert outcome["error"]["name"] == "Stopped"
    assert "".join(event["text"] for event in outcome["events"]) == "here\n"
    assert printed(page, "print(1 + 1)") == "2\n"
    until(page, "client.standbyReady")
    eventually(lambda: page.evaluate("true") and len(page.workers) == 2)


# As where a tab is left for minutes; what it holds then, and what it answers when it is seen again.
LEFT_FOR_LONG = """async () => {
  const frames = () => document.querySelectorAll('iframe').length;
  const until = async (state) => {
    while (own.state !== state) {
      await new Promise((resolve) => own.addEventListener('state', resolve, { once: true }));
    }
  };
  const look = (hidden) => {
    Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
    document.dispatchEvent(new Event('visibilitychange'));
  };
  const before = frames();
  const own = new PythonClient({ standby: false, away: { spare: 0, all: 0 } });
  await own.start();
  const held = [frames() - before];
  look(true);
  await until('loading');
  held.push(frames() - before);
  look(false);
  await until('ready');
  held.push(frames() - before);
  const { loss } = await own.call('run', { code: 'def loss(x=3.0):\\n    return x * x' });
  await until('ready');
  look(true); // for good
  await until('loading');
  delete document.hidden;
  return [held, loss];
}"""


def test_a_page_that_nobody_looks_at_holds_no_python_and_has_it_again_when_it_is_seen(
    python: Page,
) -> None:
    assert python.evaluate(LEFT_FOR_LONG) == [[1, 0, 1], 9.0]


def test_a_short_call_is_answered_while_a_long_one_streams(python: Page) -> None:
    page = python
    printed(page, "")
    order = page.evaluate("""async () => {
      const order = [];
      const args = { start: [3.0], optimizer: 'gradient descent', rate: 1e-9, steps: 1_000_000 };
      const abort = new AbortController();
      let first;
      const streaming = new Promise((resolve) => (first = resolve));
      const options = { onEvent: first, signal: abort.signal };
      const descent = client.call('descend', args, options).then(() => order.push('descent'));
      await streaming;
      await client.call('evaluate', { point: [2.0] });
      order.push('evaluation');
      abort.abort();
      await descent;
      return order;
    }""")
    assert order == ["evaluation", "descent"]


def test_cancelling_a_descent_tells_how_far_it_came(python: Page) -> None:
    page = python
    printed(page, "")
    args = {"start": [3.0], "optimizer": "gradient descent", "rate": 1e-9, "steps": 1_000_000}
    outcome = page.evaluate("args => collect('descend', args, { abortAfter: 1 })", args)
    assert outcome["value"]["reason"] == "cancelled"
    assert 0 < outcome["value"]["steps"] < 1_000_000


def missing(answer: Answer) -> Answer:
    return Answer(404, b"not found")


@pytest.mark.parametrize(
    "file", ["worker", *(pytest.param(f, marks=pytest.mark.long) for f in ("py_engine", ".wasm"))]
)
def test_a_missing_file_is_told_and_a_second_start_succeeds(
    file: str, python_page: Open, python_site: SiteServer, watch: Watch
) -> None:
    watch.allow("404")
    python_site.spoil(file, missing)
    page = python_page()
    said = page.evaluate("client.start().catch((error) => `${error.name}: ${error.message}`)")
    assert said.startswith("BootError: The site has no ")
    assert page.evaluate("client.state") == "failed"
    python_site.mend()
    page.evaluate("client.start()")
    assert page.evaluate("client.state") == "ready"


def test_progress_is_counted_in_the_bytes_that_travel_and_who_calls_meanwhile_is_answered(
    python_page: Open, python_site: SiteServer
) -> None:
    page = python_page("?boot=snapshot")
    before = len(python_site.seen)
    early, seen = page.evaluate("""async () => {
      const seen = [];
      client.addEventListener('progress', ({ detail }) => seen.push(detail));
      const early = printed("print('early')");
      await client.start();
      const told = seen.map(({ loaded, total }) => [loaded, total]);
      return [await early, told];
    }""")
    assert early == "early\n"
    loaded = [bytes_ for bytes_, _ in seen]
    assert loaded == sorted(loaded)
    [last, total] = seen[-1]
    after_it = re.compile("python_stdlib|micropip")  # which a start does not wait for
    travelled = sum(
        asked.sent for asked in python_site.seen[before:] if not after_it.search(asked.path)
    )
    assert last == total == pytest.approx(travelled, rel=0.01)
    assert total < 9_700_000
