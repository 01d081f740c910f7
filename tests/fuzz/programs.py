"""Random losses as Python source text, as learners might write them.

`program(seed)` is a module with data and a function `loss`, points at which to call it, and
statements that change the data between calls. The text uses names (`sqrt`, `tanh`, ...) that
whoever runs it puts in: those of the engine, plain floats' or the witness's.

All sizes are small, for thousands of programs; most results go through tanh, sin or such, so that
numbers stay moderate. What may raise an error is let in by some programs only, and there it is
meant to raise at some points and not at others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

INDENT = "    "


@dataclass
class Written:
    """A program. `remembers`: what it gives depends on how often it was called, by intent."""

    seed: int
    source: str
    points: list[tuple[float, ...]]
    changes: list[str] = field(default_factory=list)
    remembers: bool = False


def program(seed: int) -> Written:
    """The program of this seed, always the same."""
    return _Author(Random(seed)).write(seed)


class _Author:
    def __init__(self, random: Random) -> None:
        self.random = random
        self.risky = random.random() < 0.3
        self.plain = random.random() < 0.25  # lists and sums over them, and nothing else
        self.nested = not self.plain and random.random() < 0.45
        self.lines: list[str] = []
        self.depth = 1
        self.scalars: list[str] = []
        self.lists: dict[str, int] = {}
        self.data: dict[str, int] = {}
        self.parameters: list[str] = []
        self.carried: list[str] = []
        self.made = 0
        self.loops = 0
        self.module: list[str] = []
        self.changes: list[str] = []
        self.remembers = False

    # The whole

    def write(self, seed: int) -> Written:
        count = self.random.choice((1, 2, 2, 3, 4, 5))
        self.parameters = [f"p{k}" for k in range(count)]
        start = [self._round(self.random.uniform(-2, 2)) for _ in self.parameters]
        self.scalars = list(self.parameters)
        for name in self._some(("xs", "ys", "zs"), 1, 2):
            self._make_data(name)
        if self.random.random() < 0.3:
            self._make_settings()
        heading = ", ".join(f"{p}={x}" for p, x in zip(self.parameters, start, strict=True))
        if self.random.random() < 0.35 and count > 1:
            self._emit(f"ps = [{', '.join(self.parameters)}]")
            self.lists["ps"] = count
        if self.nested:
            self.random.choice((self._loop, self._loop, self._gates, self._carry_list))()
        for _ in range(0 if self.plain else self.random.randint(1, 2 if self.nested else 4)):
            self._statement()
        if self.plain:
            self.random.choice((self._pipeline, self._pipeline, self._rows))()
        elif self.random.random() < 0.4:
            self._pipeline()
        if self.random.random() < 0.12:
            self._remember()
        self._end()
        text = "\n".join([*self.module, f"def loss({heading}):", *self.lines]) + "\n"
        return Written(seed, text, self._points(start), self.changes, self.remembers)

    def _end(self) -> None:
        chosen = self._some([s for s in self.scalars if s not in self.parameters], 1, 4)
        terms = [f"{self._factor()} * {name}" for name in chosen]
        name, length = self._list(None) or ("", 0)
        if name and self.random.random() < 0.5:
            terms.append(f"{name}[{self.random.randrange(-length, length)}]")
        first = self.random.choice(self.parameters)
        ending = self.random.choice((
            "({0}) ** 2", "{0}", "tanh({0})", "({0}) * {1}", "{0} + {1}", "{2}",
        ))
        self._emit("return " + ending.format(" + ".join(terms) or first, first, self.scalars[-1]))

    def _points(self, start: list[float]) -> list[tuple[float, ...]]:
        points = [tuple(start)]
        for spread in (0.05, 1.0, 3.0):
            points.append(tuple(self._round(x + self.random.gauss(0, spread)) for x in start))
        whole = tuple(float(self.random.randint(-1, 1)) for _ in start)
        return [*points[: self.random.randint(2, 3)], whole]

    def _make_data(self, name: str) -> None:
        size = self.random.choice((4, 5, 6) if self.nested else (3, 4, 4, 5, 6, 7, 9, 12))
        if self.plain and self.random.random() < 0.5:
            size = 12  # enough for sums to be loops of their own
        numbers = [self._round(self.random.uniform(-1.5, 1.5)) for _ in range(size)]
        if self.random.random() < 0.2:
            numbers = [numbers[0]] * size
        kind = self.random.random()
        self.module.append(f"{name} = {numbers if kind < 0.8 else tuple(numbers)}")
        self.data[name] = size
        if kind < 0.25:
            place = self.random.randrange(size)
            self.changes.append(f"{name}[{place}] = {self._round(self.random.uniform(-1, 1))}")
        elif kind < 0.32:
            self.changes.append(f"{name}.append(0.25)")
        elif kind > 0.9:
            self.changes.append(f"{name} = {[self._round(x + 0.5) for x in numbers]}")

    def _make_settings(self) -> None:
        """Numbers that the loss reads from outside, of all kinds of places."""
        number = self._constant()
        place, definition, change = self.random.choice((
            ("K", "K = {}", "K = {}"),
            ("settings['k']", "settings = {{'k': {}}}", "settings['k'] = {}"),
            ("Settings.k", "class Settings:\n    k = {}", "Settings.k = {}"),
            ("box.k", "class Box: pass\nbox = Box()\nbox.k = {}", "box.k = {}"),
            ("slotted.k", "class Slotted:\n    __slots__ = ('k',)\nslotted = Slotted()\n"
             "slotted.k = {}", "slotted.k = {}"),
            ("row[0]", "from array import array\nrow = array('d', [{}])", "row[0] = {}"),
            ("line[0]", "from collections import deque\nline = deque([{}])", "line[0] = {}"),
            ("deep[0]['a'][0]['b'][0]", "deep = [{{'a': [{{'b': [{}]}}]}}]",
             "deep[0]['a'][0]['b'][0] = {}"),
            ("given()", "from functools import partial\nstock = [{}]\n"
             "given = partial(lambda s: s[0], stock)", "stock[0] = {}"),
        ))
        self.module.append(definition.format(number))
        self.changes.append(change.format(self._constant()))
        self.scalars += [place, place]

    # Expressions

    def _round(self, x: float) -> float:
        return round(x, 2)

    def _constant(self) -> float:
        return self._round(self.random.uniform(-1.5, 1.5)) or 0.5

    def _factor(self) -> float:
        return self.random.choice((0.5, 1.0, 2.0, self._constant()))

    def _some(self, names: list[str] | tuple[str, ...], least: int, most: int) -> list[str]:
        count = min(len(names), self.random.randint(least, most))
        return self.random.sample(list(names), count)

    def _name(self) -> str:
        self.made += 1
        return f"t{self.made}"

    def _atom(self, near: tuple[str, ...] = ()) -> str:
        roll = self.random.random()
        if near and roll < 0.6:
            return self.random.choice(near)
        if roll < 0.85:
            recent = self.scalars[-4:]
            return self.random.choice(recent if self.random.random() < 0.5 else self.scalars)
        return str(self._constant())

    def _expression(self, near: tuple[str, ...] = (), size: int = 2) -> str:
        """An expression of moderate size and, unless the program is risky, without errors."""
        if size <= 0:
            return self._atom(near)
        a = self._expression(near, size - self.random.randint(1, 2))
        b = self._expression(near, size - self.random.randint(1, 2))
        if self.risky and self.random.random() < 0.12:
            return self.random.choice((
                f"log({a})", f"sqrt({a})", f"1 / ({a})", f"abs({a}) ** 0.5",
                f"exp(30 * ({a}))", f"abs({a}) ** ({b})", f"({a}) % ({b})",
                f"({a}) // ({b})", f"acos({a})",
            ))
        return self.random.choice((
            f"({a}) * ({b})", f"({a}) * ({b})", f"({a}) + ({b})", f"({a}) + ({b})",
            f"({a}) - ({b})", f"({a}) - ({b})", f"({a}) ** 2", f"-({a})", f"tanh({a})",
            f"sin({a})", f"sigmoid({a})", f"0.5 * ({a})", f"{self._constant()} * ({a})",
            f"({a}) / (1.5 + ({b}) ** 2)", f"sqrt(({a}) ** 2 + 0.5)", f"exp(tanh({a}))",
            f"log(1.2 + ({a}) ** 2)", f"1.0 - ({a})", f"softplus({a})", f"cos({a})",
            f"hypot({a}, 0.5)", f"atan({a})",
            self._with_a_kink(a, b),
        ))

    def _with_a_kink(self, a: str, b: str) -> str:
        return self.random.choice((
            f"max({a}, {b})", f"min({a}, {b})", f"abs({a})", f"maximum({a}, {b})",
            f"minimum({a}, {b})", f"relu({a})", f"min(max({a}, -1.0), 1.0)", f"floor({a})",
            f"(({a}) * 2 if ({a}) < ({b}) else ({b}) ** 2)", f"(({a}) % 1.25)",
            f"(({a}) // 0.75)", f"round({a})", f"round({a}, 1)", f"stop_gradient({a})",
            f"where(({a}) > 0.1, {a}, {b})", f"int(({a}) > 0.3) * ({b})", f"abs(({a}) - ({b}))",
        ))

    def _squashed(self, expression: str) -> str:
        """The expression, kept small."""
        return self.random.choice(("tanh({})", "sin({})", "tanh({})", "0.5 * sin({})",
                                   "sigmoid({}) - 0.4")).format(expression)

    # Statements

    def _emit(self, text: str) -> None:
        self.lines += [INDENT * self.depth + line for line in text.split("\n")]

    def _statement(self, inner: bool = False) -> None:
        kinds: list[tuple[int, Callable[[], None]]] = [
            (3, self._let), (5, self._loop), (3, self._make_list), (4, self._reduce),
            (1, self._branch), (2, self._carry_list), (3, self._gates), (1, self._look_back),
        ]
        if not inner:
            kinds += [(1, self._matrix), (1, self._rows), (1, self._generator), (1, self._while),
                      (1, self._softmax),
                      (1, self._recursion), (1, self._leave_early), (1, self._catch),
                      (1, self._suppress), (1, self._text), (1, self._differentiate),
                      (2, self._window), (1, self._helper), (1, self._unused)]
        weights, methods = zip(*kinds, strict=True)
        self.random.choices(methods, weights)[0]()

    def _let(self, near: tuple[str, ...] = ()) -> None:
        name = self._name()
        self._emit(f"{name} = {self._expression(near, 3)}")
        self.scalars.append(name)

    def _unused(self) -> None:
        self._emit(f"unused = {self._expression((), 2)}")

    def _header(self) -> tuple[str, tuple[str, ...]]:
        """The first line of a loop, and the names that it sets."""
        self.loops += 1
        x, k = f"x{self.loops}", f"k{self.loops}"
        data = self.random.choice(list(self.data))
        options = [
            (f"for {x} in {data}:", (x,)),
            (f"for {x} in {data}:", (x,)),
            (f"for {k} in range({self.random.randint(3, 6)}):", ()),
            (f"for {k}, {x} in enumerate({data}):", (x, f"0.1 * {k}")),
            (f"for {x} in reversed({data}):", (x,)),
            (f"for {x} in {data}[1:]:", (x,)),
            (f"for {x} in ({', '.join(self.parameters)},):", (x,)),
        ]
        for name, length in () if self.nested else self.lists.items():
            options += [
                (f"for {x} in {name}:", (x,)),
                (f"for {k} in range({length - 1}):", (f"{name}[{k}]", f"{name}[{k} + 1]")),
                (f"for {x}, y{x} in zip({name}, {data}):", (x, f"y{x}")),
                (f"for {k} in range({length}):", (f"{name}[-1 - {k}]", f"{name}[{k}]")),
            ]
        return self.random.choice(options)

    def _loop(self) -> None:
        """A loop that carries some values, with anything in it, loops too."""
        carried = [self._name() for _ in range(self.random.choice((1, 1, 1, 2, 2, 3)))]
        for name in carried:
            self._emit(f"{name} = {self.random.choice(('0.0', self._atom(), self._atom()))}")
        outside = list(self.scalars)
        lists = dict(self.lists)
        self.scalars += carried
        if self.carried and self.random.random() < 0.4:  # it goes on with what is carried outside
            carried[0] = self.random.choice(self.carried)
        self.carried = carried
        header, near = self._header()
        self._emit(header)
        self.depth += 1
        before = len(self.scalars)
        if self.nested and self.depth == 2:
            self.random.choice((self._loop, self._loop, self._gates, self._carry_list,
                                self._look_back))()
        elif self.depth < 4:
            for _ in range(self.random.choice((0, 0, 1, 1, 2))):
                self._statement(inner=True)
        inside = tuple(self.scalars[before:])
        self._move_on(carried, (*near, *inside, *carried))
        if self.random.random() < 0.08:
            leave = self.random.choice(("break", "continue"))
            self._emit(f"if {self.random.choice(carried)} > {self._constant()}: {leave}")
            self._emit(f"{carried[0]} = {carried[0]} * 0.9")
        self.depth -= 1
        self.lists = lists
        kept = inside if self.random.random() < 0.5 else ()  # data are never empty
        self.scalars = list(dict.fromkeys([*outside, *carried, *kept]))

    def _move_on(self, carried: list[str], near: tuple[str, ...]) -> None:
        if len(carried) > 1 and self.random.random() < 0.3:
            step = self._squashed(self._expression(near, 2))
            self._emit(f"{carried[0]}, {carried[1]} = {carried[1]}, {step}")
            carried = carried[2:]
        for name in carried:
            value = self._expression(near, 2)
            self._emit(self.random.choice((
                f"{name} = {name} + {value}", f"{name} += {value}", f"{name} -= 0.5 * {value}",
                f"{name} = {self._squashed(f'{name} + {value}')}",
                f"{name} = {self._squashed(f'{value} * {name}')}",
                f"{name} = {self._squashed(value)}", f"{name} = {name} * 0.5 + {value}",
                f"{name} = {self._squashed(value)} - {name}",
            )))

    def _look_back(self) -> None:
        far, near = self._name(), self._name()
        self._emit(f"{far}, {near} = {self._atom()}, {self._atom()}")
        header, names = self._header()
        self._emit(header)
        self.depth += 1
        step = self._squashed(self._expression((*names, far, near), 3))
        self._emit(f"{far}, {near} = {near}, {step}")
        self.depth -= 1
        self.scalars += [far, near]

    def _gates(self) -> None:
        """Cells with gates: a list of gates in a loop, and a state or two."""
        h, c = self._name(), self._name()
        weights = [self._atom() for _ in range(self.random.randint(2, 5))]
        self._emit(f"{h} = {c} = {self.random.choice(('0.0', self._atom()))}")
        header, names = self._header()
        x = names[0] if names else "0.3"
        self._emit(header)
        self.depth += 1
        gate = self.random.choice(("sigmoid", "tanh"))
        u = self._atom()
        body = f"{gate}(w * {x} + {u} * {h}) for w in ({', '.join(weights)},)"
        kind = self.random.randrange(5)
        gates = [f"{h}_{k}" for k in range(len(weights))]
        if kind == 0:
            self._emit(f"{h} = sum([{body}])")
        elif kind == 1:
            self._emit(f"{', '.join(gates)}, = ({body})")
            self._emit(f"{c} = {gates[0]} * {c} + {gates[-1]} * tanh({x} + {u} * {h})")
            self._emit(f"{h} = {gates[1]} * tanh({c})")
        elif kind == 2:
            self._emit(f"gates = [{body}]")
            self._emit(f"{h} = (1 - gates[0]) * {h} + gates[0] * tanh({x} + gates[-1] * {c})")
            self._emit(f"{c} = gates[1] - {c}")
        elif kind == 3:
            self._emit(f"for w in ({', '.join(weights)},):")
            self._emit(f"{INDENT}{c} = {gate}(w * {x} + {u} * {c})")
            self._emit(f"{h} = {h} + {c} * {x}")
        else:
            self._emit(f"gates = [{body}]")
            self._emit(f"{h} = max(gates) - 0.5 * minimum(*gates) * {c}")
            self._emit(f"{c} = mean(g * {h} for g in gates)")
        self.depth -= 1
        self.scalars += [h, c]

    def _make_list(self) -> None:
        name = self._name()
        data = self.random.choice(list(self.data))
        size = self.data[data]
        if self.random.random() < 0.5:
            self._emit(f"{name} = [{self._expression(('x', 'x'), 3)} for x in {data}]")
        else:
            self._emit(f"{name} = []")
            self._emit(f"for x in {data}:")
            last = f"({name}[-1] if {name} else {self._atom()})"
            term = self._squashed(self._expression(("x", last), 2))
            self._emit(f"{INDENT}{name}.append({term})")
        self.lists[name] = size

    def _carry_list(self) -> None:
        """A list that is made anew from itself in each repetition: layers, cells, a grid."""
        name = self._name()
        size = self.random.randint(2, 5)
        self._emit(f"{name} = [{', '.join(self._atom() for _ in range(size))}]")
        header, names = self._header()
        x = names[0] if names else "0.4"
        self._emit(header)
        self.depth += 1
        a, b = self._atom(), self._atom()
        kind = self.random.randrange(5)
        if kind == 0:
            term = f"tanh({a} * {name}[j - 1] + {b} * {name}[j] + {x})"
            self._emit(f"{name} = [{term} for j in range({size})]")
        elif kind == 1:
            self._emit(f"z, new = {x}, []")
            self._emit(f"for h in {name}:")
            self._emit(f"{INDENT}z = tanh({a} * z + {b} * h)\n{INDENT}new.append(z)")
            self._emit(f"{name} = new")
        elif kind == 2:
            self._emit(f"for j in range({size}):")
            self._emit(f"{INDENT}{name}[j] = {self._squashed(f'{name}[j] * {a} + {x}')}")
        elif kind == 3:
            self._emit(f"{name} = {name}[1:] + [sin({a} * {name}[0] - {b} * {name}[-1] + {x})]")
        else:
            self._emit(f"total = sum(h * {x} for h in {name})")
            self._emit(f"{name} = [tanh(h + {a} * total) for h in {name}]")
        self.depth -= 1
        self.lists[name] = size

    def _list(self, least: int | None = 2) -> tuple[str, int] | None:
        names = [n for n, size in self.lists.items() if size >= (least or 1)]
        return (chosen := self.random.choice(names), self.lists[chosen]) if names else None

    def _reduce(self) -> None:
        name = self._name()
        found = self._list()
        if found is None:
            data = self.random.choice(list(self.data))
            body = self._expression(("x", "x"), 3)
            how = self.random.choice(("sum", "mean", "sum", "mean", "max", "min"))
            self._emit(f"{name} = {how}({body} for x in {data})")
        else:
            source, size = found
            term = self._expression(("y",), 2)
            data = self.random.choice(list(self.data))
            both = self._expression(("y", "x"), 2)
            place = self.random.randrange(size)
            self._emit(f"{name} = " + self.random.choice((
                f"sum({term} for y in {source})", f"mean({term} for y in {source})",
                f"max({source})", f"min({source})", f"{source}[{place}]", f"sum({source}[::2])",
                f"sum({source}[{place}:])", f"sum({both} for x, y in zip({data}, {source}))",
                f"sum({both} for x in {data} for y in {source})",
                f"sum(sorted({source})[:2])", f"hypot(*{source})", f"maximum(*{source})",
                f"sum(y * z for y, z in zip({source}, reversed({source})))",
            )))
        self.scalars.append(name)

    def _window(self) -> None:
        """Each element of a list beside the next, or the one before."""
        name = self._name()
        found = self._list()
        source, size = found or (data := self.random.choice(list(self.data)), self.data[data])
        p = self._atom()
        self._emit(f"{name} = {self.random.choice(('sum', 'mean'))}(" + self.random.choice((
            f"({source}[i + 1] - {p} * {source}[i] ** 2) ** 2 for i in range(len({source}) - 1)",
            f"({source}[i] - {source}[i - 1]) * {p} for i in range(len({source}))",
            f"(v - {p} * u) ** 2 for u, v in zip({source}, {source}[1:])",
            f"100 * ({source}[i + 1] - {source}[i] ** 2) ** 2 + ({p} - {source}[i]) ** 2 "
            f"for i in range({size - 1})",
            f"{source}[i] * {source}[j] * {p} for i in range({size}) for j in range(i)",
            f"{source}[i] * {source}[{size} - 1 - i] for i in range({size})",
        )) + ")")
        if self.random.random() < 0.3:  # the sum begins a recurrence
            self._emit(f"for _ in range(6):\n{INDENT}{name} = {name} * {self._factor()} + 0.1")
        self.scalars.append(name)

    def _pipeline(self) -> None:
        """Lists made of lists, and sums over them: loops of which one takes up another's values."""
        first, then, total = (self._name() for _ in range(3))
        data = self.random.choice(list(self.data))
        size, p = self.data[data], self.random.choice(self.parameters)
        at = self.random.randrange(size)
        self._emit(f"{first} = [tanh({p} * x + {self._atom()}) for x in {data}]")
        rest = f"for y in {first}[1:]:\n{INDENT}{total} = {total} + y"
        ending = self.random.choice((
            f"{total} = sum({then}) * sum({first})",
            f"{total} = mean({then}) + sum(y * y for y in {then})",
            f"{total} = {first}[0]\n{rest}", f"{total} = {first}[{at}]\n{rest}",
            f"{total} = sum({first}[1:], {first}[{at}])",
            f"{total} = sum({then}) + {first}[-1] * {first}[{at}]",
            f"{total} = {then}[0]\n{rest}", f"{total} = {then}[-1] + sum({first})",
            f"{total} = {' + '.join(f'{first}[{j}]' for j in range(size))}",
            f"part = {' + '.join(f'{first}[{j}]' for j in range(size - 1))}\n"
            f"{total} = (part + {first}[{size - 1}]) * part",
            f"{total} = {' + '.join(f'{first}[{j}]' for j in [*range(size - 1), 0])}",
            f"part = {' + '.join(f'{first}[{j}]' for j in range(size - 1))}\n"
            f"if part + {first}[{size - 1}] > {p}: return part\n{total} = part * {p}",
        ))
        if then in ending:  # else the sums come right behind the terms
            self._emit(f"{then} = [" + self.random.choice((
                f"sin(y) + {p} for y in {first}", f"y * y for y in {first}",
                f"y * {first}[-1] for y in {first}",
                f"y / (1.5 + sum({first}) ** 2) for y in {first}",
                f"{first}[j] * {first}[j - 1] for j in range({size})",
                f"{first}[j] * {first}[{size - 1} - j] for j in range({size})",
                f"y * {first}[{at}] for y in {first}", f"y * {p} for y in {first}[:-1]",
                f"sin(y) * {p} for y in {first}[: {at + 1}]",
                f"cos(y + {p}) for y in {first}[: {size // 2 + 1}]",
                f"minimum(y, {p}) for y in {first}", f"maximum(y, {first}[{at}]) for y in {first}",
                f"y - z for y, z in zip({first}, {first}[1:])",
            )) + "]")
        self._emit(ending)
        self.scalars.append(total)

    def _matrix(self) -> None:
        name, data = self._name(), self.random.choice(list(self.data))
        width = self.random.randint(2, 4)
        entry = self._expression(("x", "0.1 * j"), 2)
        self._emit(f"{name} = [[{entry} for j in range({width})] for x in {data}]")
        row, total = self._name(), self._name()
        self._emit(f"{row} = [" + self.random.choice((
            f"sum(r) for r in {name}", f"sum(r[j] for r in {name}) for j in range({width})",
            f"r[0] - r[-1] for r in {name}",
            f"sum(r[j] * r[j - 1] for j in range({width})) for r in {name}",
        )) + "]")
        self._emit(f"{total} = mean(tanh(v) for v in {row})")
        self.lists[row] = 2
        self.scalars.append(total)

    def _rows(self) -> None:
        """As many rows as there are columns, each from a state; then one of them, or across."""
        rows, state, total = (self._name() for _ in range(3))
        data = self.random.choice(list(self.data))
        size, p = self.data[data], self._atom()
        at = self.random.choice((0, 0, self.random.randrange(size)))
        w = self.random.choice(("w", "(w * x)", "(w - x)"))
        self._emit(f"{rows}, {state} = [], {self._atom()}")
        self._emit(f"for x in {data}:\n{INDENT}{state} = tanh({state} + {p} * x)\n"
                   f"{INDENT}{rows}.append([sin({state} * {w} + {p}) for w in {data}])")
        entry = self.random.choice((
            f"{rows}[{at}][k]", f"{rows}[{at}][k]", f"{rows}[k][{at}]", f"{rows}[k][k]",
            f"{rows}[k][{size - 1} - k]",
        ))
        self._emit(f"{total} = sum(tanh({entry}) * {p} for k in range({size}))")
        self.scalars += [state, total]

    def _softmax(self) -> None:
        found = self._list()
        if found is None:
            self._make_list()
            found = self._list()
        assert found is not None
        name, total = self._name(), self._name()
        self._emit(f"top = max({found[0]})")
        self._emit(f"{name} = [exp(v - top) for v in {found[0]}]")
        self._emit(f"{total} = top + log(sum({name}))")
        self.scalars.append(total)
        self.lists[name] = found[1]

    def _branch(self) -> None:
        name = self._name()
        test = f"{self._atom()} {self.random.choice(('<', '<=', '>', '>=', '==', '!='))} "
        test += self.random.choice((self._atom(), str(self._constant())))
        self._emit(f"if {test}:")
        self._emit(f"{INDENT}{name} = {self._expression((), 2)}")
        self._emit("else:")
        self._emit(f"{INDENT}{name} = {self._expression((), 2)}")
        self.scalars.append(name)

    def _while(self) -> None:
        name, k = self._name(), f"k{self.made}"
        self._emit(f"{name}, {k} = {self._atom()}, 0")
        self._emit(f"while {name} * {name} < {abs(self._constant())} and {k} < 5:")
        self._emit(f"{INDENT}{name}, {k} = {name} * 1.3 + {self._expression((), 1)}, {k} + 1")
        self.scalars.append(name)

    def _recursion(self) -> None:
        name = self._name()
        step = self._squashed(self._expression(("h",), 2))
        self._emit(f"def deeper(n, h):\n{INDENT}return h if n == 0 else deeper(n - 1, {step})")
        self._emit(f"{name} = deeper({self.random.randint(2, 7)}, {self._atom()})")
        self.scalars.append(name)

    def _helper(self) -> None:
        name, data = self._name(), self.random.choice(list(self.data))
        self._emit(f"def part(u, v=0.5):\n{INDENT}w = {self._expression(('u', 'v'), 2)}\n"
                   f"{INDENT}return w * {self._expression(('u', 'v', 'w'), 1)}")
        self._emit(f"{name} = sum(part(x, {self._atom()}) + part({self._atom()}) for x in {data})")
        self.scalars.append(name)

    def _generator(self) -> None:
        name, data = self._name(), self.random.choice(list(self.data))
        step = self._squashed(self._expression(("x", "h"), 2))
        self._emit(f"def walk(h):\n{INDENT}for x in {data}:\n{INDENT * 2}h = {step}\n"
                   f"{INDENT * 2}yield h")
        self._emit(f"{name} = " + self.random.choice((
            f"sum(walk({self._atom()}))",
            f"sum(h * x for h, x in zip(walk({self._atom()}), {data}))",
            f"next(walk({self._atom()}))",
            f"sum(h for h in walk({self._atom()}) if h > 0.1)",
        )))
        self.scalars.append(name)

    def _leave_early(self) -> None:
        """A return in the midst of a loop."""
        name = self._name()
        self._emit(f"{name} = {self._atom()}")
        header, near = self._header()
        self._emit(header)
        self._emit(f"{INDENT}{name} = {name} + {self._expression((*near, name), 2)}")
        self._emit(f"{INDENT}if {name} > {abs(self._constant()) + 0.5}: return {name} * 0.5")
        self.scalars.append(name)

    # What leaves a Node by another way than arithmetic

    def _catch(self) -> None:
        name, a = self._name(), self._atom()
        trial, error = self.random.choice((
            (f"log({a} - 0.2)", "ValueError"), (f"sqrt({a})", "ValueError"),
            (f"1 / ({a} - 1)", "ZeroDivisionError"), (f"exp(400 * {a})", "OverflowError"),
            (f"acos({a})", "ValueError"), (f"{a} / round({a})", "ArithmeticError"),
        ))
        self._emit(f"try:\n{INDENT}{name} = {trial}")
        self._emit(f"except {error}:\n{INDENT}{name} = {self._expression((), 2)}")
        if self.random.random() < 0.3:
            self._emit(f"else:\n{INDENT}{name} = {name} * 0.5")
        self.scalars.append(name)

    def _suppress(self) -> None:
        name = self._name()
        self.module.append("import contextlib")
        data = self.random.choice(list(self.data))
        self._emit(f"{name} = {self._atom()}")
        self._emit(f"with contextlib.suppress(ValueError, ZeroDivisionError):\n"
                   f"{INDENT}for x in {data}:\n"
                   f"{INDENT * 2}{name} = {name} + sqrt(x + {self._atom()}) * 0.5")
        self.scalars.append(name)

    def _text(self) -> None:
        """Text of a number that decides a branch, or is a number again."""
        name, a = self._name(), self.random.choice(self.parameters)
        self._emit(self.random.choice((
            f"{name} = {a} * float(f'{{{a}:.1f}}')",
            f"{name} = {a} * 2 if f'{{{a}:.0f}}' == '1' else {a} ** 2",
            f"{name} = {a} - 1 if format({a}, '.2f').startswith('-') else {a} * 3",
            f"{name} = {a} * len('%s' % f'{{{a}:.3g}}')",
        )))
        self.scalars.append(name)

    def _differentiate(self) -> None:
        """The slope of something, taken within the loss, as a plain number."""
        name, a = self._name(), self.random.choice(self.parameters)
        self._emit(self.random.choice((
            f"{name} = {a} * slope(lambda z: z ** 3 + z, number({a}))",
            f"{name} = {a} + slope(lambda z: sin(z) * z, number({a}))",
            f"{name} = {a} * descended(lambda z: (z - 1) ** 2, number({a}))",
        )))
        self.scalars.append(name)

    def _remember(self) -> None:
        kind = self.random.randrange(4)
        if kind == 0:
            self.module.append("said = False")
            self.lines.insert(0, f"{INDENT}global said\n{INDENT}if not said:\n"
                                 f"{INDENT * 2}print('product', p0 * p0)\n{INDENT * 2}said = True")
        elif kind == 1:
            self.module.append("seen = []")
            self.lines.insert(0, f"{INDENT}seen.append(1)")
        elif kind == 2:
            self.module.append("calls = 0")
            self.lines.insert(0, f"{INDENT}global calls\n{INDENT}calls += 1")
        else:
            self.remembers = True
            self.module.append("calls = 0")
            self.lines.insert(0, f"{INDENT}global calls\n{INDENT}calls += 1")
            name = self._name()
            self._emit(f"{name} = p0 * calls")
            self._emit(f"p0 = p0 + {name}")
