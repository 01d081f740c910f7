# message: `period(['-', '*', '-', '*', '-'])`: expected 5, yours is 2; the last repetition has to be complete.
def period(operations):
    n = len(operations)
    for p in range(1, n):
        if operations[p:] == operations[:-p]:
            return p
    return n


print(period(["-", "*", "+"] * 1000))
