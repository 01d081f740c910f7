# message: `network(p, 0.8, 0.3)`: expected -3.32871, yours is -3.50804; with three neurons; their u, v, c come first, one neuron after the other.
from my_engine import Node, tanh, total


def network(p, x, y):
    n = (len(p) - 1) // 4
    hidden = [tanh(p[j] * x + p[n + j] * y + p[2 * n + j]) for j in range(n)]
    return total(p[3 * n + j] * hidden[j] for j in range(n)) + p[4 * n]
