# changes: solution.py

def logistic_loss(w, b, xs, truths):
    ...
