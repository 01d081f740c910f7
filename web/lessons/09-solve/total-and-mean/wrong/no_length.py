# message: `mean(x * i for i in range(5))` at x = 2 stopped at line 125 with TypeError: object of type 'generator' has no len(); a generator has no length, and can be gone through once.
# changes: solution.py

def mean(nodes):
    """The average of many nodes."""
    return total(nodes) / len(nodes)
