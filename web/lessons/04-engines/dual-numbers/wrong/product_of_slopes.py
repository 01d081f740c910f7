# message: `Dual(3, 1) * Dual(3, 1)`: expected (9, 6), yours is (9, 1); slopes do not multiply; the product rule has two terms.
class Dual:
    def __init__(self, value, slope=0.0):
        self.value = value
        self.slope = slope

    def __add__(self, other):
        return Dual(self.value + other.value, self.slope + other.slope)

    def __mul__(self, other):
        return Dual(
            self.value * other.value,
            self.slope * other.slope,
        )


x = Dual(3.0, 1.0)
print((x + x).slope)
