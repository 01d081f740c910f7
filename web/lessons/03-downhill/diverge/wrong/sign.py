# message: Not -1.44: the factor is negative, and it is applied twice.
-1.44
