def passes(inputs, outputs):
    if inputs <= outputs:
        return "forward", inputs
    return "reverse", outputs


print(passes(inputs=1_000_000, outputs=1))
