a, b, h = 6.0, 2.0, 1e-5

answer = -a / b ** 2

print("-a / b²:          ", answer)
print("central difference:", round((a / (b + h) - a / (b - h)) / (2 * h), 6))
