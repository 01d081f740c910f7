# message: Not `b`: p sends it 1 times the value of a, which is 4, and nothing else uses it.
b
