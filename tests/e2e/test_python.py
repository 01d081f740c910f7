"""Python in the page: it starts, runs, streams and stops, in either way of starting.

What goes wrong, and that nothing gets out, is shown in tests/e2e/engines.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.conftest import Watch, until
from tests.e2e.engines.profiles import eventually
from tests.e2e.engines.server import Answer, SiteServer

Open = Callable[..., Page]
FOREVER = json.dumps({"code": "print('here')\nwhile True: pass"})


def start(page: Page) -> str:
    """Start Python; return how it booted."""
    boot: str = page.evaluate("client.start().then(() => client.about.boot)")
    return boot


def printed(page: Page, code: str) -> str:
    text: str = page.evaluate("code => printed(code)", code)
    return text


@pytest.mark.parametrize("boot", ["snapshot", "plain"])
def test_by_each_way_of_starting_it_is_the_same_python_and_can_be_stopped(
    python_page: Open, boot: str
) -> None:
    page = python_page(f"?boot={boot}")
    start(page)
    about = page.evaluate("client.about")
    assert [about[key] for key in ("boot", "python", "engine")] == [boot, "3.14.2", "0.1.0"]
    code = (
        "import importlib.metadata, inspect, micropip, py_engine\n"
        "print(importlib.metadata.version('py_engine'), callable(micropip.install))\n"
        "print('import' in inspect.getsource(py_engine))"
    )
    assert printed(page, code) == "0.1.0 True\nTrue\n"
    page.evaluate("code => { globalThis.endless = collect('run', code) }", json.loads(FOREVER))
    until(page, "globalThis.latest?.length === 2")  # the word, and the end of its line
    assert page.evaluate("client.state") == "running"
    page.evaluate("client.stop()")
    outcome: dict[str, Any] = page.evaluate("endless")
    assert outcome["error"]["name"] == "Stopped"
    assert "".join(event["text"] for event in outcome["events"]) == "here\n"
    assert printed(page, "print(1 + 1)") == "2\n"


def test_two_starts_draw_different_random_numbers(python: Page) -> None:
    draws = set()
    for _ in range(3):
        python.evaluate("client.renew()")
        draws.add(printed(python, "import random\nprint(random.random())"))
    assert len(draws) == 3


def test_stop_swaps_in_the_standby_without_loading(python: Page) -> None:
    page = python
    until(page, "client.standbyReady")
    page.evaluate(
        "code => { states.length = 0; globalThis.endless = collect('run', code) }",
        json.loads(FOREVER),
    )
    until(page, "client.state === 'running'")
    page.evaluate("client.stop()")
    assert page.evaluate("states") == ["running", "ready"]
    until(page, "client.standbyReady")


def test_a_worker_that_was_stopped_is_gone(python_page: Open) -> None:
    page = python_page()
    start(page)
    until(page, "client.standbyReady")
    assert len(page.workers) == 2, "the one in use, and its spare"
    page.evaluate(
        "code => { globalThis.endless = collect('run', code) }",
        json.loads(FOREVER),
    )
    until(page, "client.state === 'running'")
    page.evaluate("client.stop()")
    until(page, "client.standbyReady")
    # Asked something each time: news of workers come with an answer.
    eventually(lambda: page.evaluate("true") and len(page.workers) == 2)


def test_calls_made_while_python_loads_are_answered(python_page: Open) -> None:
    page = python_page()
    assert printed(page, "print('early')") == "early\n"


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


@pytest.mark.parametrize("file", ["worker", "py_engine", ".wasm"])
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
    start(page)
    assert page.evaluate("client.state") == "ready"


def test_progress_is_counted_in_the_bytes_that_travel_up_to_the_total(
    python_page: Open, python_site: SiteServer
) -> None:
    page = python_page("?boot=snapshot")
    before = len(python_site.seen)
    seen = page.evaluate("""async () => {
      const seen = [];
      client.addEventListener('progress', ({ detail }) => seen.push(detail));
      await client.start();
      return seen.map(({ loaded, total }) => [loaded, total]);
    }""")
    loaded = [bytes_ for bytes_, _ in seen]
    assert loaded == sorted(loaded)
    [last, total] = seen[-1]
    travelled = sum(
        asked.sent for asked in python_site.seen[before:] if "python_stdlib" not in asked.path
    )
    assert last == total == pytest.approx(travelled, rel=0.01)
    assert total < 9_700_000
