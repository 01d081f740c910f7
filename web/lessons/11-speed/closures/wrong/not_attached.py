# message: `x.grad` at x = 2: expected 5, yours is 0; after `backward()` from `x * y`.
class Node:
    def __init__(self, value, parents=()):
        self.value = value
        self.parents = parents
        self.grad = 0.0
        self.hand_on = lambda gradient: None

    def __add__(self, other):
        result = Node(self.value + other.value, (self, other))

        def hand_on(gradient):
            self.grad += gradient
            other.grad += gradient

        result.hand_on = hand_on
        return result

    def __mul__(self, other):
        result = Node(self.value * other.value, (self, other))

        def hand_on(gradient):
            self.grad += other.value * gradient
            other.grad += self.value * gradient

        return result

    def backward(self):
        self.grad = 1.0
        for node in reversed(topological_order(self)):
            node.hand_on(node.grad)


def topological_order(output):
    order, seen, stack = [], set(), [(output, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            stack.extend((parent, False) for parent in node.parents)
    return order


x, y = Node(2.0), Node(5.0)
(x * y).backward()
print(x.grad, y.grad)
