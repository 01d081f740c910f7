# message: `Counter(f)(3, 4)` gives None; is there a `return`, reached with a value?
class Counter:
    def __init__(self, f):
        self.f = f
        self.calls = 0

    def __call__(self, *arguments):
        self.calls += 1
        self.f(*arguments)


loss = Counter(lambda x, y: x * x + y * y)
print(loss(3, 4), loss(5, 12), loss.calls)
