# message: Not -1.2: that is after one step.
-1.2
