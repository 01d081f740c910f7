from py_engine import mean, sigmoid, softplus

hours = [0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0]
passed = [0, 0, 0, 1, 0, 1, 1, 1]

def predict(h, slope, offset):
    return sigmoid(slope * h + offset)

def loss(slope=0.0, offset=0.0):
    scores = [slope * h + offset for h in hours]
    return mean(softplus(s) - p * s for s, p in zip(scores, passed))
