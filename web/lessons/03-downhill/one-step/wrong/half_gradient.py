# message: Not 0.9: the gradient at 1 is 2, not 1.
0.9
