# message: `u` is not 15. That is what comes back from `z` alone; it is used 2 times, and each use counts. Add, do not overwrite.
z = 1
v = 10
u = 15
x = 75
y = 40
