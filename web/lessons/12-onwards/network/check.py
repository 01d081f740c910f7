from math import tanh

from my_engine import Node

from py_engine.classroom.checks import Student, compare_gradient, expect_close, slope


def on_floats(p: list[float], x: float, y: float) -> float:
    n = len(p) // 4
    return p[-1] + sum(p[3 * n + j] * tanh(p[3 * j] * x + p[3 * j + 1] * y + p[3 * j + 2])
                       for j in range(n))


def check_one_neuron(student: Student) -> None:
    u, v, c, w, b = 0.5, -1.0, 0.25, 2.0, 0.1
    z = u * 0.8 + v * 0.3 + c
    expect_close(student, "network(p, 0.8, 0.3)", w * tanh(z) + b,
                 p=[Node(value) for value in (u, v, c, w, b)], diagnose={
                     w * z + b: "without the bend; where is `tanh`?",
                     w * tanh(z): "the last parameter, b, is missing",
                     tanh(w * z + b): "the score itself is not bent",
                     w * tanh(z - c) + b: "the neuron's constant c is missing",
                 }, hint="with one neuron: u = 0.5, v = -1, c = 0.25, w = 2, b = 0.1")


def check_three_neurons(student: Student) -> None:
    p = [0.1 * i * (-1) ** i for i in range(1, 14)]
    expect_close(student, "network(p, 0.8, 0.3)", on_floats(p, 0.8, 0.3),
                 p=[Node(value) for value in p],
                 hint="with three neurons; their u, v, c come first, one neuron after the other")


def check_gradients(student: Student) -> None:
    p = [0.1 * i * (-1) ** i for i in range(1, 14)]
    nodes = {f"p[{i}]": Node(value) for i, value in enumerate(p)}
    output = student.evaluate("network(p, 0.8, 0.3)", p=list(nodes.values()))
    output.backward()
    for i, (name, node) in enumerate(nodes.items()):
        moved = lambda t, i=i: on_floats([*p[:i], t, *p[i + 1:]], 0.8, 0.3)
        compare_gradient("`network(p, 0.8, 0.3)`", name, slope(moved, p[i]), node, output, nodes)
