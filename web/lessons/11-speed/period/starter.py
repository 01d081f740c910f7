def period(operations):
    ...


print(period(["-", "*", "+"] * 1000))
