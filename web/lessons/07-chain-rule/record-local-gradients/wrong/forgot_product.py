# message: The node `x * y` keeps () as its `local_gradients`, and has 2 parents; they are a tuple (or list) with one number for each parent, in their order.
# changes: solution.py

class Node:
    def __mul__(self, other):
        other = to_node(other)
        return Node(self.value * other.value, (self, other), "*")
