# message: `a = x + 1; b = a * 2; z = a * b` at x = 1: expected gradient 8 for x, yours is 4; `a` handed on before `b` had sent it anything.
# changes: solution.py

class Node:
    def backward(self):
        """Find the gradient of this node with respect to every node it depends on."""
        self.grad = 1.0
        queue, seen = [self], {self}
        for node in queue:
            node.push()
            for parent in node.parents:
                if parent not in seen:
                    seen.add(parent)
                    queue.append(parent)
