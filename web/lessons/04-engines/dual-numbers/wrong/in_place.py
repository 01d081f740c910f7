# message: After `u * v`, `u` itself has changed from (3, 10) to (15, 350); the product has to be a new `Dual`.
# changes: solution.py

class Dual:
    def __mul__(self, other):
        slope = self.slope * other.value + self.value * other.slope
        self.value = self.value * other.value
        self.slope = slope
        return self
