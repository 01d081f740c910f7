# message: Not 7: that is the right gradient; with `=`, earlier contributions are lost.
7
