def f(x):
    return x ** 2


h = 0.001
answer = (f(3 + h) - f(3)) / h

print(answer)
