# message: `tape.gradients(1)`: expected (6, 1, 0), yours is [108, 18, 1]; y = x * x is not the last entry; what came after it does not matter.
# changes: solution.py

class Tape:
    def gradients(self, output):
        grads = [0.0] * len(self.values)
        grads[-1] = 1.0
        for i in reversed(range(len(grads))):
            for parent, local in self.records[i]:
                grads[parent] += grads[i] * local
        return grads
