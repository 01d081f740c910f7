# message: Not 2.5: ten times a quarter is a sum; along a chain the slopes are multiplied.
2.5
