# message: Not 0.5: that is the local gradient for a.
0.5
