# message: `value_and_gradient(0.3, 0.3)`: expected (0.443053, -0.327774, -0.336282), yours is (0.443053, 0, 0); no gradient has reached the leaves.
# changes: solution.py

def value_and_gradient(x, y):
    x, y = Node(x), Node(y)
    result = loss(x, y)
    return result.value, x.grad, y.grad
