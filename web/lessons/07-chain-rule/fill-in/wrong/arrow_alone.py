# message: `x` is not 5. That is what the arrows say alone: multiply by the gradient of `u`, which comes back along them.
z = 1
v = 10
u = 25
x = 5
y = 60
