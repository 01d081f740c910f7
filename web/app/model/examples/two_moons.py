import random
from math import cos, pi, sin
from py_engine import mean, softplus, tanh

r = random.Random(2)

def point_of(moon):
    t = r.uniform(0, pi)
    x = 0.5 + moon * (cos(t) - 0.5) + r.gauss(0, 0.12)
    y = 0.25 + moon * (sin(t) - 0.25) + r.gauss(0, 0.12)
    return x, y, moon

data = [point_of(moon) for moon in [1, -1] * 30]

def predict(x, y, *weights):
    score = weights[-1]
    for k in range(0, 12, 4):
        u, v, w, out = weights[k:k + 4]
        score = score + out * tanh(u * x + v * y + w)
    return score

def loss(u_1=1.0, v_1=-0.5, w_1=0.2, out_1=0.5,
         u_2=-0.8, v_2=1.0, w_2=0.1, out_2=-0.4,
         u_3=0.6, v_3=0.9, w_3=-0.6, out_3=0.3, bias=0.0):
    weights = (u_1, v_1, w_1, out_1, u_2, v_2, w_2, out_2,
               u_3, v_3, w_3, out_3, bias)
    return mean(softplus(-moon * predict(x, y, *weights)) for x, y, moon in data)
