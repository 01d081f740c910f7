"""The contenders: one gradient of the same loss, by each engine in its own style.

Each maker takes a problem and gives a function that computes one gradient. The imports are in the
makers, so that an engine that is not installed is left out and said to be.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from _lecture import lecture_points

Gradient = Callable[[Sequence[float]], Sequence[float]]
SIZES = (2, 16, 16, 1)
SAMPLES = 8


class Problem(NamedTuple):
    """A loss: what it is called, its size, the data, and where the gradient is taken."""

    name: str
    size: int
    data: Any
    start: list[float]


def lecture(count: int) -> Problem:
    """The mean distance to `count` points."""
    return Problem("mean distance", count, lecture_points(count), [0.3, 0.3])


def network() -> Problem:
    """A network with relu, its mean squared error over a few samples."""
    chance = random.Random(5)
    data = [([chance.uniform(-1, 1), chance.uniform(-1, 1)], chance.uniform(-1, 1))
            for _ in range(SAMPLES)]  # fmt: skip
    weights = []
    for inputs, neurons in zip(SIZES, SIZES[1:], strict=False):
        for _ in range(neurons):
            weights += [chance.uniform(-1, 1) / math.sqrt(inputs) for _ in range(inputs)] + [0.1]
    return Problem("2-16-16-1 network", SAMPLES, data, weights)


def network_output(
    weights: Sequence[Any], inputs: Sequence[Any], relu: Callable[[Any], Any]
) -> Any:
    """The output for one sample, in numbers of any engine."""
    following = iter(weights)
    values: list[Any] = list(inputs)
    for layer, neurons in enumerate(SIZES[1:], start=2):
        sums = []
        for _ in range(neurons):
            result = next(following) * values[0]
            for value in values[1:]:
                result = result + next(following) * value
            sums.append(result + next(following))
        values = sums if layer == len(SIZES) else [relu(each) for each in sums]
    return values[0]


def scalar_loss(
    problem: Problem, sqrt: Callable[[Any], Any], relu: Callable[[Any], Any]
) -> Callable[..., Any]:
    """The loss, number by number, for an engine with these two functions."""
    if problem.name == "mean distance":
        xs, ys = problem.data

        def distance(x: Any, y: Any) -> Any:
            result = None
            for x_i, y_i in zip(xs, ys, strict=True):
                d_i = sqrt((x_i - x) ** 2 + (y_i - y) ** 2)
                result = d_i if result is None else result + d_i
            return result / len(xs)

        return distance

    def error(*weights: Any) -> Any:
        result = None
        for inputs, target in problem.data:
            squared = (network_output(weights, inputs, relu) - target) ** 2
            result = squared if result is None else result + squared
        return result / len(problem.data)

    return error


# By hand


def by_hand(problem: Problem) -> Gradient:
    """The derivative as one derives it on paper, in plain Python."""
    return hand_distance(problem) if problem.name == "mean distance" else hand_network(problem)


def hand_distance(problem: Problem) -> Gradient:
    xs, ys = problem.data
    sqrt, count = math.sqrt, len(xs)

    def gradient(point: Sequence[float]) -> Sequence[float]:
        x, y = point
        along_x = along_y = 0.0
        for x_i, y_i in zip(xs, ys, strict=True):
            d_i = sqrt((x_i - x) ** 2 + (y_i - y) ** 2)
            along_x -= (x_i - x) / d_i
            along_y -= (y_i - y) / d_i
        return along_x / count, along_y / count

    return gradient


def hand_network(problem: Problem) -> Gradient:
    layers = list(zip(SIZES, SIZES[1:], strict=False))

    def gradient(weights: Sequence[float]) -> Sequence[float]:
        result = [0.0] * len(weights)
        for inputs, target in problem.data:
            outputs, at = [list(inputs)], 0
            for depth, (before, neurons) in enumerate(layers):
                values = outputs[-1]
                sums = []
                for _ in range(neurons):
                    total = weights[at + before]
                    for k in range(before):
                        total += weights[at + k] * values[k]
                    sums.append(max(0.0, total) if depth < len(layers) - 1 else total)
                    at += before + 1
                outputs.append(sums)
            slopes = [2.0 * (outputs[-1][0] - target) / len(problem.data)]
            for depth in range(len(layers) - 1, -1, -1):
                before, neurons = layers[depth]
                at -= neurons * (before + 1)
                values, back = outputs[depth], [0.0] * before
                for neuron, slope in enumerate(slopes):
                    place = at + neuron * (before + 1)
                    for k in range(before):
                        result[place + k] += slope * values[k]
                        back[k] += slope * weights[place + k]
                    result[place + before] += slope
                slopes = [b if value > 0.0 else 0.0 for b, value in zip(back, values, strict=True)]
        return result

    return gradient


# Engines


def ours(problem: Problem) -> Gradient:
    from py_engine import mean, relu, sqrt, value_and_grad

    if problem.name == "mean distance":
        xs, ys = problem.data

        def loss(x: Any, y: Any) -> Any:
            pairs = zip(xs, ys, strict=True)
            return mean(sqrt((x_i - x) ** 2 + (y_i - y) ** 2) for x_i, y_i in pairs)

        gradient = value_and_grad(loss)
    else:
        gradient = value_and_grad(scalar_loss(problem, sqrt, relu))
    return lambda point: gradient(*point)[1]


def micrograd(problem: Problem) -> Gradient:
    from micrograd.engine import Value

    # It recurses to the depth of the graph; in a browser's stack there is no room for more.
    deepest = 1300 if sys.platform == "emscripten" else 2 * problem.size + 1000
    sys.setrecursionlimit(max(sys.getrecursionlimit(), deepest))
    loss = scalar_loss(problem, lambda x: x**0.5, lambda x: x.relu())

    def gradient(point: Sequence[float]) -> Sequence[float]:
        leaves = [Value(x) for x in point]
        loss(*leaves).backward()
        return [leaf.grad for leaf in leaves]

    return gradient


def hips_scalar(problem: Problem) -> Gradient:
    import autograd
    import autograd.numpy as np

    loss = scalar_loss(problem, np.sqrt, lambda x: np.maximum(x, 0.0))
    gradient = autograd.grad(lambda point: loss(*[point[k] for k in range(len(problem.start))]))
    return lambda point: gradient(np.array(point))


def hips_vectorised(problem: Problem) -> Gradient:
    import autograd
    import autograd.numpy as np

    gradient = autograd.grad(array_loss(problem, np))
    return lambda point: gradient(np.array(point))


def array_loss(problem: Problem, np: Any) -> Callable[[Any], Any]:
    """The loss in whole arrays, for numpy's functions."""
    if problem.name == "mean distance":
        xs, ys = map(np.array, problem.data)
        return lambda p: np.mean(np.sqrt((xs - p[0]) ** 2 + (ys - p[1]) ** 2))
    inputs = np.array([inputs for inputs, _target in problem.data])
    targets = np.array([target for _inputs, target in problem.data])

    def error(weights: Any) -> Any:
        values, at = inputs, 0
        for layer, (before, neurons) in enumerate(zip(SIZES, SIZES[1:], strict=False), start=2):
            block = weights[at : at + neurons * (before + 1)].reshape((neurons, before + 1))
            at += neurons * (before + 1)
            sums = values @ block[:, :before].T + block[:, before]
            values = sums if layer == len(SIZES) else np.maximum(sums, 0.0)
        return np.mean((values[:, 0] - targets) ** 2)

    return error


