# message: Not 7: `x` is one node, however often it is used.
7
