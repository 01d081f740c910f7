# message: Not 3: in `(0 + a) + b` the left side is a node already.
3
