d = M ** 0.5
g_y = I_y ** 2
I_x = 0.6 - x
M = g_x + g_y
x, y = 0.3, 0.3
I_y = 0.7 - y
g_x = I_x ** 2
