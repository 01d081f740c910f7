class Dual:
    def __init__(self, value, slope=0.0):
        self.value = value
        self.slope = slope

    def __mul__(self, other):
        return Dual(self.value * other.value,
                    self.slope * other.value + self.value * other.slope)


passes = 0


def f(numbers):
    global passes
    passes += 1
    product = numbers[0]
    for number in numbers[1:]:
        product = product * number
    return product


point = [1.0 + i / 100 for i in range(30)]
gradient = []
for chosen in range(30):
    duals = [Dual(value, 1.0 if i == chosen else 0.0) for i, value in enumerate(point)]
    gradient.append(f(duals).slope)

answer = passes
print(f"{passes} passes for {len(gradient)} numbers of the gradient")
