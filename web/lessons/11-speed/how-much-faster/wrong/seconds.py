# message: Not 0.001: that is in seconds; the question asks for milliseconds.
0.001
