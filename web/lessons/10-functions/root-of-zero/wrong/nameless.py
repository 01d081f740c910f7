# message: `backward()` from `sqrt(x * x)` at x = 0 says: infinite slope; it should name the operation and the value of the parent.
# changes: solution.py

class Node:
    def push(self):
        """Hand this node's gradient on to its parents."""
        for parent, local in zip(self.parents, self.local_gradients):
            if math.isinf(local):
                raise ZeroDivisionError("infinite slope")
            parent.grad += self.grad * local
