# message: `repr(Node(3))`: expected 'Node(3.0)', yours is ''; `__repr__` returns the text by which an object shows itself.
# changes: solution.py

class Node:
    def __repr__(self):
        print(f"Node({self.value})")
        return ""
