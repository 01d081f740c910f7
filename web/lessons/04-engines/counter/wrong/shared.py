# message: Two counters, and one call of the first: `calls` should be 1 and 0; yours are 1 and 1; each counter keeps a number of its own.
class Counter:
    def __init__(self, f):
        self.f = f
        Counter.calls = 0

    def __call__(self, *arguments):
        Counter.calls += 1
        return self.f(*arguments)


loss = Counter(lambda x, y: x * x + y * y)
print(loss(3, 4), loss(5, 12), loss.calls)
