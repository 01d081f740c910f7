# message: In `tanh(x)` at x = 0.5, the local gradient for `x` should be 0.786448, yours is 0.537883; the derivative is 1 minus the square of tanh.
# changes: solution.py

tanh = elementary("tanh", math.tanh, lambda a: 1 - math.tanh(a))
