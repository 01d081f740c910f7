# message: `passes(1, 50)`: expected ('forward', 1), yours is ('reverse', 50); one input, fifty outputs: forward mode follows the input once.
def passes(inputs, outputs):
    return "reverse", outputs


print(passes(inputs=1_000_000, outputs=1))
