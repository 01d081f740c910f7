import math


def sigmoid(a):
    return 1 / (1 + math.exp(-a))


steepest = sigmoid(0) * (1 - sigmoid(0))
factor = 1.0
for layer in range(1, 11):
    factor = factor * steepest
    print(f"after {layer:2} layers: {factor:.2e}")

answer = factor
