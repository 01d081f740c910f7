# message: Not 0.0014: that is in seconds; the question asks for milliseconds.
0.0014
