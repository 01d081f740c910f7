# changes: solution.py

def descended(start, rate, steps):
    x = Node(start)
    for _ in range(steps):
        ...
    return x.value


# new
print(descended(1.5, 0.1, 3))
