# message: `Counter(f)(3, 4)` gives None, and should give 25; it gives what `f` gives for the same arguments.
class Counter:
    def __init__(self, f):
        self.f = f
        self.calls = 0

    def __call__(self, *arguments):
        self.calls += 1
        self.f(*arguments)


loss = Counter(lambda x, y: x * x + y * y)
print(loss(3, 4), loss(5, 12), loss.calls)
