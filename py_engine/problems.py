"""Problems to try an engine on: the lecture's, with two other ways to solve it, and classics."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from .descent import Step
from .functions import mean, sqrt, tanh, total

Points = Sequence[Sequence[float]]


def lecture_points(count: int = 1000, seed: int = 5) -> tuple[list[float], list[float]]:
    """Points of the unit square: all the x-values are drawn first, then all the y-values."""
    chance = random.Random(seed)
    xs = [chance.uniform(0, 1) for _ in range(count)]
    ys = [chance.uniform(0, 1) for _ in range(count)]
    return xs, ys


def mean_distance(xs: Sequence[float], ys: Sequence[float]) -> Callable[[Any, Any], Any]:
    """The loss whose lowest point is the geometric median: the mean distance to the points.

    At a data point it has no gradient.
    """

    def loss(x: Any, y: Any) -> Any:
        return mean(
            sqrt((x_i - x) ** 2 + (y_i - y) ** 2) for x_i, y_i in zip(xs, ys, strict=True)
        )

    return loss


def closed_form(
    xs: Sequence[float], ys: Sequence[float]
) -> Callable[[float, float], tuple[float, tuple[float, float]]]:
    """Value and gradient of the mean distance, derived by hand.

    d/dx of the distance d_i to one point is -(x_i - x) / d_i; at that very point, where there is no
    derivative, it counts as 0, which is one of its subgradients. Raises ValueError without points.
    """
    if not xs:
        raise ValueError("The mean distance to no points. Give it at least one.")

    def value_and_gradient(x: float, y: float) -> tuple[float, tuple[float, float]]:
        distance = along_x = along_y = 0.0
        for x_i, y_i in zip(xs, ys, strict=True):
            d_i = math.sqrt((x_i - x) ** 2 + (y_i - y) ** 2)
            distance += d_i
            if d_i:
                along_x -= (x_i - x) / d_i
                along_y -= (y_i - y) / d_i
        return distance / len(xs), (along_x / len(xs), along_y / len(xs))

    return value_and_gradient


def weiszfeld(
    points: Points, start: Sequence[float] | None = None, steps: int = 1000
) -> Iterator[Step]:
    """The geometric median of points in any dimension, by a method made for it alone.

    Each step goes to the mean of the points, weighted by 1 / distance (E. Weiszfeld, 1937), with
    the repair for a step that lands on a data point (Y. Vardi, C.-H. Zhang, 2000). It ends when it
    no longer moves. The gradient of a Step leaves out data points that the step is on.

    Raises ValueError without points.
    """
    if not points:
        raise ValueError("The geometric median of no points. Give it at least one.")
    point = tuple(map(float, start)) if start is not None else centre(points)
    for index in range(steps + 1):
        step, following = _weiszfeld_step(points, index, point)
        yield step
        if following == point:
            return
        point = following


def geometric_median(points: Points, steps: int = 10_000) -> Step:
    """The last step of Weiszfeld's method."""
    *_earlier, last = weiszfeld(points, steps=steps)
    return last


def centre(points: Points) -> tuple[float, ...]:
    """The mean of the points, coordinate by coordinate."""
    return tuple(math.fsum(coordinates) / len(points) for coordinates in zip(*points, strict=True))


def _weiszfeld_step(
    points: Points, index: int, point: tuple[float, ...]
) -> tuple[Step, tuple[float, ...]]:
    """Where the method is, and where it goes next."""
    distances = [math.dist(p, point) for p in points]
    away = [(p, d) for p, d in zip(points, distances, strict=True) if d]
    here = len(points) - len(away)
    axes = range(len(point))
    pull = [math.fsum((p[axis] - point[axis]) / d for p, d in away) for axis in axes]
    step = Step(
        index,
        point,
        math.fsum(distances) / len(points),
        tuple(-force / len(points) for force in pull),
    )
    strength = math.hypot(*pull)
    if strength <= here:  # the points under it hold it fast: this is the median
        return step, point
    weight = 0.0  # infinite, next to a point: then stay
    for _p, d in away:
        weight += 1.0 / d
    share = (1.0 - here / strength) / weight
    return step, tuple(x + share * force for x, force in zip(point, pull, strict=True))


# Other losses


def rosenbrock(x: Any, y: Any) -> Any:
    """A narrow curved valley, whose lowest point is (1, 1) with 0 (H. Rosenbrock, 1960)."""
    return (1.0 - x) ** 2 + 100.0 * (y - x**2) ** 2


def himmelblau(x: Any, y: Any) -> Any:
    """Four lowest points with 0, among them (3, 2) (D. Himmelblau, 1972)."""
    return (x**2 + y - 11.0) ** 2 + (x + y**2 - 7.0) ** 2


def line_fit(xs: Sequence[float], ys: Sequence[float]) -> Callable[[Any, Any], Any]:
    """The mean squared error of a line with this slope and intercept."""

    def loss(slope: Any, intercept: Any) -> Any:
        return mean((slope * x + intercept - y) ** 2 for x, y in zip(xs, ys, strict=True))

    return loss


def network(
    sizes: Sequence[int], samples: Sequence[tuple[Sequence[float], float]]
) -> Callable[..., Any]:
    """The mean squared error of a tanh network with layers of these sizes, of its weights.

    The weights come layer by layer, neuron by neuron, each neuron's bias last. The last layer has
    one neuron, and no tanh.
    """

    def loss(*weights: Any) -> Any:
        return mean((_output(sizes, weights, inputs) - target) ** 2 for inputs, target in samples)

    return loss


def _output(sizes: Sequence[int], weights: Sequence[Any], inputs: Sequence[float]) -> Any:
    """What the network answers to these inputs."""
    values: list[Any] = list(inputs)
    following = iter(weights)
    for layer, size in enumerate(sizes[1:], start=2):
        sums = [
            total(next(following) * value for value in [*values, 1.0]) for _neuron in range(size)
        ]
        values = sums if layer == len(sizes) else [tanh(each) for each in sums]
    return values[0]


def network_weights(sizes: Sequence[int], seed: int = 0) -> list[float]:
    """Weights to start from: random ones, as large as keeps the values in range; biases of 0."""
    chance = random.Random(seed)
    weights = []
    for inputs, size in pairwise(sizes):
        for _neuron in range(size):
            weights += [chance.uniform(-1.0, 1.0) / math.sqrt(inputs) for _ in range(inputs)]
            weights.append(0.0)
    return weights
