from math import sqrt

x_i, y_i = 0.6229016948897019, 0.7417869892607294
x, y = 0.3, 0.3

I_x = x_i - x
I_y = y_i - y
d = sqrt(I_x ** 2 + I_y ** 2)

gradient = 1.0
print("d  ", gradient)
gradient = gradient * (1 / (2 * d))
print("M  ", gradient)
gradient = gradient * 1
print("g_x", gradient)
gradient = gradient * 2 * I_x
print("I_x", gradient)
gradient = gradient * -1
print("x  ", gradient)

answer = gradient
