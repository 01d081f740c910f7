# message: `Dual(3, 1) * Dual(3, 1)`: expected (9, 6), yours is (9, 3); the term u v' is missing.
# changes: solution.py

class Dual:
    def __mul__(self, other):
        return Dual(
            self.value * other.value,
            self.slope * other.value,
        )
