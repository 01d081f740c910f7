# message: `logistic_loss(1.5, -0.5, [-1, 0.5, 2], [-1, -1, 1])`: expected 0.343919, yours is 0.927252; the truths are not used.
# changes: solution.py

def logistic_loss(w, b, xs, truths):
    return mean(log(1 + exp(-1 * (w * x + b))) for x, t in zip(xs, truths))
