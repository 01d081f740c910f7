# message: `Dual(3, 1) * Dual(3, 1)`: expected (9, 6), yours is (9, 1); the slopes are multiplied; the product rule has two terms.
# changes: solution.py

class Dual:
    def __mul__(self, other):
        return Dual(
            self.value * other.value,
            self.slope * other.slope,
        )
