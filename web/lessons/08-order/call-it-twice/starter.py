# changes: 08-order/backward/solution.py

# new
def zero_grad(nodes):
    """Set the gradients of `nodes` to 0."""
    ...
