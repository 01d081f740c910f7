# message: After 2 calls, `calls` should be 2; yours is 1.
class Counter:
    def __init__(self, f):
        self.f = f
        self.calls = 0

    def __call__(self, *arguments):
        self.calls = 1
        return self.f(*arguments)


loss = Counter(lambda x, y: x * x + y * y)
print(loss(3, 4), loss(5, 12), loss.calls)
