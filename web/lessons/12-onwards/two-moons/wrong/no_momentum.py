# message: `train([0.5, -1, 0.25, 2, 0.1], points, 0.5, 0.5, 2)`, with points = [(1, 0, 1), (0, 1, -1), (-0.5, 0.5, -1)]: expected (0.236523, 0.689988, -1.188, 0.0782896, 2.17259, -0.0213454), yours is (0.236523, 0.649866, -1.14448, 0.121653, 2.13759, 0.00691253); no velocity is kept.
# changes: solution.py

def train(p, points, rate, keep, steps):
    velocity = [0.0] * len(p)
    for step in range(steps):
        zero_grad(p)
        loss = mean(log(1 + exp(-t * network(p, x, y))) for x, y, t in points)
        loss.backward()
        for i, node in enumerate(p):
            velocity[i] = -rate * node.grad
            node.value += velocity[i]
    return loss.value
