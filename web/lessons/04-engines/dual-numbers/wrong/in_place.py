# message: After `u * v`, `u` itself has changed from (3, 10) to (15, 350); the product has to be a new `Dual`.
class Dual:
    def __init__(self, value, slope=0.0):
        self.value = value
        self.slope = slope

    def __add__(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        slope = self.slope * other.value + self.value * other.slope
        self.value = self.value * other.value
        self.slope = slope
        return self


x = Dual(3.0, 1.0)
print((x + x).slope)
