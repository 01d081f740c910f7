# changes: 07-chain-rule/divide-and-power/solution.py

class Node:
    # new, after __init__
    def push(self):
        """Hand this node's gradient on to its parents."""
        ...
