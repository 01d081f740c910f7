# changes: solution.py

def gradient(x, y):
    dx = dy = 0.0
    ...
    return dx, dy
