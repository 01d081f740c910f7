"""The derivatives of the logarithm of the gamma function, all of them.

digamma(x) is the first, and polygamma(n, x) the one after n more. They are computed as one finds it
in M. Abramowitz and I. Stegun, Handbook of Mathematical Functions (1964), 6.3 and 6.4: far to the
right by a series in 1/x, nearer by a recurrence that leads there, and left of 0 by reflection.
"""

from __future__ import annotations

from math import copysign, factorial, inf, isinf, log, nan, pi, remainder, tan

MOST = 170
"""The largest order whose factorial is a float."""
FAR = 12.0
"""How far to the right of the order the series is exact."""
BERNOULLI = (
    1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510, 43867 / 798,
    -174611 / 330, 854513 / 138, -236364091 / 2730,
)  # fmt: skip
"""The Bernoulli numbers B2, B4, ..."""


def digamma(x: float) -> float:
    """The derivative of lgamma. Raises ValueError at 0, -1, -2, ..., where it has a pole."""
    if x == inf or x != x:
        return x
    _refuse_poles(x)
    if x <= 0.0:
        return digamma(1.0 - x) - pi * _derivative_of_cot(0, x)
    below = 0.0
    while x < FAR:
        below += 1.0 / x
        x += 1.0
    square, power, series = 1.0 / (x * x), 1.0, 0.0
    for k, number in enumerate(BERNOULLI, 1):
        power *= square
        series += number / (2 * k) * power
    return log(x) - 0.5 / x - series - below


def polygamma(n: float, x: float) -> float:
    """The derivative number n of digamma; nan if n is not 0, 1, 2, ... or 170.

    Raises ValueError at 0, -1, -2, ...; where it is too large for a float, it is infinite.
    """
    _refuse_poles(x)
    if not (0.0 <= n <= MOST and n % 1.0 == 0.0):
        return nan
    if n == 0.0:
        return digamma(x)
    order = int(n)
    sign = 1.0 if order % 2 else -1.0
    try:
        if x <= 0.0:
            return -sign * polygamma(n, 1.0 - x) - pi ** (order + 1) * _derivative_of_cot(order, x)
        return sign * float(factorial(order)) * _zeta(order + 1, x)
    except OverflowError:
        return sign * inf if x > 0.0 else copysign(inf, _derivative_of_cot(order % 2, x))


def _refuse_poles(x: float) -> None:
    if x <= 0.0 and x % 1.0 == 0.0:
        raise ValueError(f"the gamma function has a pole at {x!r}")


def _zeta(s: int, x: float) -> float:
    """The sum of (x + k) ** -s over k = 0, 1, 2, ..."""
    if isinf(x) or x != x:
        return 0.0 if isinf(x) else x
    below = 0.0
    while x < FAR + s:
        below += x**-s
        x += 1.0
    power = x**-s
    series = x * power / (s - 1) + 0.5 * power
    coefficient = float(s) / 2.0
    for k, number in enumerate(BERNOULLI, 1):
        power /= x
        series += number * coefficient * power
        coefficient *= (s + 2 * k - 1) * (s + 2 * k) / ((2 * k + 1) * (2 * k + 2))
        power /= x
    return below + series


def _derivative_of_cot(n: int, x: float) -> float:
    """The derivative number n of the cotangent, at pi x: a polynomial in the cotangent."""
    if isinf(x):
        return nan
    rest = remainder(x, 1.0)
    near_0 = abs(rest) < 0.25
    cot = 1.0 / tan(pi * rest) if near_0 else tan(pi * (copysign(0.5, rest) - rest))
    coefficients = [0.0, 1.0]
    for _ in range(n):
        slopes = [k * c for k, c in enumerate(coefficients)][1:]
        coefficients = [0.0] * (len(slopes) + 2)
        for k, slope in enumerate(slopes):
            coefficients[k] -= slope
            coefficients[k + 2] -= slope
    result = 0.0
    for coefficient in reversed(coefficients):
        result = result * cot + coefficient
    return result
