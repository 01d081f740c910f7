"""Long use of one page: a soak of runs, stops and descents, and a fuzz of random programs."""

from __future__ import annotations

import os
import random
import re
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.engines.profiles import Page, wait_until

GOOD = "def loss(x=3.0, y=1.0):\n    return (x - 1) ** 2 + y * y\n"
GOOD_VALUE = 5.0
FOREVER = "while True:\n    pass\n"
DESCENT = {"start": [3.0, 1.0], "optimizer": "gradient descent", "rate": 0.1, "steps": 200}

# One round of a soak: a clean interpreter, a run, a descent; each third time a loop and Stop.
ROUND = """async (number, good, forever, descent) => {
  await client.renew();
  if (number % 3 === 0) {
    const endless = collect('run', { code: forever });
    await new Promise((resolve) => setTimeout(resolve, 30));
    client.stop();
    const { error } = await endless;
    if (error?.name !== 'Stopped') return `the loop ended with ${error?.name}`;
    await client.start();
  }
  const { value, error } = await collect('run', { code: good });
  if (error) return `${error.name}: ${error.message}`;
  const end = await collect('descend', descent);
  return end.error ? end.error.message : [value.loss, end.value.reason];
}"""


@dataclass(frozen=True)
class Soak:
    rounds: int
    wrong: list[Any]
    early_memory: int
    late_memory: int

    @property
    def growth(self) -> float:
        return self.late_memory / max(1, self.early_memory) - 1


def start(page: Page, address: str) -> None:
    page.goto(address)
    wait_until(page, "() => Boolean(globalThis.client)")
    page.evaluate("() => client.start()")


def descendants() -> set[str]:
    """The processes that this one started, and those that they started (Linux only)."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[status.parent.name] = status.read_text().rsplit(")", 1)[1].split()[1]
        except OSError:
            continue  # it ended while we looked
    found = {str(os.getpid())}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def memory_of(pattern: str) -> int:
    """Bytes that our processes whose command line matches hold for themselves (Linux only)."""
    total = 0
    for number in descendants():
        process = Path("/proc") / number
        try:
            command = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if re.search(pattern, command):
                rollup = (process / "smaps_rollup").read_text()
                total += 1024 * int(rollup.split("Pss:")[1].split()[0])
        except (OSError, IndexError):
            continue  # it ended while we looked
    return total


def settled_memory(pattern: str) -> int:
    """The least of several looks: what a collector will free soon is not counted."""
    looks = []
    for _ in range(8):
        time.sleep(0.5)
        looks.append(memory_of(pattern))
    return min(looks)


def soak(page: Page, rounds: int, processes: str) -> Soak:
    """Use the page for `rounds`; memory is read after a tenth of them, and at the end."""
    wrong = []
    early = 0
    for number in range(rounds):
        got = page.evaluate(ROUND, number, GOOD, FOREVER, DESCENT)
        if not (isinstance(got, list) and got[0] == GOOD_VALUE):
            wrong.append((number, got))
        if number == rounds // 10:
            early = settled_memory(processes)
    return Soak(rounds, wrong, early, settled_memory(processes))


ATOMS = ("x", "y", "1.5", "2", "0", "-3", "x * y", "(x + y)", "xs[0]", "len(xs)")
CALLS = ("sqrt", "exp", "log", "sin", "tanh", "abs", "relu", "mean", "float", "str")
OPERATORS = ("+", "-", "*", "/", "**", "//", "%", "<", "and", "@")
NOISE = ("(", ")", ":", "\n", "    ", "\t", "'", "é", "\\", "lambda", "return", "yield", "\0", "#")
SPOILS = (
    "import builtins\nbuiltins.sum = None\n",
    "import math\nmath.sqrt = print\n",
    "import sys\nsys.modules.clear()\n",
    "import py_engine\npy_engine.Node.__add__ = None\n",
    "import sys\nsys.setrecursionlimit(60)\n",
    "raise SystemExit\n",
    "raise KeyboardInterrupt\n",
    "def f():\n    return f()\nf()\n",
    "class E(BaseException):\n    __str__ = None\nraise E\n",
    "print('<b>' * 100)\n",
)


SOUND_ATOMS = ("x", "y", "1.5", "2", "x * y", "(x + y)")
SOUND_CALLS = ("sin", "tanh", "sigmoid", "softplus", "relu", "abs")


@dataclass(frozen=True)
class Words:
    """What expressions are made of."""

    atoms: tuple[str, ...]
    calls: tuple[str, ...]
    operators: tuple[str, ...]


WILD = Words(ATOMS, CALLS, OPERATORS)
SOUND = Words(SOUND_ATOMS, SOUND_CALLS, ("+", "-", "*"))  # a value wherever its parts have one


def expression(draw: random.Random, words: Words, depth: int) -> str:
    if depth == 0 or draw.random() < 0.2:
        return draw.choice(words.atoms)
    inner = expression(draw, words, depth - 1)
    if draw.random() < 0.4:
        return f"{draw.choice(words.calls)}({inner})"
    return f"({inner} {draw.choice(words.operators)} {expression(draw, words, depth - 1)})"


def program(draw: random.Random) -> str:
    """A loss by chance: half of them are sound, the others broken in one way or several."""
    sound = draw.random() < 0.5
    words = SOUND if sound else WILD
    head = "from py_engine import *\nxs = [0.5, 2.0, -1.0]\n"
    first, more = expression(draw, words, 3), expression(draw, words, 2)
    body = f"    t = {first}\n    for v in xs:\n        t += {more} * v\n"
    text = f"{head}def loss(x=0.7, y=-0.4):\n{body}    return t\n"
    if not sound and draw.random() < 0.3:
        text = draw.choice(SPOILS) + text
    if not sound:
        for _ in range(draw.randint(1, 3)):
            at = draw.randrange(len(text))
            text = text[:at] + draw.choice(NOISE) + text[at + draw.randint(0, 4) :]
    return text


FUZZ = """async (codes, good) => {
  const odd = [];
  let results = 0, errors = 0;
  for (const code of codes) {
    const { value, error } = await collect('run', { code });
    const clear = error && error.message && (error.name === 'Stopped' || error.data?.type);
    if (error) errors += 1; else results += 1;
    if (!clear && typeof value?.loss !== 'number') odd.push([code, error ?? value]);
    const next = await collect('run', { code: good });
    if (next.value?.loss !== GOOD) odd.push([code, 'the next run gave', next.error ?? next.value]);
  }
  return { odd, results, errors };
}""".replace("GOOD", str(GOOD_VALUE))


def fuzz(page: Page, programs: int, seed: int) -> dict[str, Any]:
    """Run programs made by chance; each is to end in a result or an error that says what it is."""
    draw = random.Random(seed)
    told: dict[str, Any] = {"odd": [], "results": 0, "errors": 0}
    for first in range(0, programs, 20):
        codes = [program(draw) for _ in range(min(20, programs - first))]
        part = page.evaluate(FUZZ, codes, GOOD)
        told = {key: told[key] + part[key] for key in told}
    return told
