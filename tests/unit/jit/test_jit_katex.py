"""KaTeX, as the page uses it, sets every line of a derivation.

Node.js is the program that the environment variable NODE_PROGRAM names, or else `node`.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from py_engine import sqrt
from tests.unit.jit.test_jit_derivation import LOSSES, derived

WEB = Path(__file__).resolve().parents[3] / "web"
SET = """
import katex from 'katex';
import { readFileSync } from 'node:fs';
const texts = JSON.parse(readFileSync(0, 'utf8'));
const faults = texts.map((tex) => {
  try {
    katex.renderToString(tex, { throwOnError: true, displayMode: true });
    return null;
  } catch (error) {
    return error.message;
  }
});
console.log(JSON.stringify(faults));
"""


def odd_names(größe: Any = 0.3, _x_1: Any = 0.4, d_: Any = 0.2) -> Any:
    neue_größe__2 = größe * _x_1
    return sqrt(neue_größe__2 * neue_größe__2 + d_ * d_) / neue_größe__2


def faults_of(texts: list[str]) -> list[str | None]:
    node = os.environ.get("NODE_PROGRAM", "node")
    done = subprocess.run(
        [node, "--input-type=module", "--eval", SET],
        input=json.dumps(texts), capture_output=True, text=True, cwd=WEB, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    found: list[str | None] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def faults() -> dict[str, str | None]:
    texts = [row.tex for loss in [*LOSSES, odd_names] for row in derived(loss).lines]
    return dict(zip(texts, faults_of(texts), strict=True))


@pytest.mark.parametrize("loss", [*LOSSES, odd_names])
def test_katex_sets_every_line(loss: Any, faults: dict[str, str | None]) -> None:
    texts = [row.tex for row in derived(loss).lines]
    assert len(texts) > 3
    assert [(tex, faults[tex]) for tex in texts if faults[tex]] == []


def test_katex_finds_what_is_wrong() -> None:
    fault, nothing = faults_of([r"\frac{a}{b", r"\frac{a}{b}"])
    assert fault is not None
    assert nothing is None
