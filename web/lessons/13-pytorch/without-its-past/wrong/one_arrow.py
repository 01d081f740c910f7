# message: Not 9: that is what reaches y; from y it goes on to x.
9
