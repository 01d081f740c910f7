# message: Not 60: that is the price of central differences; a dual number needs no second look.
60
