"""Programs that change what their own interpreter answers, at random places, by a seed.

Each runs an honest loss. From then on, every second answer has something in it that may not stand
there; what is believed all the same is drawn. So each message of the Lab is forged in many ways,
also those that are asked for later: descents, landscapes, the witness, explanations.
"""

from __future__ import annotations

from typing import Any, Protocol

from tests.e2e.engines.profiles import eventually

LOSSES = [
    "def loss(x=1.0, y=2.0):\n    return (x - 3) ** 2 + x * y\n",
    "DATA = [(0.5, 1.0), (1.5, 2.0), (2.5, 2.5)]\n\ndef predict(a, w, b):\n    return w * a + b\n\n"
    "def loss(w=0.1, b=0.0):\n    return sum((predict(a, w, b) - t) ** 2 for a, t in DATA) / 3\n",
    "POINTS = [(i / 9, (i * i % 7) / 7) for i in range(60)]\n\ndef loss(x=0.3, y=0.3):\n"
    "    return sum(((x - a) ** 2 + (y - b) ** 2) ** 0.5 for a, b in POINTS) / len(POINTS)\n",
]
FORGER = """
import random as _random, sys as _sys

_draw = _random.Random({seed})
_circle = []
_circle.append(_circle)
_HOSTILE = [None, True, -1, 0, 2 ** 70, 1e308, float("nan"), float("inf"), "", "x" * 3000, "n0",
            "constructor", "__proto__", [], {{}}, [None] * 5, {{"length": 10 ** 9}}, ["n0"] * 9000,
            "x" * 300_000, [[]] * 300, {{"__proto__": 1, "toString": 1}}, _circle, lambda: 1]

def _copy(value):
    if isinstance(value, dict):
        return {{key: _copy(each) for key, each in value.items()}}
    return [_copy(each) for each in value] if isinstance(value, list | tuple) else value

def _places(value):
    keys = value if isinstance(value, dict) else range(len(value) if isinstance(value, list) else 0)
    for key in list(keys):
        yield value, key
        yield from _places(value[key])

def _forge(data):
    data = _copy(data)
    places = list(_places(data))
    for holder, key in _draw.sample(places, min(len(places), _draw.choice([1, 1, 2]))):
        how = _draw.random()
        if how < 0.2 and isinstance(holder, dict):
            holder.pop(key, None)
        elif how < 0.3 and isinstance(holder, list):
            holder *= _draw.choice([0, 2, 500])
        elif how < 0.5:
            other, name = _draw.choice(places)
            holder[key] = other[name] if isinstance(other, dict) and name in other else 3
        elif key in holder if isinstance(holder, dict) else key < len(holder):
            holder[key] = _draw.choice(_HOSTILE)
    return data

def _wrapped(was):
    def answer(self, *arguments):
        kind, data, modules, fault = was(self, *arguments)
        return kind, _forge(data) if _draw.random() < 0.3 else data, modules, fault
    return answer

_server = _sys.modules["serve"].Server
for _name in ("call", "advance", "close"):
    setattr(_server, _name, _wrapped(getattr(_server, _name)))
"""
RUN = """(code) => {
  const { session } = document.querySelector('lab-page');
  session.edit(code);
  void session.run();
}"""
AT_REST = """() => {
  const page = document.querySelector('lab-page');
  const { busy, exploring } = page.session.state;
  return !busy && !exploring && page.pythonState === 'ready';
}"""
WATCH = """() => {
  let last = performance.now();
  globalThis.unheard = 0;
  const beat = () => {
    const now = performance.now();
    globalThis.unheard = Math.max(globalThis.unheard, now - last);
    last = now;
    globalThis.watchdog = setTimeout(beat, 0);
  };
  clearTimeout(globalThis.watchdog);
  beat();
}"""
REFUSED = "() => document.querySelector('lab-page').session.state.error?.type === 'MessageError'"
UNHEARD = """() => {
  const longest = globalThis.unheard;
  globalThis.unheard = 0;
  return longest;
}"""
OFF = "() => clearTimeout(globalThis.watchdog)"
LONGEST = 5000.0  # milliseconds, however busy the machine; without limits, some take 8,000 and more


class Evaluating(Protocol):
    """A page of any engine."""

    def evaluate(self, script: str, argument: Any = None) -> Any:
        """Run a function in the page."""


def program(seed: int) -> str:
    """The program of this seed, always the same."""
    return LOSSES[seed % len(LOSSES)] + FORGER.format(seed=seed)


def stalls(page: Evaluating, seeds: range) -> dict[int, str]:
    """Run these programs in an open Lab: which of them never came to rest, or held the page up."""
    held: dict[int, str] = {}
    refused = 0
    page.evaluate(WATCH)
    for seed in seeds:
        page.evaluate(RUN, program(seed))
        eventually(lambda: page.evaluate(AT_REST), 60, f"the Lab is at rest after seed {seed}")
        refused += bool(page.evaluate(REFUSED))
        unheard = page.evaluate(UNHEARD)
        if unheard > LONGEST:
            held[seed] = f"unheard for {unheard:.0f} ms"
    page.evaluate(OFF)
    assert len(seeds) / 5 < refused < len(seeds), f"{refused} of {len(seeds)} were refused"
    return held
