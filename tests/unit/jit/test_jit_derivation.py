"""The derivation reads as one writes it by hand, and its formulas are the gradient."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest

from py_engine import (
    OperandError,
    asin,
    exp,
    hypot,
    leaky_relu,
    log,
    mean,
    sigmoid,
    sin,
    softplus,
    sqrt,
    tanh,
)
from py_engine.derivation import Derivation, derivation, gradient
from py_engine.derivation.algebra import Monomial, Symbol, collected, polynomial_tex
from py_engine.gradients import flat_value_and_grad
from py_engine.jit import jit

CHANCE = random.Random(5)
XS = [CHANCE.uniform(0, 1) for _ in range(8)]
YS = [CHANCE.uniform(0, 1) for _ in range(8)]


def lecture(x: Any = 0.3, y: Any = 0.3) -> Any:
    return mean(sqrt((x_i - x) ** 2 + (y_i - y) ** 2) for x_i, y_i in zip(XS, YS, strict=True))


def one_point(x: Any = 0.3, y: Any = 0.3) -> Any:
    return ((0.62 - x) ** 2 + (0.74 - y) ** 2) ** 0.5


def rosenbrock(x: Any = 0.3, y: Any = 0.4) -> Any:
    return (1 - x) ** 2 + 100 * (y - x * x) ** 2


def line(w: Any = 0.3, b: Any = 0.4) -> Any:
    total = 0.0
    for x_i, y_i in zip(XS, YS, strict=True):
        error = w * x_i + b - y_i
        total = total + error * error
    return total / len(XS)


def logistic(w: Any = 0.3, b: Any = 0.4) -> Any:
    return mean(softplus(w * x_i + b) - y_i * (w * x_i + b)
                for x_i, y_i in zip(XS, YS, strict=True))


def variance(x: Any = 0.3, w: Any = 0.7) -> Any:
    terms = [(a - x) * w for a in XS]
    middle = mean(terms)
    return mean((term - middle) ** 2 for term in terms)


def recurrence(a: Any = 0.3, b: Any = 0.5) -> Any:
    state = 0.0
    for x_i in XS:
        state = tanh(a * state + b * x_i)
    return state * state


def nested(x: Any = 0.3, y: Any = 0.2) -> Any:
    return mean(mean(exp(-((a - x) ** 2)) * c for c in (1.0, 2.0, 3.0, 4.0)) * y for a in XS)


def two_means(x: Any = 0.3) -> Any:
    return mean((a - x) ** 2 for a in XS) * log(mean(sin(a * x) ** 2 + 1.0 for a in YS))


def mixture(x: Any = 0.8, y: Any = 0.6) -> Any:
    shared = sigmoid(x * y) / y
    return shared * hypot(x, shared) - abs(x - y) + 2.0**shared + max(x, y) % 0.35


LOSSES = [lecture, one_point, rosenbrock, line, logistic, variance, recurrence, nested, two_means,
          mixture]


def derived(loss: Any) -> Derivation:
    fast = jit(loss, annotate=True)
    assert fast.linked is not None, fast.reason
    found = derivation(fast.linked)
    assert found is not None
    return found


@pytest.mark.parametrize("loss", LOSSES)
def test_the_formulas_give_the_gradient(loss: Any) -> None:
    point = loss.__defaults__
    _, expected = flat_value_and_grad(loss)(*point)
    assert gradient(derived(loss), *point) == pytest.approx(expected, rel=1e-12, abs=1e-14)


@pytest.mark.parametrize("loss", LOSSES)
def test_the_latex_is_balanced_and_every_line_has_words_and_nodes(loss: Any) -> None:
    for row in derived(loss).lines:
        bare = row.tex.replace(r"\{", "").replace(r"\}", "")
        assert bare.count("{") == bare.count("}")
        assert row.tex.count(r"\left") == row.tex.count(r"\right")
        assert row.words.endswith(".")
        assert row.nodes


def test_the_lecture_s_derivation() -> None:
    tex = [row.tex for row in derived(lecture).lines]
    assert tex[:7] == [
        "I_x = x_i - x",
        "g_x = {I_x}^{2}",
        "I_y = y_i - y",
        "g_y = {I_y}^{2}",
        "M = g_x + g_y",
        r"L_i = \sqrt{M}",
        r"L = \frac{1}{N} \sum_{i=1}^{N} L_i",
    ]
    assert r"\frac{\partial g_x}{\partial I_x} = 2 \, I_x" in tex
    assert r"\frac{\partial I_x}{\partial x} = -1" in tex
    for name in "xy":
        assert (
            rf"\frac{{\partial L}}{{\partial {name}}} = "
            rf"-\frac{{1}}{{N}} \sum_{{i=1}}^{{N}} \frac{{I_{name}}}{{L_i}}"
        ) in tex


def test_one_point_has_no_sum() -> None:
    tex = [row.tex for row in derived(one_point).lines]
    assert r"\frac{\partial L}{\partial x} = -\frac{I_x}{\sqrt{M}}" in tex
    assert not any(r"\sum" in text for text in tex)
    assert "L = M^{1/2}" in tex


def test_a_parameter_used_twice_has_a_sum_of_two_products() -> None:
    tex = [row.tex for row in derived(rosenbrock).lines]
    assert r"\frac{\partial L}{\partial x} = -2 \, I_x - 400 \, x \, M" in tex


def test_the_learner_s_names_are_used() -> None:
    names = {row.tex.split(" = ")[0] for row in derived(line).lines}
    assert r"\mathrm{error}" in names


def test_a_program_too_long_to_read_has_no_derivation() -> None:
    def loss(x: Any) -> Any:
        for k in range(30):
            x = sin(x * (1.0 + k % 7)) if k % 3 else exp(-x)
        return x

    fast = jit(loss)
    fast(0.5)
    assert fast.linked is not None
    assert derivation(fast.linked) is None


def test_like_terms_are_collected_and_cancel() -> None:
    a, b = Symbol("a", 1), Symbol("b", 2)
    one, other = Monomial.of(a), Monomial.of(b)
    twice = collected([one, one, other, Monomial(-1.0) * other])
    assert polynomial_tex(twice) == r"2 \, a"
    assert re.fullmatch(r"\\frac\{a\}\{2 \\, b\}", (Monomial(0.5) * Monomial.of(a) *
                                                    Monomial.of(b, -1.0)).tex())


def branchy(x: Any = 0.3, y: Any = 0.4) -> Any:
    return log(x) + asin(y) + x**0.5 + x**2 + x**y + hypot(x, y) + leaky_relu(y) + sin(x)


def test_domain_and_edges_are_said_where_they_can_be_met() -> None:
    lines = derived(branchy).lines
    needs = {line.words.partition("It needs ")[2] for line in lines}
    assert needs == {"", "$x > 0$.", r"$\left|y\right| \leq 1$."}
    said = [line.words for line in lines if line.words.startswith("The local derivative")]
    root = "The local derivative of the power; for a power between 0 and 1 it is infinite at 0."
    assert said.count(root) == 2  # of x**0.5, and of x**y by x
    assert said.count("The local derivative of the power.") == 2  # of x**2, and of x**y by y
    assert "The local derivative of the asin; it is infinite at -1 and 1." in said
    assert said.count(
        "The local derivative of the length; at the origin there is none, and 0 is taken."
    ) == 2
    assert any("that on the left is taken there" in words for words in said)
    assert "The local derivative of the sin." in said


def test_of_a_function_it_is_that_at_a_point_and_a_notebook_shows_it() -> None:
    by_hand = derivation(jit(one_point, annotate=True).linked)
    assert by_hand is not None
    for found in (derivation(one_point), derivation(one_point, 0.1, 0.2)):
        assert found is not None
        assert found.lines == by_hand.lines
        latex = found._repr_latex_()
        assert latex.startswith("$$\\begin{aligned}\n")
        assert latex.endswith("\n\\end{aligned}$$")
        assert latex.count("&=") == latex.count("\\\\\n") + 1 == len(found.lines)
    with pytest.raises(OperandError, match="does not depend") as refused:
        derivation(lambda x: 3.0, 1.0)
    assert "derivation(f, 0.3, 0.4)" in str(refused.value)
