def f(x):
    return x ** 2


h = 1e-17
answer = (f(3 + h) - f(3)) / h

print(3 + h == 3)
print(answer)
