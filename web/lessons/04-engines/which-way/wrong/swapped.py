# message: `passes(1000, 1)`: expected ('reverse', 1), yours is ('forward', 1); forward mode follows one input a pass, reverse mode one output.
def passes(inputs, outputs):
    if inputs <= outputs:
        return "reverse", inputs
    return "forward", outputs


print(passes(inputs=1_000_000, outputs=1))
