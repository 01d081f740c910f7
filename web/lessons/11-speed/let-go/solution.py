# changes: 10-functions/hypot/solution.py

# new
def release(output):
    """Cut the links of a graph, so that its nodes are freed one by one."""
    for node in topological_order(output):
        node.parents = ()
        node.local_gradients = ()
