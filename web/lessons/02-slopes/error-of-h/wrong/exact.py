# message: Not 6: that is the derivative itself. (3 + h)² is 9 + 6h + h²: one term is left over.
6
