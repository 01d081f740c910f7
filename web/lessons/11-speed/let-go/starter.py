# changes: solution.py

def release(output):
    """Cut the links of a graph, so that its nodes are freed one by one."""
    ...
