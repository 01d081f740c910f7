# message: `period(operations)`, with operations = ['-', '*', '-', '*', '-']: expected 5, yours is 2; the shortest that makes up the whole list, with a complete last repetition.
def period(operations):
    n = len(operations)
    for p in range(1, n):
        if operations[p:] == operations[:-p]:
            return p
    return n


print(period(["-", "*", "+"] * 1000))
