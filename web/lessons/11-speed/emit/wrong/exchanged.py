# message: For a = y - x; b = a / x; c = b + y: `f(2, 5)` should give 6.5, and yours gives 4.33333.
def emit(parameters, operations):
    lines = [f"def f({', '.join(parameters)}):"]
    for result, sign, left, right in operations:
        lines.append(f"    {result} = {right} {sign} {left}")
    lines.append(f"    return {operations[-1][0]}")
    return "\n".join(lines)


print(emit(["x"], [("a", "-", "0.6", "x"), ("b", "*", "a", "a")]))
