# changes: solution.py

class Dual:
    def __mul__(self, other):
        ...
