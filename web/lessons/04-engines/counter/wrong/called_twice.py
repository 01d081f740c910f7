# message: One call of the counter should call the function once; yours calls it 2 times.
# changes: solution.py

class Counter:
    def __call__(self, *arguments):
        self.calls += 1
        if self.f(*arguments) is not None:
            return self.f(*arguments)
