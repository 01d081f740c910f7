# message: Your code stopped at line 6 with NameError: name 'M' is not defined.
x, y = 0.3, 0.3
I_x = 0.6 - x
I_y = 0.7 - y
g_x = I_x ** 2
g_y = I_y ** 2
d = M ** 0.5
M = g_x + g_y
