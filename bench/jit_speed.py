"""How fast replay is, beside the closed form in the same interpreter.

Runs natively (`python bench/jit_speed.py --json FILE`), where a hand-written C loop is timed too
if there is a compiler, and in Pyodide (`node bench/jit_pyodide.mjs --json FILE`), which imports it.
Times are medians, in milliseconds.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

try:
    import py_engine  # noqa: F401  # where the wheel is installed, it is that which is measured
except ImportError:
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from _lecture import lecture_points

from py_engine import mean, sqrt
from py_engine.jit import jit

COUNT = 1000
START = (0.3, 0.3)
LOSS = """
def loss(x=0.3, y=0.3):
    return mean(sqrt((x_i - x) ** 2 + (y_i - y) ** 2) for x_i, y_i in zip(xs, ys))
"""
C_LOOP = """
#include <math.h>
double value_and_gradient(double x, double y, long n, const double *xs, const double *ys,
                          double *gradient) {
    double total = 0, along_x = 0, along_y = 0;
    for (long i = 0; i < n; i++) {
        double a = xs[i] - x, b = ys[i] - y, d = sqrt(a * a + b * b);
        total += d; along_x -= a / d; along_y -= b / d;
    }
    gradient[0] = along_x / n; gradient[1] = along_y / n;
    return total / n;
}
double repeat(long times, double x, double y, long n, const double *xs, const double *ys,
              double *gradient) {
    double sum = 0;
    for (long i = 0; i < times; i++)
        sum += value_and_gradient(x + 1e-9 * i, y, n, xs, ys, gradient);
    return sum;
}
"""


def make_loss(count: int) -> Callable[..., Any]:
    """The lecture's loss as a learner writes it, on so many points."""
    xs, ys = lecture_points(count)
    names: dict[str, Any] = {"mean": mean, "sqrt": sqrt, "xs": xs, "ys": ys}
    exec(LOSS, names)
    loss: Callable[..., Any] = names["loss"]
    return loss


def closed_form(count: int) -> Callable[[float, float], tuple[float, float]]:
    """The hand-derived gradient, gradient alone, in plain Python."""
    from math import sqrt as root

    xs, ys = lecture_points(count)

    def gradient(x: float, y: float) -> tuple[float, float]:
        along_x = along_y = 0.0
        for x_i, y_i in zip(xs, ys):  # noqa: B905  # as one writes it by hand
            d_i = root((x_i - x) ** 2 + (y_i - y) ** 2)
            along_x -= (x_i - x) / d_i
            along_y -= (y_i - y) / d_i
        return along_x / count, along_y / count

    return gradient


def timed(action: Callable[[], object], seconds: float = 0.1) -> float:
    """One run, in milliseconds."""
    action()
    start = perf_counter()
    action()
    once = max(perf_counter() - start, 1e-7)
    times = max(1, int(seconds / once))
    start = perf_counter()
    for _ in range(times):
        action()
    return 1e3 * (perf_counter() - start) / times


def side_by_side(actions: dict[str, Callable[[], object]], rounds: int = 9) -> dict[str, float]:
    """Medians over rounds in which each is timed in turn."""
    rows: dict[str, list[float]] = {name: [] for name in actions}
    for _ in range(rounds):
        for name, action in actions.items():
            rows[name].append(timed(action, 0.03))
    return {name: statistics.median(times) for name, times in rows.items()}


def fresh(action: Callable[[], object], rounds: int = 9) -> float:
    """The median of single runs, for what is done once."""
    times = []
    for _ in range(rounds):
        start = perf_counter()
        action()
        times.append(1e3 * (perf_counter() - start))
    return statistics.median(times)


def descend(step: Callable[..., Any], steps: int = 200, rate: float = 0.1) -> tuple[float, float]:
    x, y = START
    for _ in range(steps):
        _, (along_x, along_y) = step(x, y)
        x -= rate * along_x
        y -= rate * along_y
    return x, y


def ready(loss: Callable[..., Any], instantiate: Any) -> Any:
    """From the loss to its first result."""
    fast = jit(loss, instantiate)
    fast(*START)
    return fast


def measure(instantiate: Any = None) -> dict[str, Any]:
    """All figures of this interpreter."""
    loss, by_hand = make_loss(COUNT), closed_form(COUNT)
    python = ready(loss, None)
    unwatched = jit(loss, watch=False)
    unwatched(*START)
    actions: dict[str, Callable[[], object]] = {
        "closed form": lambda: by_hand(*START),
        "python": lambda: unwatched(*START),
        "python, data watched": lambda: python(*START),
    }
    if instantiate:
        wasm = jit(loss, instantiate, watch=False)
        watched = ready(loss, instantiate)
        wasm(*START)
        assert wasm.how == "wasm"
        actions["wasm"] = lambda: wasm(*START)
        actions["wasm, data watched"] = lambda: watched(*START)
    figures: dict[str, Any] = side_by_side(actions)
    axis = [k / 100 - 0.5 for k in range(200)]
    fast = wasm if instantiate else python
    figures["trace to ready"] = fresh(lambda: ready(loss, instantiate))
    figures["200 steps, compiled first"] = fresh(lambda: descend(jit(loss, instantiate)))
    size = axis if instantiate else axis[::20]
    figures[f"landscape {len(size)} x {len(size)}"] = fresh(
        lambda: fast.grid(START, 0, 1, size, size), 5
    )
    many = make_loss(100_000)
    start = perf_counter()
    large = ready(many, instantiate)
    figures["100,000 points: trace to ready"] = 1e3 * (perf_counter() - start)
    figures["100,000 points: a gradient"] = fresh(lambda: large(*START), 5)
    code = fast.code
    figures["bytes"] = len(code.wasm) if code else 0
    ratios = {name: figures[name] / figures["closed form"] for name in actions}
    return {"milliseconds": figures, "of the closed form": ratios}


def time_c() -> float | None:
    """The C loop at -O2, in milliseconds; None without a compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        source, library = Path(folder, "loop.c"), Path(folder, "loop.so")
        source.write_text(C_LOOP)
        subprocess.run(
            [compiler, "-O2", "-shared", "-fPIC", source, "-o", library, "-lm"], check=True
        )
        repeat = ctypes.CDLL(str(library)).repeat
        repeat.restype = ctypes.c_double
        xs, ys = lecture_points(COUNT)
        numbers = ctypes.c_double * COUNT
        arguments = (
            ctypes.c_long(1000),
            ctypes.c_double(0.3),
            ctypes.c_double(0.3),
            ctypes.c_long(COUNT),
            numbers(*xs),
            numbers(*ys),
            (ctypes.c_double * 2)(),
        )
        return fresh(lambda: repeat(*arguments), 15) / 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    result = {"python": sys.version.split()[0], **measure()}
    result["milliseconds"]["C loop, -O2"] = time_c()
    print(json.dumps(result, indent=2))
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
