# message: `x.grad` at x = 2: expected 5, yours is 0; after `backward()` from `x * y`.
# changes: solution.py

class Node:
    def __mul__(self, other):
        result = Node(self.value * other.value, (self, other))

        def hand_on(gradient):
            self.grad += other.value * gradient
            other.grad += self.value * gradient

        return result
