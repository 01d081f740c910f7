# changes: solution.py

# without cos
# without tanh
def elementary(name, f, derivative):
    """A function on nodes, from a function on floats and its derivative."""
    ...
