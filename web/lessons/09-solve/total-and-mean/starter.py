# changes: solution.py

def total(nodes):
    """The sum of many nodes, as one operation with many parents."""
    ...


def mean(nodes):
    """The average of many nodes."""
    ...
