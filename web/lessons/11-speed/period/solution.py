def period(operations):
    n = len(operations)
    for p in range(1, n):
        if n % p == 0 and operations[p:] == operations[:-p]:
            return p
    return n


print(period(["-", "*", "+"] * 1000))
