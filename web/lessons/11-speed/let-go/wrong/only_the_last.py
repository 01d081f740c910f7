# message: After `release`, the node `x * y + 6` still has (a node of value 10, a node of value 6) for its `parents`; it should have `()`.
# changes: solution.py

def release(output):
    """Cut the links of a graph, so that its nodes are freed one by one."""
    output.parents = ()
    output.local_gradients = ()
