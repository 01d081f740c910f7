# message: `train([0.5, -1, 0.25, 2, 0.1], points, 0.5, 0.5, 1)`, with points = [(1, 0, 1), (0, 1, -1), (-0.5, 0.5, -1)]: expected (0.28675, 0.580244, -1.08705, 0.163273, 2.06999, 0.0434842), yours is (0.28675, 0.5, -1, 0.25, 2, 0.1); the parameters have not moved; the `value` of each node has to.
# changes: solution.py

def train(p, points, rate, keep, steps):
    velocity = [0.0] * len(p)
    for step in range(steps):
        zero_grad(p)
        loss = mean(log(1 + exp(-t * network(p, x, y))) for x, y, t in points)
        loss.backward()
        for i, node in enumerate(p):
            velocity[i] = keep * velocity[i] - rate * node.grad
            node = node + velocity[i]
    return loss.value
