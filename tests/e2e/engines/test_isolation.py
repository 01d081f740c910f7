"""Learner's code can reach neither the network, nor what is kept, nor the page: in every engine.

Each way out is tried by real code in the real worker, next to a socket that listens: what counts is
what arrives there, and what the page still holds.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.engines.conftest import Shared, python_page
from tests.e2e.engines.profiles import Engines, Page, in_each_engine
from tests.e2e.engines.server import SiteServer, Trap
from tools.browsers import Browser

pytestmark = in_each_engine

WAYS_OUT = {
    "fetch": "await js.fetch(OUT)",
    "fetch of the site": "await js.fetch(SITE)",
    "fetch without an answer": "await js.fetch(OUT, js.Object.fromEntries([['mode', 'no-cors']]))",
    "a beacon": "assert js.navigator.sendBeacon(OUT)",
    "an XMLHttpRequest": "r = js.XMLHttpRequest.new(); r.open('GET', OUT, False); r.send()",
    "a web socket": "await opened(js.WebSocket.new(OUT.replace('http', 'ws')))",
    "a stream of events": "await opened(js.EventSource.new(OUT))",
    "a font": "await js.FontFace.new('x', f'url({OUT})').load()",
    "an imported script": "js.importScripts(OUT)",
    "a worker by address": "await works(js.Worker.new(OUT))",
    "a worker that fetches": "await works(worker(f'fetch({OUT!r}).then(() => postMessage(1))'))",
    "a worker that imports": "await works(worker(f'importScripts({OUT!r}); postMessage(1)'))",
    "a module worker": "await works(worker(f'import {OUT!r}; postMessage(1)', 'module'))",
    "eval": "js.eval('1')",
    "a new function": "js.Function.new('return 1')()",
    "run_js": "__import__('pyodide.code').code.run_js('1')",
    "a timer with text": "await ticks()",
    "Pyodide's fetch": "await __import__('pyodide.http').http.pyfetch(OUT)",
    "Pyodide's open_url": "__import__('pyodide.http').http.open_url(OUT)",
    "a package by its name": "await __import__('micropip').install('six')",
    "a package by its address": "await __import__('micropip').install(OUT + WHEEL)",
    "urllib": "__import__('urllib.request').request.urlopen(OUT, timeout=1)",
    "Python's socket": "await talks()",
    "local storage": "js.localStorage.getItem('x')",
    "databases": "await settled(js.indexedDB.open('x'))",
    "caches": "assert len(await js.caches.keys())",
    "files": "await js.navigator.storage.getDirectory()",
    "cookies": "await js.cookieStore.getAll()",
    "the page": "js.parent.document.title",
    "a message to the frame": "js.postMessage('out')",
    "the message to the frame that is inherited":
        "js.DedicatedWorkerGlobalScope.prototype.postMessage.call(js.self, 'out')",
    "a broadcast": "js.BroadcastChannel.new('anyone').postMessage('out'); assert False",
    "a service worker": "await js.navigator.serviceWorker.register(SITE)",
}
TRIES = """
import asyncio, js

OUT, SITE = {addresses!r}
WHEEL = "six-1-py3-none-any.whl"

async def opened(source):
    await asyncio.sleep(0.3)
    assert source.readyState == 1

async def settled(request):
    await asyncio.sleep(0.2)
    assert request.error is None and request.result

def worker(script, kind='classic'):
    blob = js.Blob.new([script], js.Object.fromEntries([['type', 'text/javascript']]))
    options = js.Object.fromEntries([['type', kind]])
    return js.Worker.new(js.URL.createObjectURL(blob), options)

async def works(started):
    said = []
    started.onmessage = said.append
    await asyncio.sleep(0.5)
    started.terminate()
    assert said

async def ticks():
    js.ticked = 0
    js.setTimeout('ticked = 1', 0)
    await asyncio.sleep(0.1)
    assert js.ticked

async def talks():
    import socket
    host, port = OUT.split('/')[2].split(':')
    connection = socket.create_connection((host, int(port)), timeout=1)
    connection.send(b'out')
    await asyncio.sleep(0.3)
    assert connection.recv(10)

{ways}

async def judge(way):
    try:
        await asyncio.wait_for(WAYS[way](), 5)  # some hold the others up
        verdicts[way] = 'Got out'
    except BaseException as error:
        verdicts[way] = 'Refused'

verdicts = dict.fromkeys(WAYS, 'Pending')
judging = [asyncio.ensure_future(judge(way)) for way in WAYS]

def loss(x=1.0):
    if x == 2.0:
        raise ValueError('Pending' if 'Pending' in verdicts.values() else repr(verdicts))
    return x * x
"""
VERDICTS = """async (code) => {
  const pause = (time, answer) => new Promise((resolve) => setTimeout(resolve, time, answer));
  const told = async () => {
    await collect('run', { code });
    for (;;) {
      const { error } = await collect('evaluate', { point: [2] });
      if (error.message !== 'Pending') return error.message;
      await pause(20);
    }
  };
  const verdict = await Promise.race([told(), pause(150_000, 'No answer')]);
  if (verdict === 'No answer') client.stop();
  return verdict;
}"""


def attempt(ways: dict[str, str], addresses: tuple[str, str]) -> str:
    """A program that tries these ways at once, and whose loss raises what became of each."""
    tried = [f"async def way_{k}():\n    {way}\n" for k, way in enumerate(ways.values())]
    named = ", ".join(f"{name!r}: way_{k}" for k, name in enumerate(ways))
    return TRIES.format(addresses=addresses, ways="\n".join([*tried, f"WAYS = {{{named}}}"]))


@pytest.fixture(scope="module")
def python_host(python_site: SiteServer) -> Iterator[SiteServer]:
    yield python_site
    python_site.mend()


@pytest.fixture(scope="module")
def shared(engines: Engines, browser: Browser, python_host: SiteServer) -> Iterator[Shared[Page]]:
    pages = Shared(lambda: python_page(engines, browser, python_host))
    yield pages
    pages.close()


@pytest.fixture
def python(shared: Shared[Page], request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page with Python's client alone, ready, in each engine."""
    yield from shared.lend(request)


