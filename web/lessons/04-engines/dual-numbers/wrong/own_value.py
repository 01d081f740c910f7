# message: `Dual(3, 10) * Dual(5, 100)`: expected (15, 350), yours is (15, 530); each slope is multiplied by its own value, and should be by the other factor's.
# changes: solution.py

class Dual:
    def __mul__(self, other):
        return Dual(
            self.value * other.value,
            self.slope * self.value + other.value * other.slope,
        )
