# message: `elementary` should return a function; yours returns None.
# changes: solution.py

def elementary(name, f, derivative):
    """A function on nodes, from a function on floats and its derivative."""
    def on_nodes(x):
        x = to_node(x)
        return Node(f(x.value), (x,), name, (derivative(x.value),))
