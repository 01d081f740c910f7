"""Losses as text, from a seed: they loop, branch, recur, remember, print once and draw lots."""

from __future__ import annotations

import random
from textwrap import indent

HEAD = """import random
from py_engine import cos, exp, hypot, log, maximum, mean, minimum, sigmoid, sin, sqrt, tanh, total
lots = random.Random({seed})
calls, kept = [], []
data = {data}
pairs = {pairs}
def helper(a, b):
    inner = a * b
    return inner - a

def loss({parameters}):
"""


class Source:
    """Writes one loss: a few statements, each of which adds a name, and a return."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.parameters = ["x", "y", "z"][: self.chance.randint(1, 3)]
        self.names = list(self.parameters)
        self.seed = seed

    def number(self) -> str:
        """A constant that stands as it is in a node of the drawing."""
        return str(self.chance.choice([0.5, 2.0, 1.5, 0.25, 3.0, 2, 3, 0.1, 1.2]))

    def name(self) -> str:
        return self.chance.choice(self.names)

    def term(self, names: list[str], depth: int = 2) -> str:
        """An expression whose value stays small and has a gradient."""
        pick = self.chance.choice
        if depth == 0 or self.chance.random() < 0.15:
            return pick([*names, *names, self.number()])
        a, b = self.term(names, depth - 1), self.term(names, depth - 1)
        return pick([
            f"({a} + {b})", f"({a} - {b})", f"{a} * {b}", f"({a}) / ({b} * {b} + 1.5)",
            f"({a}) ** 2", f"sin({a})", f"tanh({a})", f"sqrt({a} * {a} + 0.5)", f"exp(tanh({a}))",
            f"sigmoid({a})", f"log({a} * {a} + 1.2)", f"-({a})", f"abs({a} + 0.1)",
            f"maximum({a}, {b} + 0.01)", f"minimum({a}, {b} - 0.01)", f"hypot({a}, 1.5)",
            f"helper({a}, {b})", f"2 ** tanh({a})", f"cos({a})", f"({a} * {a} + 0.5) ** 1.5",
        ])

    def statement(self) -> str:
        """A statement that gives the next name its value."""
        new = f"v{len(self.names)}"
        text = self.chance.choice(self.kinds())(new)
        self.names.append(new)
        return text

    def kinds(self) -> list:  # type: ignore[type-arg]  # of methods of this class
        return [self.plain, self.plain, self.mean_of_data, self.sum_in_a_loop, self.recurrence,
                self.nested, self.branch, self.listed, self.twice_back, self.once, self.counted,
                self.remembered, self.lot, self.unused, self.read_out, self.largest,
                self.given_back]

    def plain(self, new: str) -> str:
        return f"{new} = {self.term(self.names)}\n"

    def mean_of_data(self, new: str) -> str:
        kind = self.chance.choice(["mean", "total", "sum"])
        if self.chance.random() < 0.5:
            return f"{new} = {kind}({self.term([self.name(), 'd'])} * 0.5 for d in data)\n"
        term = self.term([self.name(), "p", "q"])
        return f"{new} = {kind}({term} + {self.name()} for p, q in pairs)\n"

    def sum_in_a_loop(self, new: str) -> str:
        return (f"{new} = {self.chance.choice(['0.0', self.name()])}\nfor d in data:\n"
                f"    {new} = {new} + tanh({self.term([self.name(), 'd'])})\n")

    def recurrence(self, new: str) -> str:
        return (f"{new} = {self.chance.choice(['0.0', '0.5', self.name()])}\nfor d in data:\n"
                f"    {new} = tanh({self.name()} * d + {self.term([new, self.name()])})\n")

    def twice_back(self, new: str) -> str:
        return (f"{new}, older = {self.name()}, {self.name()}\nfor d in data:\n"
                f"    {new}, older = tanh({new} * 0.5 + older * d), {new}\n")

    def nested(self, new: str) -> str:
        return (f"{new} = mean(total(tanh({self.term([self.name(), 'd', 'p'])}) for p, _ in pairs)"
                f" * {self.name()} for d in data)\n")

    def branch(self, new: str) -> str:
        return (f"if {self.name()} > {self.number()}:\n    {new} = {self.term(self.names)}\n"
                f"else:\n    {new} = {self.term(self.names)} * 0.5\n")

    def listed(self, new: str) -> str:
        listed = ", ".join(self.chance.sample(self.names, min(len(self.names), 3)))
        return f"{new} = sum({self.term(['v', self.name()])} for v in ({listed},))\n"

    def largest(self, new: str) -> str:
        return f"{new} = max({', '.join(f'{n} * {k}' for k, n in enumerate(self.names, 1))}, 0.1)\n"

    def once(self, new: str) -> str:
        return ("if not kept:\n    kept.append(1)\n"
                f"    print('once', {self.name()} * {self.name()})\n"
                f"    assert ({self.name()} * 3.0 + 1.5) != 7\n{new} = {self.term(self.names)}\n")

    def counted(self, new: str) -> str:
        return f"calls.append(1)\n{new} = {self.term(self.names)} * (1.0 / (len(calls) % 5 + 1))\n"

    def remembered(self, new: str) -> str:
        return (f"kept.append({self.name()} * 0.5)\n"
                f"{new} = {self.term(self.names)} + (kept[-2] if len(kept) % 3 == 2 else 0.5)\n")

    def lot(self, new: str) -> str:
        return f"{new} = {self.term(self.names)} * round(lots.uniform(0.5, 2.0), 2)\n"

    def unused(self, new: str) -> str:
        return f"ignored = {self.term(self.names)}\n{new} = {self.term(self.names)}\n"

    def read_out(self, new: str) -> str:
        return f"{new} = {self.name()} * round(float(getattr({self.name()}, 'value', 0.5)), 1)\n"

    def given_back(self, new: str) -> str:
        return (f"early = {self.term(self.names)}\nif len(calls) == 7 and early > 0.5:\n"
                f"    return early * {self.name()}\n{new} = early + {self.name()}\n")

    @property
    def text(self) -> str:
        """The code of the loss."""
        chance = self.chance
        data = [round(chance.uniform(-1, 1), 2) for _ in range(chance.randint(2, 7))]
        pairs = [(round(chance.uniform(-1, 1), 2), round(chance.uniform(0.5, 1), 2))
                 for _ in range(chance.randint(2, 4))]
        parameters = ", ".join(f"{name}={round(chance.uniform(-2, 2), 2)}"
                               for name in self.parameters)
        body = "".join(self.statement() for _ in range(chance.randint(1, 4)))
        result = " + ".join([*self.names[-2:], f"{self.name()} * {self.name()}"])
        head = HEAD.format(seed=self.seed, data=data, pairs=pairs, parameters=parameters)
        return head + indent(f"{body}return {result}\n", "    ")
