def emit(parameters, operations):
    lines = []
    ...
    return "\n".join(lines)


print(emit(["x"], [("a", "-", "0.6", "x"), ("b", "*", "a", "a")]))
