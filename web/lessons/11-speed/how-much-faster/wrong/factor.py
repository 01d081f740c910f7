# message: Not 2636.4: that is how many times faster it is.
2636.4
