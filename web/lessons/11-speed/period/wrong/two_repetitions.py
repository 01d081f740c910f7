# message: `period(['-', '*', '-', '*', '-', '+'])`: expected 6, yours is 2; the pattern of two holds twice, and breaks at the end.
def period(operations):
    n = len(operations)
    for p in range(1, n):
        if n % p == 0 and operations[p:2 * p] == operations[:p]:
            return p
    return n


print(period(["-", "*", "+"] * 1000))
