def gradient(f, point, h):
    slopes = []
    for i in range(len(point)):
        ...
    return slopes
