# message: Not 6: that is the slope of y by x; on its way there, the gradient of z is multiplied by the other factor.
6
