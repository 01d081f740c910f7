# message: Not 1.5595: the numbers along a chain are multiplied, not added.
1.5595
