# message: `v` is not 1. The number on the arrow is forgotten: each gradient that comes back is multiplied by the local gradient of its arrow.
z = 1
v = 1
u = 2
x = 2
y = 3