def torch_scalar(problem: Problem) -> Gradient:
    import torch

    loss = scalar_loss(problem, torch.sqrt, torch.relu)

    def gradient(point: Sequence[float]) -> Sequence[float]:
        leaves = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in point]
        loss(*leaves).backward()
        return [float(leaf.grad) for leaf in leaves]

    return gradient


class TorchArrays:
    """What `array_loss` asks of numpy, by PyTorch."""

    def __init__(self, torch: Any) -> None:
        self.sqrt, self.mean = torch.sqrt, torch.mean
        self.array = lambda rows: torch.tensor(rows, dtype=torch.float64)
        self.maximum = lambda x, low: torch.clamp(x, min=low)


def torch_vectorised(problem: Problem) -> Gradient:
    import torch

    loss = array_loss(problem, TorchArrays(torch))

    def gradient(point: Sequence[float]) -> Sequence[float]:
        leaves = torch.tensor(point, dtype=torch.float64, requires_grad=True)
        loss(leaves).backward()
        return leaves.grad.tolist()

    return gradient


CONTENDERS: dict[str, Callable[[Problem], Gradient]] = {
    "by hand": by_hand,
    "py_engine": ours,
    "micrograd": micrograd,
    "autograd, scalar": hips_scalar,
    "autograd, vectorised": hips_vectorised,
    "PyTorch, scalar": torch_scalar,
    "PyTorch, vectorised": torch_vectorised,
}
