# message: Not `x`: 3 times 4 from a, and 4 times 1 from b, do make 16. Are those gradients right?
x
