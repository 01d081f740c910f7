# message: Not 3: Python does not notice that both products are the same; each `*` makes a node.
3
