x = 1.0
rate = 1.1
path = [x]
for _ in range(40):
    x = x - rate * 2 * x
    path.append(x)

answer = path[2]
print("after 1, 2 and 3 steps:", [round(p, 6) for p in path[1:4]])
print("after 40 steps:", round(path[40], 1))
