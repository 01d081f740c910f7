# message: `tape.gradients(1)`: expected (6, 1, 0), yours is [108, 18, 1]; y = x * x is not the last entry; what came after it does not matter.
class Tape:
    def __init__(self):
        self.values = []
        self.records = []

    def note(self, value, *record):
        self.values.append(value)
        self.records.append(record)
        return len(self.values) - 1

    def leaf(self, value):
        return self.note(value)

    def add(self, a, b):
        return self.note(self.values[a] + self.values[b], (a, 1.0), (b, 1.0))

    def multiply(self, a, b):
        return self.note(self.values[a] * self.values[b],
                         (a, self.values[b]), (b, self.values[a]))

    def gradients(self, output):
        grads = [0.0] * len(self.values)
        grads[-1] = 1.0
        for i in reversed(range(len(grads))):
            for parent, local in self.records[i]:
                grads[parent] += grads[i] * local
        return grads


tape = Tape()
x = tape.leaf(3.0)
y = tape.multiply(x, x)
z = tape.add(y, x)
print(tape.records)
print(tape.gradients(z)[x])
