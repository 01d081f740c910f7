# message: Not 0: the very first addition is `0 + a`, and 0 is no node.
0
