# message: `f(2, 5)`: expected 6.5, yours is 4.33333; left and right are exchanged.
def emit(parameters, operations):
    lines = [f"def f({', '.join(parameters)}):"]
    for result, sign, left, right in operations:
        lines.append(f"    {result} = {right} {sign} {left}")
    lines.append(f"    return {operations[-1][0]}")
    return "\n".join(lines)


print(emit(["x"], [("a", "-", "0.6", "x"), ("b", "*", "a", "a")]))
