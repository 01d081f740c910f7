"""Products and sums of named quantities: as much algebra as a derivation needs.

A `Monomial` is a number times powers of symbols, a polynomial a list of them. Like terms are
brought together, and each knows how to write itself in LaTeX (in what KaTeX understands of it).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import isfinite, prod
from typing import Any


@dataclass(frozen=True)
class Symbol:
    """A quantity: how it is written, and what it stands for."""

    tex: str
    meaning: Any


def is_count(symbol: Symbol) -> bool:
    """Whether it is the N of a mean."""
    return isinstance(symbol.meaning, tuple) and symbol.meaning[0] == "count"


Evaluate = Callable[[Symbol], float]


@dataclass(frozen=True)
class Monomial:
    """A number times powers of symbols."""

    factor: float = 1.0
    powers: tuple[tuple[Symbol, float], ...] = ()

    @classmethod
    def of(cls, symbol: Symbol, power: float = 1.0) -> Monomial:
        return cls(1.0, ((symbol, power),))

    def __mul__(self, other: Monomial) -> Monomial:
        powers = dict(self.powers)
        for symbol, power in other.powers:
            powers[symbol] = powers.get(symbol, 0.0) + power
        kept = tuple((symbol, power) for symbol, power in powers.items() if power)
        return Monomial(self.factor * other.factor, kept)

    def to_power(self, exponent: float) -> Monomial:
        """Raised to a power; the number too."""
        powers = tuple((symbol, power * exponent) for symbol, power in self.powers)
        return Monomial(float(self.factor**exponent), powers)

    def value(self, evaluate: Evaluate) -> float:
        return self.factor * prod(float(evaluate(s) ** p) for s, p in self.powers)

    def tex(self) -> str:
        """As LaTeX, with what has negative powers under a fraction bar."""
        above, below = number_parts(abs(self.factor))
        over = [power_tex(s.tex, p) for s, p in self.powers if p > 0.0]
        under = [power_tex(s.tex, -p) for s, p in self.powers if p < 0.0]
        numerator = r" \, ".join(([above] if above != "1" or not over else []) + over)
        denominator = r" \, ".join(([below] if below != "1" else []) + under)
        text = rf"\frac{{{numerator}}}{{{denominator}}}" if denominator else numerator
        return f"-{text}" if self.factor < 0.0 else text


Polynomial = list[Monomial]


def number_parts(x: float) -> tuple[str, str]:
    """A number as numerator and denominator, where it is a fraction that one would write."""
    if isfinite(x):
        fraction = Fraction(x).limit_denominator(4096)
        if float(fraction) == x:
            return str(fraction.numerator), str(fraction.denominator)
    return number_tex(x), "1"


def number_tex(x: float) -> str:
    """A number, to six digits."""
    if x == int(x) and abs(x) < 1e15 if isfinite(x) else False:
        return str(int(x))
    mantissa, _, exponent = f"{x:.6g}".partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def power_tex(base: str, power: float) -> str:
    """base to a power, with the base in brackets where it needs them."""
    if power == 1.0:
        return base
    if power == 0.5:
        return rf"\sqrt{{{base}}}"
    if "^" in base or " " in base:
        base = rf"\left({base}\right)"
    return f"{base}^{{{number_tex(power)}}}"


def collected(terms: Iterable[Monomial]) -> Polynomial:
    """Like terms together; terms that cancel are gone."""
    table: dict[frozenset[tuple[Symbol, float]], Monomial] = {}
    for term in terms:
        key = frozenset(term.powers)
        known = table.get(key)
        table[key] = Monomial((known.factor if known else 0.0) + term.factor, term.powers)
    return [term for term in table.values() if term.factor]


def product(a: Polynomial, b: Polynomial) -> Polynomial:
    return collected(x * y for x in a for y in b)


def polynomial_tex(terms: Polynomial) -> str:
    """A sum as LaTeX; 0 if there is no term."""
    if not terms:
        return "0"
    text = terms[0].tex()
    for term in terms[1:]:
        text += f" - {term.tex()[1:]}" if term.factor < 0.0 else f" + {term.tex()}"
    return text


def factor_tex(terms: Polynomial) -> str:
    """A polynomial as a factor of a product: in brackets if it is a sum or negative."""
    text = polynomial_tex(terms)
    return rf"\left({text}\right)" if len(terms) > 1 or text.startswith("-") else text


def evaluated(terms: Polynomial, evaluate: Evaluate) -> float:
    return sum(term.value(evaluate) for term in terms)
