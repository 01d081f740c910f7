# message: `value_and_gradient(0.3, 0.3)`: expected (0.443053, -0.327774, -0.336282), yours is (0.443053, -0.664057, -0.664057); called a second time, it gives the same again.
# changes: solution.py

def value_and_gradient(x, y):
    x = y = Node(x)
    result = loss(x, y)
    result.backward()
    return result.value, x.grad, y.grad
