# message: After `release`, the node `sqrt(x * y + 6)` still has (0.125,) for its `local_gradients`; it should have `()`.
# changes: solution.py

def release(output):
    """Cut the links of a graph, so that its nodes are freed one by one."""
    for node in topological_order(output):
        node.parents = ()
