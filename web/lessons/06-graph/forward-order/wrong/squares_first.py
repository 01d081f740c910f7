# message: Your code stopped at line 4 with NameError: name 'I_y' is not defined.
x, y = 0.3, 0.3
I_x = 0.6 - x
g_x = I_x ** 2
g_y = I_y ** 2
I_y = 0.7 - y
M = g_x + g_y
d = M ** 0.5
