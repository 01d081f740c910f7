"""Small losses of the kinds at which engines and compilers go wrong, with what is right of them.

The values are those of the same text on plain floats; the gradients were found apart from this
engine, to some ten digits. Where `raises` is given, the loss has no value, for that reason.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Truth:
    """What is right at a point."""

    at: tuple[float, ...]
    loss: float = float("nan")
    gradient: tuple[float, ...] = ()
    raises: str | None = None


@dataclass(frozen=True)
class Case:
    """A loss, as text, and the points at which it is known."""

    name: str
    code: str
    truths: tuple[Truth, ...]


CASES = [
    Case("summed gates", """
from py_engine import tanh
xs = [0.1, 0.5, -0.3, 0.8]
def loss(a=0.1, b=0.2, c=0.3, u=0.4):
    h = 0.0
    for x in xs:
        h = sum([tanh(w * x + u * h) for w in (a, b, c)])
    return (h - 0.3) ** 2
""", (
        Truth((0.1, 0.2, 0.3, 0.4), 0.22455677556471337,
              (1.194204128, 1.160606954, 1.117369557, 2.079148916)),
        Truth((0.3, 0.1, -0.2, 0.5), 0.0023872019447181625,
              (0.162507123, 0.1700688223, 0.1711543471, 0.1038756581)),
    )),
    Case("lstm by hand", """
from py_engine import sigmoid, tanh
xs = [0.1, 0.5, -0.3, 0.8, 0.2]
def loss(wi=0.1, wf=0.2, wo=0.3, wg=0.4, u=0.5):
    h = c = 0.0
    for x in xs:
        i, f, o = (sigmoid(w * x + u * h) for w in (wi, wf, wo))
        c = f * c + i * tanh(wg * x + u * h)
        h = o * tanh(c)
    return (h - 0.2) ** 2
""", (
        Truth((0.1, 0.2, 0.3, 0.4, 0.5), 0.014366147835476403,
              (-0.007504651878, -0.0008319223708, -0.003344961861, -0.04657541293,
               -0.009893634908)),
        Truth((-0.2, 0.4, 0.1, 0.3, 0.7), 0.020481002777779943,
              (-0.007344141423, -0.0005761072103, -0.003265146695, -0.05416413752,
               -0.007413738964)),
    )),
    Case("stacked cells", """
from py_engine import tanh
xs = [0.1, 0.5, -0.3, 0.8, 0.2]
def loss(a=0.1, b=0.2, c=0.3, u=0.4):
    hs = [0.0, 0.0, 0.0]
    for x in xs:
        z, new = x, []
        for w, h in zip((a, b, c), hs):
            z = tanh(w * z + u * h)
            new.append(z)
        hs = new
    return (hs[-1] - 0.2) ** 2
""", (
        Truth((0.1, 0.2, 0.3, 0.4), 0.03710785746904958,
              (-0.02825287307, -0.01418546683, -0.009459198342, -0.008627960181)),
        Truth((0.9, -0.5, 0.7, 0.6), 0.4815953953214108,
              (0.3582688977, -0.9207013901, 0.7725850063, 1.454161224)),
    )),
    Case("except a domain error", """
from py_engine import log
def loss(x=0.5):
    try:
        return log(x - 1)
    except ValueError:
        return (x - 1) ** 2
""", (
        Truth((0.5,), 0.25, (-1.0,)),
        Truth((3.0,), 0.6931471805599453, (0.5,)),
    )),
    Case("except, other half", """
from py_engine import log
def loss(x=-3.0):
    try:
        y = log(x)
    except ValueError:
        y = 0.0
    return (x - 2) ** 2 + y
""", (
        Truth((-3.0,), 25.0, (-10.0,)),
        Truth((2.0,), 0.6931471805599453, (0.5,)),
        Truth((5.0,), 10.6094379124341, (6.2,)),
    )),
    Case("except a division", """
def loss(x=3.0):
    try:
        y = 1 / (x - 3.0)
    except ZeroDivisionError:
        return x * 100
    return x * 2 + 0 * y
""", (
        Truth((3.0,), 300.0, (100.0,)),
        Truth((5.0,), 10.0, (2.0,)),
    )),
    Case("a number by its text", """
def loss(x=3.0):
    return x * float(f"{x:.1f}")
""", (
        Truth((3.04,), 9.120000000000001, (3.0,)),
        Truth((5.04,), 25.2, (5.0,)),
    )),
    Case("unused, but it can raise", """
