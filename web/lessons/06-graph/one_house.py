from py_engine import sqrt

x_i, y_i = 0.6229016948897019, 0.7417869892607294

def loss(x=0.3, y=0.3):
    I_x = x_i - x
    I_y = y_i - y
    g_x = I_x ** 2
    g_y = I_y ** 2
    M = g_x + g_y
    return sqrt(M)
