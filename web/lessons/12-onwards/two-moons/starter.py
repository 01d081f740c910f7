# changes: solution.py

def train(p, points, rate, keep, steps):
    velocity = [0.0] * len(p)
    ...
