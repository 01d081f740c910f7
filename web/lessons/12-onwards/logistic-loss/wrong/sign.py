# message: `logistic_loss(1.5, -0.5, [-1, 0.5, 2], [-1, -1, 1])`: expected 0.343919, yours is 1.76059; a score on the right side is punished; there is a minus before t s.
# changes: solution.py

def logistic_loss(w, b, xs, truths):
    return mean(log(1 + exp(t * (w * x + b))) for x, t in zip(xs, truths))
