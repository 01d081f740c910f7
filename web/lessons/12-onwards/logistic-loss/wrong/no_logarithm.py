# message: `logistic_loss(0, 0, [-1, 0.5, 2], [-1, -1, 1])`: expected 0.693147, yours is 2; the logarithm is not taken.
# changes: solution.py

def logistic_loss(w, b, xs, truths):
    return mean(1 + exp(-t * (w * x + b)) for x, t in zip(xs, truths))