from py_engine import log
def loss(x=2.0):
    check = log(x)
    return (x + 1) ** 2
""", (
        Truth((2.0,), 9.0, (6.0,)),
        Truth((-0.5,), raises="ValueError"),
    )),
    Case("fraction in a comparison", """
from fractions import Fraction
def loss(x=0.5):
    return 10 * x if x > Fraction(1, 10) else x
""", (
        Truth((0.5,), 5.0, (10.0,)),
        Truth((0.1,), 1.0, (10.0,)),
    )),
    Case("squares of a list", """
def loss(a=1.0, b=2.0, c=3.0, d=4.0, e=5.0):
    return sum(v ** 2 for v in (a, b, c, d, e))
""", (
        Truth((1.0, 2.0, 3.0, 4.0, 5.0), 55.0, (2.0, 4.0, 6.0, 8.0, 10.0)),
    )),
    Case("rosenbrock in four", """
def loss(a=-1.0, b=0.5, c=1.5, d=2.0):
    x = [a, b, c, d]
    return sum(100 * (x[i + 1] - x[i] ** 2) ** 2 + (1 - x[i]) ** 2 for i in range(len(x) - 1))
""", (
        Truth((-1.0, 0.5, 1.5, 2.0), 192.0, (-204.0, -351.0, 401.0, -50.0)),
        Truth((1.0, 1.0, 1.0, 1.0), 0.0, (0.0, 0.0, 0.0, 0.0)),
    )),
    Case("pendulum, 40 Runge-Kutta steps", """
from py_engine import sin
def loss(angle=0.5, speed=0.0):
    h = 0.05
    def rate(a, s):
        return s, -9.81 * sin(a)
    for _ in range(40):
        a1, s1 = rate(angle, speed)
        a2, s2 = rate(angle + h / 2 * a1, speed + h / 2 * s1)
        a3, s3 = rate(angle + h / 2 * a2, speed + h / 2 * s2)
        a4, s4 = rate(angle + h * a3, speed + h * s3)
        angle = angle + h / 6 * (a1 + 2 * a2 + 2 * a3 + a4)
        speed = speed + h / 6 * (s1 + 2 * s2 + 2 * s3 + s4)
    return (angle - 0.2) ** 2
""", (
        Truth((0.5, 0.0), 0.08798809955814373, (0.5759817305, -0.02242431585)),
    )),
    Case("log-sum-exp mixture", """
from py_engine import exp, log
xs = [0.1 * k - 1 for k in range(60)]
def loss(m1=-0.5, m2=1.5):
    total = 0.0
    for x in xs:
        v = [-(x - m) ** 2 for m in (m1, m2)]
        top = max(v)
        total = total - top - log(sum(exp(t - top) for t in v))
    return total / len(xs)
""", (
        Truth((-0.5, 1.5), 2.3326561491853606, (-0.1505234975, -1.783145493)),
        Truth((0.3, 2.0), 1.5499630640831055, (0.1358544958, -1.282614322)),
    )),
    Case("a loss that remembers", """
first = True

def loss(x=2.0, y=3.0):
    global first
    if first:
        print("product", x * y)
        first = False
    return x * x * y
""", (
        Truth((2.0, 3.0), 12.0, (12.0, 4.0)),
    )),
    Case("value and product", """
def loss(x=2.0, y=3.0):
    return x * y + x
""", (
        Truth((2.0, 3.0), 8.0, (4.0, 2.0)),
    )),
    Case("a power of two variables", """
def loss(x=2.0, y=3.0):
    return x ** y
""", (
        Truth((2.0, 3.0), 8.0, (12.0, 5.545177444)),
    )),
    Case("a tie", """
from py_engine import maximum
def loss(x=2.0, y=2.0):
    return maximum(x, y) ** 2
""", (
        Truth((2.5, 2.0), 6.25, (5.0, 0.0)),
    )),
    Case("equal constants", """
from py_engine import exp
sigma = 2
def loss(mu=0.1):
    return exp(-(0.3 - mu) ** 2 / (2 * sigma ** 2))
""", (
        Truth((0.1,), 0.9950124791926823, (0.04975062396,)),
    )),
    Case("names of several words", """
def loss(learning_rate=0.3, alpha=0.4):
    return (2 * learning_rate + alpha) ** 2
""", (
        Truth((0.3, 0.4), 1.0, (4.0, 2.0)),
    )),
]
