# message: Not 1.2: that is a step uphill; the gradient is subtracted.
1.2
