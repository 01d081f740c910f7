# message: `passes(1, 50)`: expected ('forward', 1), yours is ('reverse', 50); reverse mode is not always the cheaper one.
def passes(inputs, outputs):
    return "reverse", outputs


print(passes(inputs=1_000_000, outputs=1))
