# message: `y` is not 10. That is what comes back from `v` alone; it is used 2 times, and each use counts. Add, do not overwrite.
z = 1
v = 10
u = 25
x = 125
y = 10
