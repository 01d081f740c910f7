# message: Python cannot read the text that `emit` gave, at `a = 0.6 - x`; what belongs to `def` is indented by four spaces.
def emit(parameters, operations):
    lines = [f"def f({', '.join(parameters)}):"]
    for result, sign, left, right in operations:
        lines.append(f"{result} = {left} {sign} {right}")
    lines.append(f"    return {operations[-1][0]}")
    return "\n".join(lines)


print(emit(["x"], [("a", "-", "0.6", "x"), ("b", "*", "a", "a")]))
