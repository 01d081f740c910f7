import random
from collections import deque

from classroom.judge.checks import Student, expect_agrees, probe


def visited(neighbours, start, *, back=False, turned=False, mark_late=False):
    order, seen, queue = [], {start}, deque([start])
    while queue:
        node = queue.pop() if back else queue.popleft()
        order.append(node)
        for neighbour in neighbours[node][::-1] if turned else neighbours[node]:
            if neighbour not in (order if mark_late else seen):
                seen.add(neighbour)
                queue.append(neighbour)
    return order


def random_graph(seed: int, n: int) -> dict:
    r = random.Random(seed)
    return {i: [r.randrange(n) for _ in range(r.randrange(1, 4))] for i in range(n)}


PROBES = [
    probe("where a leads to b, b to c, and c back to a", start="a",
          neighbours={"a": ["b"], "b": ["c"], "c": ["a"]}),
    probe("where a leads to b and c, and both lead to d", start="a",
          neighbours={"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}),
    probe("where 1 leads to 2 and 3, 2 to 4 and 5, 3 to 6", start=1,
          neighbours={1: [2, 3], 2: [4, 5], 3: [6], 4: [], 5: [], 6: []}),
    probe("where a leads to c, b and a, c to d, b to d and c", start="a",
          neighbours={"a": ["c", "b", "a"], "b": ["d", "c"], "c": ["d"], "d": ["a"], "e": ["a"]}),
    *(probe(f"in the graph {random_graph(seed, 7)}", start=seed % 7,
            neighbours=random_graph(seed, 7)) for seed in range(5)),
]


def check_order(student: Student) -> None:
    expect_agrees(student, "breadth_first(neighbours, start)", visited, PROBES,
                  unchanged="neighbours", mistakes={
        "a node is put into the queue again by its second neighbour: it is marked when it is "
        "taken out, and has to be when it is put in":
            lambda neighbours, start: visited(neighbours, start, mark_late=True),
        "that takes from the back; a queue takes from the front":
            lambda neighbours, start: visited(neighbours, start, back=True),
        "neighbours are taken from the last to the first":
            lambda neighbours, start: visited(neighbours, start, turned=True),
    }, hint="all that is one arrow away comes before what is two arrows away, each node once")
