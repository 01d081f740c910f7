# changes: 10-functions/by-hand/solution.py

# new
def elementary(name, f, derivative):
    """A function on nodes, from a function on floats and its derivative."""
    def on_nodes(x):
        x = to_node(x)
        return Node(f(x.value), (x,), name, (derivative(x.value),))
    return on_nodes


# new
sin = elementary("sin", math.sin, math.cos)
# new
cos = elementary("cos", math.cos, lambda a: -math.sin(a))
# new
tanh = elementary("tanh", math.tanh, lambda a: 1 - math.tanh(a) ** 2)
