# message: `passes(1, 50)`: expected ('forward', 1), yours is ('reverse', 50); it says reverse whatever the numbers are.
def passes(inputs, outputs):
    return "reverse", outputs


print(passes(inputs=1_000_000, outputs=1))
