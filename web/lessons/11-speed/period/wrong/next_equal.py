# message: `period(['-', '*', '-', '+', '-', '*', '-', '+'])`: expected 4, yours is 2; the first comes again after two, but the second does not.
def period(operations):
    for p in range(1, len(operations)):
        if operations[p] == operations[0]:
            return p
    return len(operations)


print(period(["-", "*", "+"] * 1000))
