# message: `passes(5, 5)`: expected ('forward', 5), yours is ('reverse', 5); when both cost the same, it says reverse, and should say forward.
def passes(inputs, outputs):
    if inputs < outputs:
        return "forward", inputs
    return "reverse", outputs


print(passes(inputs=1_000_000, outputs=1))