def printed(page: Page, code: str) -> str:
    text: str = page.evaluate("(code) => printed(code)", code)
    return text


def test_learners_code_gets_out_in_no_way(
    python: Page, python_host: SiteServer, trap: Trap
) -> None:
    page = python
    page.evaluate("""() => {
      globalThis.heard = [];
      const channel = new BroadcastChannel('anyone');
      channel.onmessage = ({data}) => heard.push(data);
      globalThis.channel = channel;
      localStorage.setItem('x', 'saved work');
      return caches.open('saved work').then(() => {});
    }""")
    addresses = (f"http://127.0.0.1:{trap.port}/", f"{python_host.address}learners-way-out")
    before = len(python_host.seen)
    told = page.evaluate(VERDICTS, attempt(WAYS_OUT, addresses))
    verdicts = ast.literal_eval(told) if told.startswith("{") else dict.fromkeys(WAYS_OUT, told)
    odd = {name: told for name, told in verdicts.items() if told != "Refused"}
    assert odd == {}
    assert trap.reached == []
    # The page itself may still fetch what Python needs later. Those files exist: no way out does.
    assert [seen for seen in python_host.seen[before:] if seen.status not in (200, 304)] == []
    assert page.evaluate("() => heard") == []
    assert page.evaluate("() => localStorage.getItem('x')") == "saved work"


FORGERIES = """
import js
from pyodide.ffi import to_js

def forged(**message):
    return to_js(message, dict_converter=js.Object.fromEntries)

for number in range(200):
    for message in [
        forged(kind='result', id=number, value='forged'),
        forged(kind='error', id=number, error=forged(type='Forged', message='forged')),
        forged(kind='event', id=number, event=forged(event='stdout', text='forged')),
        forged(kind='failed', error=forged(message='forged')),
        forged(kind='ready', boot='forged', python='forged', engine='forged'),
        'forged', None,
    ]:
        js.dispatchEvent(js.MessageEvent.new('message', forged(data=message)))
print('sent')
"""


def test_messages_that_learners_code_forges_change_nothing(python: Page) -> None:
    page = python
    assert printed(page, FORGERIES) == "sent\n"
    assert printed(page, "print('and all is well')") == "and all is well\n"
    assert "forged" not in str(page.evaluate("() => client.about"))


THEFT = """
import js
from pyodide.ffi import create_proxy

js.stolen = 0

def steal(*anything):
    js.stolen += 1

thief = create_proxy(steal)
getter = js.Object.fromEntries([["get", thief]])
js.MessagePort.prototype.postMessage = thief
js.Reflect.apply = thief
js.EventTarget.prototype.addEventListener = thief
js.EventTarget.prototype.dispatchEvent = thief
js.Object.defineProperty(js.MessageEvent.prototype, "data", getter)
js.Object.defineProperty(js.MessageEvent.prototype, "ports", getter)

def loss(x=1.0):
    return x * x + js.stolen
"""
DESCENT = {"start": [3.0], "optimizer": "gradient descent", "rate": 0.1, "steps": 200}
POLLUTION = """
import js
js.Object.prototype.kind = "forged"
js.Object.prototype.id = 1
js.Object.prototype.value = "forged"
js.Array.prototype.forged = 1
js.Promise.prototype.then = None
js.Map.prototype.get = None
"""


def test_prototypes_that_learners_code_replaces_never_see_a_message(python: Page) -> None:
    page = python
    page.evaluate("() => client.renew()")  # what an earlier run still has to do would be counted
    page.evaluate("(code) => client.call('run', { code })", THEFT)
    assert page.evaluate("() => client.call('evaluate', { point: [3] })")["loss"] == 9
    end = page.evaluate("(args) => client.call('descend', args)", DESCENT)
    assert end["point"] == [pytest.approx(0.0, abs=1e-6)]  # streams need messages of their own
    assert printed(page, "print('and all is well')") == "and all is well\n"


def test_a_worker_that_learners_code_ruined_is_left_behind(python: Page) -> None:
    page = python
    page.evaluate("(code) => void collect('run', { code })", POLLUTION)
    assert page.evaluate("() => [{}.kind, [].forged]") == [None, None]
    page.evaluate("() => { client.stop(); }")
    assert printed(page, "print('and all is well')") == "and all is well\n"


def test_what_a_message_carries_arrives_as_data_alone(python: Page) -> None:
    code = "print('<img src=x onerror=alert(1)>')\nraise ValueError('<script>alert(1)</script>')"
    said: dict[str, Any] = python.evaluate("(code) => collect('run', { code })", code)
    prints = "".join(event["text"] for event in said["events"] if "text" in event)
    assert prints == "<img src=x onerror=alert(1)>\n"
    assert said["error"]["data"]["message"] == "<script>alert(1)</script>"
