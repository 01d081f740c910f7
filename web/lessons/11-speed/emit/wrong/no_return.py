# message: For a = 0.6 - x; b = a * a: `f(0.1)` should give 0.25, and yours gives None.
def emit(parameters, operations):
    lines = [f"def f({', '.join(parameters)}):"]
    for result, sign, left, right in operations:
        lines.append(f"    {result} = {left} {sign} {right}")
    return "\n".join(lines)


print(emit(["x"], [("a", "-", "0.6", "x"), ("b", "*", "a", "a")]))
