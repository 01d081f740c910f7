# message: Not `d`: 0.943398 is indeed the root of 0.89. Is 0.89 right?
d
