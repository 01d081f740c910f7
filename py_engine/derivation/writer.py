"""Write a derivation: name the results, then their local derivatives, then the chain rule."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any

from ..jit.carries import Carry, Flow
from ..jit.links import Before, Element, Input, Last, Link, Linked, Path, Same, Table
from ..jit.roll import Loop, Step, walk
from .algebra import (
    Monomial,
    Polynomial,
    Symbol,
    collected,
    factor_tex,
    is_count,
    number_parts,
    number_tex,
    polynomial_tex,
    product,
)
from .model import Derivation, Irregular, Line, Target, Term, Use, positions, target_of
from .names import Names
from .rules import definition_tex, domain_tex, edge_words, local_derivative, operation_word

MOST_FACTORS = 8

class Writer:
    def __init__(self, linked: Linked, steps: list[Step]) -> None:
        self.linked = linked
        self.program = linked.rolled.program
        self.steps = steps
        self.flow = Flow(linked)
        self.result = Derivation(linked)
        self.sums = self._pure_sums()
        self.output = self._output()
        self.names = Names(self)
        self.uses = self._all_uses()

    def _output(self) -> Step:
        if isinstance(self.linked.output, Same | Last):
            return self.linked.output.step
        raise Irregular

    def _pure_sums(self) -> dict[Step, Carry]:
        found: dict[Step, Carry] = {}
        for carries in self.flow.carries.values():
            for carry in carries:
                if carry.pure and carry.users:
                    found[carry.step] = carry
        return found

    def operands(self, step: Step) -> list[Link]:
        return self.flow.operands[step]

    def path(self, step: Step) -> Path:
        """The loops around a step; a sum stands outside of the loop that it sums over."""
        path = self.flow.paths[step]
        carry = self.sums.get(step)
        return path[: path.index(self._outermost(carry).loop)] if carry else path

    def _outermost(self, carry: Carry) -> Carry:
        for carries in self.flow.carries.values():
            for outer in carries:
                if carry in outer.inner and outer.pure:
                    return self._outermost(outer)
        return carry

    def summed(self, step: Step) -> Path:
        """The loops that a sum sums over."""
        return self.flow.paths[step][len(self.path(step)) :]

    # Uses

    def _all_uses(self) -> dict[Target, list[Use]]:
        uses: dict[Target, list[Use]] = {}
        for step in self.steps:
            links = self.operands(step)
            for target in dict.fromkeys(t for link in links if (t := target_of(link)) is not None):
                slots = [s for s, link in enumerate(links) if target_of(link) == target]
                for use in self._uses_of(step, target, slots):
                    uses.setdefault(target, []).append(use)
        return uses

    def _uses_of(self, user: Step, target: Target, slots: list[int]) -> Iterator[Use]:
        links = self.operands(user)
        for link in dict.fromkeys(links[slot] for slot in slots):
            if user in self.sums and isinstance(link, Before):
                if target_of(link.initial) is not None:
                    raise Irregular
                continue
            if isinstance(link, Before) and target_of(link.initial) is not None:
                raise Irregular
            local = collected(
                term for slot in slots if links[slot] == link
                for term in self.local(user, slot)
            )
            if local:
                yield self._use(user, target, link, local)

    def _use(self, user: Step, target: Target, link: Link, local: Polynomial) -> Use:
        around = self.flow.paths[user]
        if isinstance(link, Input):
            if link.index.terms:
                raise Irregular
            return Use(user, local, around)
        assert isinstance(target, Step)
        own = self.path(target)
        if isinstance(link, Element):
            return self._element_use(user, target, link, local)
        if isinstance(link, Before):
            if link.initial != 0.0 and not isinstance(link.initial, float):
                raise Irregular
            return Use(user, local, next=link.loop)
        sums = tuple(loop for loop in around if loop not in own)
        if isinstance(link, Last) and target not in self.sums:
            return Use(user, local, sums, last=link.loop)
        return Use(user, local, sums)

    def _element_use(self, user: Step, target: Step, link: Element, local: Polynomial) -> Use:
        own = self.path(target)[len(link.scope) :]
        around = self.flow.paths[user]
        if len(own) != 1 or len(link.index.terms) != 1:
            raise Irregular
        (loop, factor), = link.index.terms
        if factor != 1 or link.index.constant or loop.count != own[0].count:
            raise Irregular
        sums = tuple(o for o in around if o is not loop and o not in link.scope)
        return Use(user, local, sums, same=((loop, own[0]),))

    def local(self, step: Step, slot: int) -> Polynomial:
        """d step / d its operand in that slot."""
        if step in self.sums:
            return [Monomial(-1.0 if step.op == "sub" else 1.0)]
        return local_derivative(step.op, slot, self.monomials(step), self.own(step), step)

    def monomials(self, step: Step) -> list[Monomial]:
        """The operands as they stand in formulas."""
        return [self.monomial(step, slot) for slot in range(len(self.operands(step)))]

    def monomial(self, step: Step, slot: int) -> Monomial:
        """An operand as it stands in formulas."""
        link = self.operands(step)[slot]
        if isinstance(link, float):
            loop = self._count_of(step, slot, link)
            tex = self._count_tex(loop) if loop else ""
            return Monomial.of(Symbol("N", ("count", link))) if tex == "N" else Monomial(link)
        return Monomial.of(Symbol(self.link_tex(link, step, slot), (step, slot)
                                  if isinstance(link, Before) else self._meaning(link)))

    def _meaning(self, link: Link) -> Any:
        if isinstance(link, Same | Last | Element):
            return link.step
        return link.index.constant if isinstance(link, Input) and not link.index.terms else link

    def own(self, step: Step) -> Monomial:
        return Monomial.of(Symbol(self.names.of(step), step))

    def _count_of(self, step: Step, slot: int, value: float) -> Loop | None:
        """The loop whose number of repetitions a sum is divided by."""
        link = self.operands(step)[0]
        if step.op == "div" and slot == 1 and isinstance(link, Same | Last):
            for loop in self.summed(link.step) if link.step in self.sums else ():
                if loop.count == value:
                    return loop
        return None

    def _count_tex(self, loop: Loop) -> str:
        counts = {each.count for each in self.linked.rolled.loops}
        return "N" if len(counts) == 1 else str(loop.count)

    def index_tex(self, loop: Loop) -> str:
        depth = 0
        for step in walk(loop.body):
            depth = self.flow.paths[step].index(loop)
            break
        return "ijklmn"[depth]

    def sum_tex(self, loops: Path) -> str:
        return " ".join(
            rf"\sum_{{{self.index_tex(loop)}=1}}^{{{self._count_tex(loop)}}}" for loop in loops
        )

    def link_tex(self, link: Link, step: Step, slot: int) -> str:
        if isinstance(link, float):
            return number_tex(link)
        if isinstance(link, Input):
            return self.names.input(link, self)
        if isinstance(link, Table):
            return self.names.column(link, step, slot, self)
        if isinstance(link, Before):
            return rf"{self.names.stem(link.source.step)}_{{{self.index_tex(link.loop)}-1}}"
        return self.names.of(link.step)

    # Writing

    def write(self) -> Derivation:
        for step in self.steps:
            self._define(step)
        self._local_derivatives()
        junctions = [step for step in reversed(self.steps) if self._is_junction(step)]
        targets: list[Target] = [step for step in junctions if step is not self.output]
        for target in [*targets, *range(len(self.program.names))]:
            self._chain(target)
        return self.result

    def _line(self, tex: str, words: str, *nodes: int) -> None:
        self.result.lines.append(Line(tex, words, tuple(dict.fromkeys(nodes))))

    def _define(self, step: Step) -> None:
        if self._is_silent(step):
            return
        nodes = [step.position]
        links = self.operands(step)
        if step in self.sums:
            text = self._sum_definition(step)
        elif step.op == "div" and isinstance(links[0], Same | Last) and (
            self._is_silent(links[0].step)
        ):
            nodes.append(links[0].step.position)
            count = self.monomial(step, 1).tex()
            text = rf"\frac{{1}}{{{count}}} {self._sum_definition(links[0].step)}"
        else:
            text = definition_tex(
                step.op, [self._operand_tex(step, s) for s in range(len(links))]
            )
        self._line(f"{self.names.of(step)} = {text}", self._definition_words(step), *nodes)

    def _definition_words(self, step: Step) -> str:
        domain = domain_tex(step.op, self.monomials(step))
        return self._name_words(step) + (f" It needs ${domain}$." if domain else "")

    def _name_words(self, step: Step) -> str:
        counts = {loop.count for loop in self.linked.rolled.loops}
        if step is self.output:
            if len(counts) == 1 and any(s in self.sums for s in self.steps):
                return f"The loss. The sum has N = {counts.pop()} terms."
            return "The loss."
        links = self.operands(step)
        if step.op == "div" and isinstance(links[0], Last) and self._is_silent(links[0].step):
            return "Name the mean."
        return f"Name the {operation_word(step.op)}."

    def _operand_tex(self, step: Step, slot: int) -> str:
        link = self.operands(step)[slot]
        if step.op == "pow" and slot == 1 and isinstance(link, float):
            above, below = number_parts(link)
            return above if below == "1" else f"{above}/{below}"
        return factor_tex([self.monomial(step, slot)])

    def _sum_definition(self, step: Step) -> str:
        links = self.operands(step)
        carry = self.sums[step]
        slot = carry.users[0][1]
        term = self.link_tex(links[1 - slot], step, 1 - slot)
        sign = "-" if step.op == "sub" else ""
        start = self._outermost(carry).initial
        text = f"{sign}{self.sum_tex(self.summed(step))} {term}"
        return text if start == 0.0 else f"{self.link_tex(start, step, slot)} + {text}"

    def _is_silent(self, step: Step) -> bool:
        """A sum that is only there to be divided: it is written within the mean."""
        uses = self.uses.get(step, [])
        return (
            step in self.sums and step is not self.output and len(uses) == 1
            and uses[0].user.op == "div"
            and self._divides_by_count(uses[0].user)
        )

    def _divides_by_count(self, step: Step) -> bool:
        divisor = self.operands(step)[1]
        return isinstance(divisor, float) and self._count_of(step, 1, divisor) is not None

    def _local_derivatives(self) -> None:
        edges = [(use.user, target, use) for target, uses in self.uses.items() for use in uses
                 if not (isinstance(target, Step) and self._is_silent(target))]
        order = {step: k for k, step in enumerate(self.steps)}
        for user, target, use in sorted(edges, key=lambda edge: -order[edge[0]]):
            uses = self._through([use])
            local = reduce(product, (u.local for u in uses))
            top = uses[-1].user
            word = "mean" if len(uses) > 1 else operation_word(user.op)
            self._line(
                f"{self._partial(top, target, use)} = {polynomial_tex(local)}",
                f"The local derivative of the {word}{self._edges(user, target)}.",
                top.position, *positions(target),
            )

    def _edges(self, user: Step, target: Target) -> str:
        """Where the derivatives of a use are infinite or chosen."""
        operands = self.monomials(user)
        slots = [s for s, link in enumerate(self.operands(user)) if target_of(link) == target]
        said = dict.fromkeys(w for slot in slots for w in edge_words(user.op, slot, operands))
        return "".join(f"; {words}" for words in said)

    def _through(self, uses: list[Use]) -> list[Use]:
        """Go on through a silent sum: from a term to the mean in one step."""
        while self._is_silent(uses[-1].user):
            uses = [*uses, *self.uses[uses[-1].user]]
        return uses

    def _partial(self, top: Step, bottom: Target, use: Use) -> str:
        below = self.names.target(bottom)
        if use.next is not None and isinstance(bottom, Step):
            below = rf"{self.names.stem(bottom)}_{{{self.index_tex(use.next)}-1}}"
        return rf"\frac{{\partial {self.names.of(top)}}}{{\partial {below}}}"

    def _is_junction(self, step: Step) -> bool:
        """Whether the gradient of this result gets a line of its own."""
        if step is self.output:
            return True
        uses = self.uses.get(step, [])
        return len(uses) != 1 or bool(uses[0].next or uses[0].last or uses[0].same)

    def _ways(self, target: Target) -> list[Term]:
        """The ways from a result up to the next junctions."""
        terms = []
        for use in self.uses.get(target, []):
            way = [use]
            while not self._is_junction(way[-1].user) and len(way) < 10 * MOST_FACTORS:
                way.append(self.uses[way[-1].user][0])
            terms.append(Term(way))
        return terms

    def _chain(self, target: Target) -> None:
        terms = self.result.terms[target] = self._ways(target)
        name = self.names.target(target)
        head = self._total(name)
        nodes = [n for term in terms for use in term.uses for n in positions(use.user)]
        nodes += positions(target)
        if not terms:
            self._line(f"{head} = 0", f"The loss does not depend on ${name}$.", *nodes)
            return
        words = f"From the loss back to ${name}$, one factor for each step of the way."
        if len(terms) > 1:
            words = f"${name}$ is used {len(terms)} times: the products of all ways add up."
        self._line(f"{head} = {self._joined(target, terms, self._factors)}", words, *nodes)
        self._line(f"= {self._joined(target, terms, self._values)}",
                   "Put in the local derivatives.", *nodes)
        repeated = {loop for term in terms for use in term.uses for loop in use.sums}
        words = "Multiply."
        if repeated and isinstance(target, int):
            words = f"Multiply. ${name}$ is used in every repetition, so the terms add up."
        self._line(f"{head} = {self._joined(target, terms, self._multiplied)}", words, *nodes)

    def _total(self, name: str) -> str:
        return rf"\frac{{\partial {self.names.of(self.output)}}}{{\partial {name}}}"

    def _joined(self, target: Target, terms: list[Term], write: Any) -> str:
        text = ""
        for term in terms:
            part = write(target, term)
            if part.startswith("-") and text:
                text += f" - {part[1:]}"
            else:
                text += f" + {part}" if text else part
        return text

    def _wrap(self, term: Term, inside: str) -> str:
        """Say over which repetitions the inside is summed, or in which one it is meant."""
        for use in term.uses:
            if use.next is not None:
                inside = rf"\left. {inside} \right|_{{{self.index_tex(use.next)}+1}}"
            if use.last is not None:
                loop = use.last
                inside += rf" \, [{self.index_tex(loop)} = {self._count_tex(loop)}]"
        return inside

    def _summed(self, term: Term) -> Path:
        return tuple(dict.fromkeys(loop for use in term.uses for loop in use.sums))

    def _beyond(self, term: Term) -> Polynomial:
        """The gradient of the junction that the way leads to, as a symbol."""
        if term.junction is self.output:
            return [Monomial()]
        name = self.names.of(term.junction)
        return [Monomial.of(Symbol(self._total(name), ("adjoint", term.junction)))]

    def _with_sum(self, target: Target, term: Term, inside: str, front: str = "") -> str:
        loops = self._summed(term)
        if not loops:
            return self._wrap(term, inside)
        text = f"{self.sum_tex(loops)} {self._wrap(term, inside)}"
        own = self.path(target) if isinstance(target, Step) else ()
        for index in {self.index_tex(loop) for loop in own if loop not in loops}:
            text = self._with_other_index(text, index, self.names.target(target))
        return front + text

    def _with_other_index(self, text: str, index: str, keep: str) -> str:
        """Sum over j what is said of the result with index i, which keeps its own."""
        other = chr(ord(index) + 1)
        for before in ("_", "_{"):
            text = text.replace(f"{before}{index}", f"{before}{other}")
        return text.replace(keep.replace(f"_{index}", f"_{other}"), keep)

    def _steps_of(self, target: Target, term: Term) -> list[tuple[str, Polynomial]]:
        """The factors of a way, from the loss down: their names and their values."""
        steps: list[tuple[str, Polynomial]] = []
        bottom: Target = target
        held: Polynomial = [Monomial()]
        first: Use | None = None
        for use in term.uses:
            held = product(held, use.local)
            first = first or use
            if not self._is_silent(use.user):
                steps.insert(0, (self._partial(use.user, bottom, first), held))
                bottom, held, first = use.user, [Monomial()], None
        if term.junction is not self.output:
            steps.insert(0, (self._total(self.names.of(term.junction)), self._beyond(term)))
        return steps

    def _factors(self, target: Target, term: Term) -> str:
        names = [name for name, _ in self._steps_of(target, term)]
        return self._with_sum(target, term, r" \cdot ".join(names))

    def _values(self, target: Target, term: Term) -> str:
        values = [factor_tex(value) for _, value in self._steps_of(target, term)]
        return self._with_sum(target, term, r" \cdot ".join(values))

    def _multiplied(self, target: Target, term: Term) -> str:
        """The product, with what does not change in the sum in front of it."""
        whole = product(term.product, self._beyond(term))
        loops = self._summed(term)
        if not loops or len(whole) != 1:
            inside = factor_tex(whole) if loops else polynomial_tex(whole)
            return self._with_sum(target, term, inside)
        (monomial,) = whole
        outside = [(s, p) for s, p in monomial.powers if is_count(s)]
        summed = Monomial(1.0, tuple(sp for sp in monomial.powers if sp not in outside))
        front = Monomial(monomial.factor, tuple(outside)).tex()
        front = {"1": "", "-1": "-"}.get(front, front + " ")
        return self._with_sum(target, term, summed.tex(), front)


