# message: `tape.gradients(2)`: expected (7, 1, 1), yours is [3, 1, 1]; for z = x * x + x at x = 3.
# changes: solution.py

class Tape:
    def gradients(self, output):
        grads = [0.0] * len(self.values)
        grads[output] = 1.0
        for i in reversed(range(output + 1)):
            for parent, local in self.records[i]:
                grads[parent] = grads[i] * local
        return grads
