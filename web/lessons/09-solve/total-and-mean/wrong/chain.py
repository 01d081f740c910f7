# message: `total([x, y, z])` should be one node with the 3 parents x, y and z; yours has 2.
# changes: solution.py

def total(nodes):
    """The sum of many nodes, as one operation with many parents."""
    return sum(nodes)
