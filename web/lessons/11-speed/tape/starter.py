# changes: solution.py

class Tape:
    def gradients(self, output):
        grads = [0.0] * len(self.values)
        ...
        return grads
