"""Measures the contenders side by side, in one process and in turn; runs in CPython and Pyodide.

gradient   the median time of one gradient, the garbage collector off, and run between two
step       the median time of a step of a descent, in a real loop with the collector on
memory     the most memory that is in use while one gradient is computed
"""

from __future__ import annotations

import gc
import math
import platform
import statistics
import sys
import tracemalloc
from collections.abc import Callable
from time import perf_counter
from typing import Any

from _engine_contenders import CONTENDERS, Gradient, Problem, lecture, network

ROUNDS = 15
SECONDS = 3.0
TOO_SLOW = 1.0
Figures = dict[str, Any]


def timed(action: Callable[[], object]) -> float:
    start = perf_counter()
    action()
    return perf_counter() - start


def able(problem: Problem) -> tuple[dict[str, Gradient], dict[str, str]]:
    """Those that give the right gradient, and why the others do not run."""
    makers = dict(CONTENDERS)
    expected = makers["by hand"](problem)(problem.start)
    running, missing = {}, {}
    for name, make in makers.items():
        try:
            gradient = make(problem)
            begun = perf_counter()
            slopes = list(map(float, gradient(problem.start)))
            took = perf_counter() - begun
        except (ImportError, RecursionError) as error:
            missing[name] = f"{type(error).__name__}: {error}"
            continue
        if not all(math.isclose(a, b, rel_tol=1e-6, abs_tol=1e-9)
                   for a, b in zip(slopes, expected, strict=True)):  # fmt: skip
            raise AssertionError(f"{name} gives another gradient: {slopes[:4]}")
        if took > TOO_SLOW and name != "py_engine":
            missing[name] = f"one gradient takes {took:.1f} s"
        else:
            running[name] = gradient
    return running, missing


def gradient_times(running: dict[str, Gradient], start: list[float]) -> dict[str, float]:
    """Round by round, each in turn, so that a slow moment of the machine slows all of them."""
    times: dict[str, list[float]] = {name: [] for name in running}
    begun = perf_counter()
    gc.collect()
    gc.disable()
    try:
        for done in range(ROUNDS):
            if done >= 3 and perf_counter() - begun > SECONDS:
                break
            for name, gradient in running.items():
                times[name].append(timed(lambda g=gradient: g(start)))
                if name == "micrograd":
                    gc.collect()  # what it leaves behind is cycles
    finally:
        gc.enable()
    return {name: statistics.median(each) for name, each in times.items()}


def step_times(
    running: dict[str, Gradient], start: list[float], once: dict[str, float]
) -> dict[str, float]:
    """The median over loops of descent, each of as many steps as there is time for."""
    medians = {}
    for name, gradient in running.items():
        gc.collect()
        steps = max(2, min(200, int(SECONDS / 12 / once[name])))
        times = []
        for _ in range(3):
            point = list(start)
            begun = perf_counter()
            for _step in range(steps):
                point = [x - 0.001 * float(s) for x, s in zip(point, gradient(point), strict=True)]
            times.append((perf_counter() - begun) / steps)
        medians[name] = statistics.median(times)
    return medians


def peak_memory(gradient: Gradient, start: list[float]) -> int:
    gradient(start)
    gc.collect()
    tracemalloc.start()
    gradient(start)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def measure_problem(problem: Problem) -> Figures:
    running, missing = able(problem)
    gradients = gradient_times(running, problem.start)
    steps = step_times(running, problem.start, gradients)
    base = gradients["by hand"]
    rows = {
        name: {
            "gradient_ms": 1e3 * gradients[name],
            "gradient_ratio": gradients[name] / base,
            "step_ms": 1e3 * steps[name],
            "step_ratio": steps[name] / steps["by hand"],
            "peak_bytes": peak_memory(gradient, problem.start),
        }
        for name, gradient in running.items()
    }
    return {"problem": problem.name, "size": problem.size, "rows": rows, "missing": missing}


def measure() -> Figures:
    """All problems. The garbage collector and the clock are those of this interpreter."""
    problems = [measure_problem(lecture(count)) for count in (100, 1000, 10_000)]
    problems.append(measure_problem(network()))
    ours = {p["size"]: p["rows"]["py_engine"]["gradient_ms"] / p["size"] for p in problems[:3]}
    return {
        "python": platform.python_version(),
        "implementation": sys.platform,
        "problems": problems,
        "cost_per_point_10000_to_100": ours[10_000] / ours[100],
    }


def table(figures: Figures) -> str:
    """The figures, to be read."""
    lines = [f"CPython {figures['python']} on {figures['implementation']}"]
    for problem in figures["problems"]:
        lines.append(f"\n{problem['problem']}, {problem['size']} samples")
        lines.append(f"{'':22}{'gradient':>14}{'':>9}{'step in a loop':>17}{'':>9}{'memory':>12}")
        for name, row in problem["rows"].items():
            lines.append(
                f"{name:22}{row['gradient_ms']:11.3f} ms{row['gradient_ratio']:8.2f}x"
                f"{row['step_ms']:14.3f} ms{row['step_ratio']:8.2f}x"
                f"{row['peak_bytes'] / 1e6:9.3f} MB"
            )
        lines += [f"{name:22}left out: {why}" for name, why in problem["missing"].items()]
    ratio = figures["cost_per_point_10000_to_100"]
    lines.append(f"\npy_engine's cost of a point at 10,000, in that at 100: {ratio:.2f}")
    return "\n".join(lines)
