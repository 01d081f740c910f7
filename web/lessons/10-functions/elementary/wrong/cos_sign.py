# message: In `cos(x)` at x = 0.5, the local gradient for `x` should be -0.479426, yours is 0.479426; the derivative of cos is -sin.
# changes: solution.py

cos = elementary("cos", math.cos, math.sin)
