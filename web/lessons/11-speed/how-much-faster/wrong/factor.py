# message: Not 3937.5: that is how many times faster it is.
3937.5
