# message: Not 20: that is the gradient at 10. The local gradients were noted down when `x * x` was computed.
20
