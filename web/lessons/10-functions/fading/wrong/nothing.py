# message: Not 0: it is small, but not 0.
0
