# changes: solution.py

def gradcheck(f, point, h=1e-5):
    nodes = [Node(value) for value in point]
    f(*nodes).backward()
    worst = 0.0
    ...
    return worst
