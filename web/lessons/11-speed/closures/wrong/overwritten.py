# message: `x.grad` at x = 3: expected 6, yours is 3; after `backward()` from `x * x`.
# changes: solution.py

class Node:
    def __mul__(self, other):
        result = Node(self.value * other.value, (self, other))

        def hand_on(gradient):
            self.grad = other.value * gradient
            other.grad = self.value * gradient

        result.hand_on = hand_on
        return result
