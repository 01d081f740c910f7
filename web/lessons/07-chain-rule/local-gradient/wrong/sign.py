# message: Not 1.5: does the quotient grow when b grows?
1.5
