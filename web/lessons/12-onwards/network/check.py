from math import tanh

from my_engine import Node

from classroom.judge.checks import (
    Student,
    compare_gradient,
    expect_agrees,
    fail,
    probe,
    slope,
)


def score(p, x, y, *, bend=tanh, constant=True, inner=True, strided=False, swapped=False):
    n = len(p) // 4
    x, y = (y, x) if swapped else (x, y)
    total = p[-1] if constant else 0.0
    for j in range(n):
        u, v, c = (p[j], p[n + j], p[2 * n + j]) if strided else p[3 * j:3 * j + 3]
        total += p[3 * n + j] * bend(u * x + v * y + (c if inner else 0.0))
    return total


ONE = [0.5, -1.0, 0.25, 2.0, 0.1]
TWO = [0.3, -0.8, 1.1, -0.4, 0.6, 0.2, 1.5, -0.9, 0.35]
THREE = [round(0.1 * i * (-1) ** i, 2) for i in range(1, 14)]
PROBES = [probe("with one neuron: u = 0.5, v = -1, c = 0.25, w = 2, b = 0.1", p=ONE, x=0.8, y=0.3),
          probe("with two neurons", p=TWO, x=-0.4, y=1.3),
          probe("with three neurons", p=THREE, x=0.8, y=0.3)]


def check_score(student: Student) -> None:
    result = student.evaluate("network(p, 0.8, 0.3)", p=[Node(value) for value in ONE])
    if not isinstance(result, Node):
        fail(f"`network` should give a Node; yours gives a {type(result).__name__}.")
    student.namespace["Node"] = Node
    expect_agrees(student, "network([Node(value) for value in p], x, y).value", score, PROBES,
                  told="network(p, x, y)", mistakes={
        "the score is without the bend, `tanh`": lambda p, x, y: score(p, x, y, bend=float),
        "the last parameter, b, is missing": lambda p, x, y: score(p, x, y, constant=False),
        "the neurons' constants c are missing": lambda p, x, y: score(p, x, y, inner=False),
        "the score itself is not bent": lambda p, x, y: tanh(score(p, x, y, bend=float)),
        "all u are read first, then all v, then all c; but u, v and c of a neuron stand together":
            lambda p, x, y: score(p, x, y, strided=True),
        "x and y are exchanged": lambda p, x, y: score(p, x, y, swapped=True),
    }, hint="u, v, c of each neuron come first, one neuron after the other; then all w, then b")


def check_gradients(student: Student) -> None:
    for p in (ONE, THREE):
        nodes = {f"p[{i}]": Node(value) for i, value in enumerate(p)}
        output = student.evaluate("network(p, 0.8, 0.3)", p=list(nodes.values()))
        student.do("`backward()` from `network`", output.backward)
        for i, (name, node) in enumerate(nodes.items()):
            moved = lambda t, i=i, p=p: score([*p[:i], t, *p[i + 1:]], 0.8, 0.3)
            compare_gradient("`network(p, 0.8, 0.3)`", name, slope(moved, p[i]), node, output, nodes)
