# message: `period(operations)`, with operations = ['-', '*', '-', '+', '-', '*', '-', '+']: expected 4, yours is 2; the shortest that makes up the whole list, with a complete last repetition.
def period(operations):
    for p in range(1, len(operations)):
        if operations[p] == operations[0]:
            return p
    return len(operations)


print(period(["-", "*", "+"] * 1000))
