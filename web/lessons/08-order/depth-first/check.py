import random

from classroom.judge.growth import Growth, expect_growth
from classroom.judge.checks import Student, expect_agrees, fail, probe


def visited(neighbours, start, *, turned=False, mark_early=False, queue=False):
    """With a stack; the mistakes that people make with one."""
    order, seen, stack = [], {start} if mark_early else set(), [start]
    while stack:
        node = stack.pop(0) if queue else stack.pop()
        if not mark_early and node in seen:
            continue
        seen.add(node)
        order.append(node)
        following = neighbours[node] if turned or queue else neighbours[node][::-1]
        for neighbour in following:
            if mark_early and neighbour in seen:
                continue
            if mark_early:
                seen.add(neighbour)
            stack.append(neighbour)
    return order


def recursive(neighbours, start):
    order, seen = [], set()

    def visit(node):
        if node not in seen:
            seen.add(node)
            order.append(node)
            for neighbour in neighbours[node]:
                visit(neighbour)

    visit(start)
    return order


def random_graph(seed: int, n: int) -> dict:
    r = random.Random(seed)
    return {i: [r.randrange(n) for _ in range(r.randrange(1, 4))] for i in range(n)}


PROBES = [
    probe("where a leads to b and c, and both lead to d", start="a",
          neighbours={"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}),
    probe("where a leads to b and c, and b to c and d", start="a",
          neighbours={"a": ["b", "c"], "b": ["c", "d"], "c": [], "d": []}),
    probe("where a leads to b, b to c, and c back to a", start="a",
          neighbours={"a": ["b"], "b": ["c"], "c": ["a"]}),
    *(probe(f"in the graph {random_graph(seed, 7)}", start=seed % 7,
            neighbours=random_graph(seed, 7)) for seed in range(6)),
]


def check_order(student: Student) -> None:
    expect_agrees(student, "depth_first(neighbours, start)", recursive, PROBES,
                  unchanged="neighbours", mistakes={
        "a stack gives back the last first, so neighbours have to be put on it in reverse":
            lambda neighbours, start: visited(neighbours, start, turned=True),
        "that is breadth first": lambda neighbours, start: visited(neighbours, start, queue=True),
        "a node is marked when it is put on the stack, and has to be when it is taken from it: by "
        "another way it may be reached earlier":
            lambda neighbours, start: visited(neighbours, start, mark_early=True),
    }, hint="the order is the one of the search that calls itself")


def chain(student: Student, n: int) -> Growth:
    return Growth(n, f"a chain of {n:,}", n + 1,
                  terms=[{i: [i + 1] for i in range(n)} | {n: []}])


def walked(student: Student, made: Growth) -> None:
    found = student.get("depth_first")(made.terms[0], 0)
    if found != list(range(made.size)):
        fail(f"On {made.what}, yours visits {len(found):,} nodes, not {made.size:,} in their order.")


def check_long_chain(student: Student) -> None:
    expect_growth(student, "`depth_first`", chain, walked, (50, 3_000, 6_000, 12_000, 50_000))
