# message: `u` is not 150. Along one path one multiplies; where paths meet, one adds.
z = 1
v = 10
u = 150
x = 750
y = 310
