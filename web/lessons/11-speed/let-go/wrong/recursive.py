# message: `release` of a sum of 2,001 times x: `release` called itself hundreds of times deep, where Python ends it with a RecursionError; for 50 it is right; a loop over a list of what is still to do has no such limit.
"""My engine: reverse-mode automatic differentiation."""

import math


def to_node(thing):
    """Give a node back as it is; make a node of a number."""
    return thing if isinstance(thing, Node) else Node(thing)


class Node:
    """A number that remembers which nodes it was computed from, and how."""

    def __init__(self, value, parents=(), op="", local_gradients=()):
        if not isinstance(value, (int, float)):
            raise TypeError(f"a Node holds a number, not a {type(value).__name__}")
        self.value = float(value)
        self.parents = parents
        self.op = op
        self.local_gradients = local_gradients
        self.grad = 0.0

    def push(self):
        """Hand this node's gradient on to its parents."""
        for parent, local in zip(self.parents, self.local_gradients):
            if math.isinf(local):
                raise ZeroDivisionError(f"{self.op} has no finite slope at {parent.value}")
            parent.grad += self.grad * local

    def backward(self):
        """Find the gradient of this node with respect to every node it depends on."""
        order = topological_order(self)
        for node in order:
            if node.parents:
                node.grad = 0.0
        self.grad += 1.0
        for node in reversed(order):
            node.push()

    def __repr__(self):
        return f"Node({self.value})"

    def __add__(self, other):
        other = to_node(other)
        return Node(self.value + other.value, (self, other), "+", (1.0, 1.0))

    def __radd__(self, other):
        return to_node(other) + self

    def __sub__(self, other):
        other = to_node(other)
        return Node(self.value - other.value, (self, other), "-", (1.0, -1.0))

    def __rsub__(self, other):
        return to_node(other) - self

    def __mul__(self, other):
        other = to_node(other)
        return Node(self.value * other.value, (self, other), "*", (other.value, self.value))

    def __rmul__(self, other):
        return to_node(other) * self

    def __truediv__(self, other):
        other = to_node(other)
        value = self.value / other.value
        return Node(value, (self, other), "/", (1 / other.value, -value / other.value))

    def __rtruediv__(self, other):
        return to_node(other) / self

    def __pow__(self, other):
        other = to_node(other)
        value = self.value ** other.value
        if isinstance(value, complex):
            raise ValueError(f"{self.value} ** {other.value} is not a real number")
        return Node(value, (self, other), "**", power_local_gradients(self.value, other.value))

    def __rpow__(self, other):
        return to_node(other) ** self

    def __neg__(self):
        return Node(-self.value, (self,), "neg", (-1.0,))


def power_local_gradients(a, b):
    for_a = 0.0 if b == 0 else b * a ** (b - 1)
    if a > 0:
        for_b = a ** b * math.log(a)
    else:
        for_b = 0.0 if a == 0 else math.nan
    return for_a, for_b


def topological_order(output):
    """All nodes that lead to `output`, and itself, each after its parents."""
    order = []
    seen = set()
    stack = [(output, False)]
    while stack:
        node, leaving = stack.pop()
        if leaving:
            order.append(node)
        elif node not in seen:
            seen.add(node)
            stack.append((node, True))
            for parent in node.parents:
                stack.append((parent, False))
    return order


def zero_grad(nodes):
    """Set the gradients of `nodes` to 0."""
    for node in nodes:
        node.grad = 0.0


def total(nodes):
    """The sum of many nodes, as one operation with many parents."""
    parents = tuple(to_node(node) for node in nodes)
    value = sum(parent.value for parent in parents)
    return Node(value, parents, "total", (1.0,) * len(parents))


def mean(nodes):
    """The average of many nodes."""
    nodes = list(nodes)
    return total(nodes) / len(nodes)


def sqrt(x):
    x = to_node(x)
    value = math.sqrt(x.value)
    slope = 0.5 / value if value > 0 else math.inf
    return Node(value, (x,), "sqrt", (slope,))


def exp(x):
    x = to_node(x)
    value = math.exp(x.value)
    return Node(value, (x,), "exp", (value,))


def log(x):
    x = to_node(x)
    return Node(math.log(x.value), (x,), "log", (1 / x.value,))


def elementary(name, f, derivative):
    """A function on nodes, from a function on floats and its derivative."""
    def on_nodes(x):
        x = to_node(x)
        return Node(f(x.value), (x,), name, (derivative(x.value),))
    return on_nodes


sin = elementary("sin", math.sin, math.cos)
cos = elementary("cos", math.cos, lambda a: -math.sin(a))
tanh = elementary("tanh", math.tanh, lambda a: 1 - math.tanh(a) ** 2)
relu = elementary("relu", lambda a: max(a, 0.0), lambda a: 1.0 if a > 0 else 0.0)


def hypot(a, b):
    """The length of the arrow (a, b)."""
    a, b = to_node(a), to_node(b)
    h = math.hypot(a.value, b.value)
    slopes = (a.value / h, b.value / h) if h > 0 else (0.0, 0.0)
    return Node(h, (a, b), "hypot", slopes)


def release(output):
    """Cut the links of a graph, so that its nodes are freed one by one."""
    for parent in output.parents:
        release(parent)
    output.parents = ()
    output.local_gradients = ()
