# message: For a = 0.6 - x; b = a * a: `f(0.1)` should give 0.25, and yours gives 0.5.
def emit(parameters, operations):
    lines = [f"def f({', '.join(parameters)}):"]
    for result, sign, left, right in operations:
        lines.append(f"    {result} = {left} {sign} {right}")
    lines.append(f"    return {operations[0][0]}")
    return "\n".join(lines)


print(emit(["x"], [("a", "-", "0.6", "x"), ("b", "*", "a", "a")]))
