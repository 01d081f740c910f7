# message: `z` is not 150. It is the result: if it changes by a little, how much does the result change, per unit of that?
z = 150
v = 15
u = 10
x = 2
y = 5
