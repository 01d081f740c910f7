x = 1.0
rate = 0.1

gradient = 2 * x
x = x - rate * gradient

answer = x
print(x)
