# message: `hand_on(10.0)` of `x + y` stopped with TypeError: hand_on() takes 0 positional arguments but 1 was given; `hand_on` takes the result's gradient as its argument.
class Node:
    def __init__(self, value, parents=()):
        self.value = value
        self.parents = parents
        self.grad = 0.0
        self.hand_on = lambda: None

    def __add__(self, other):
        result = Node(self.value + other.value, (self, other))

        def hand_on():
            self.grad += result.grad
            other.grad += result.grad

        result.hand_on = hand_on
        return result

    def __mul__(self, other):
        result = Node(self.value * other.value, (self, other))

        def hand_on():
            self.grad += other.value * result.grad
            other.grad += self.value * result.grad

        result.hand_on = hand_on
        return result

    def backward(self):
        self.grad = 1.0
        for node in reversed(topological_order(self)):
            node.hand_on()


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
