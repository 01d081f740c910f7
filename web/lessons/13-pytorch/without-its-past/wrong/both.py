# message: Not 108: that is the slope of x to the power 4, where both factors lead back to x.
108
