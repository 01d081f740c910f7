# message: `network(p, -0.4, 1.3)`, with two neurons, with p = [0.3, -0.8, 1.1, -0.4, 0.6, 0.2, 1.5, -0.9, 0.35]: expected -0.472865, yours is 1.78563; all u are read first, then all v, then all c; but u, v and c of a neuron stand together.
from my_engine import Node, tanh, total


def network(p, x, y):
    n = (len(p) - 1) // 4
    hidden = [tanh(p[j] * x + p[n + j] * y + p[2 * n + j]) for j in range(n)]
    return total(p[3 * n + j] * hidden[j] for j in range(n)) + p[4 * n]
