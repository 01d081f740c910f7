# message: Not 6: the product hands on 3 twice, and the second overwrites the first.
6
