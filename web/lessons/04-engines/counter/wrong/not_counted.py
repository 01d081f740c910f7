# message: After 2 calls, `calls` should be 2; yours is 1.
# changes: solution.py

class Counter:
    def __call__(self, *arguments):
        self.calls = 1
        return self.f(*arguments)
