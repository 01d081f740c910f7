import random

r = random.Random(5)
x_1 = r.uniform(0, 1)
y_1 = r.uniform(0, 1)

def loss(x=0.3, y=0.3):
    I_x = x_1 - x
    I_y = y_1 - y
    g_x = I_x ** 2
    g_y = I_y ** 2
    M = g_x + g_y
    return M ** 0.5
