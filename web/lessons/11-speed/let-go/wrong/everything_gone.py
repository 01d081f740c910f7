# message: After `release`, the value and the gradient of `sqrt(x * y + 6)` are (0, 0); they should stay (4, 1).
# changes: solution.py

def release(output):
    """Cut the links of a graph, so that its nodes are freed one by one."""
    for node in topological_order(output):
        node.parents = ()
        node.local_gradients = ()
        node.value = node.grad = 0.0
