# message: Not 6.000001: the h² of (3 + h)² is divided by h too.
6.000001
