# changes: solution.py

def loss(x, y):
    ...
