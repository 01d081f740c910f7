# message: The node of `exp(x)` has no parents: the graph ends there.
# changes: solution.py

def exp(x):
    x = to_node(x)
    value = math.exp(x.value)
    return Node(value)
