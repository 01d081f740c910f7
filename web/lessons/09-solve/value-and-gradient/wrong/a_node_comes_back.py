# message: `value_and_gradient(0.3, 0.3)`: expected (0.443053, -0.327774, -0.336282), yours is (a node of value 0.443053, -0.327774, -0.336282); called a second time, it gives the same again.
# changes: solution.py

def value_and_gradient(x, y):
    x, y = Node(x), Node(y)
    result = loss(x, y)
    result.backward()
    return result, x.grad, y.grad
