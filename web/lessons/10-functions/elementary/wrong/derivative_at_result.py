# message: `cube(x)` at x = 2: the local gradient should be 12, yours is 192.0; it is the derivative at the argument's value.
# changes: solution.py

def elementary(name, f, derivative):
    """A function on nodes, from a function on floats and its derivative."""
    def on_nodes(x):
        x = to_node(x)
        value = f(x.value)
        return Node(value, (x,), name, (derivative(value),))
    return on_nodes
