# message: Not 1: one pass follows one input, the one whose slope was set to 1.
1
