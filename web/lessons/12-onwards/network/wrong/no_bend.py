# message: `network([0.5, -1, 0.25, 2, 0.1], 0.8, 0.3)`, with one neuron: u = 0.5, v = -1, c = 0.25, w = 2, b = 0.1: expected 0.772751, yours is 0.8; the score is without the bend, `tanh`.
from my_engine import Node, tanh, total


def network(p, x, y):
    n = (len(p) - 1) // 4
    hidden = [p[3 * j] * x + p[3 * j + 1] * y + p[3 * j + 2] for j in range(n)]
    return total(p[3 * n + j] * hidden[j] for j in range(n)) + p[4 * n]
