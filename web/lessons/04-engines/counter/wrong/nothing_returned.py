# message: `Counter(f)(3, 4)` gives None, and should give 25; it gives what `f` gives for the same arguments.
# changes: solution.py

class Counter:
    def __call__(self, *arguments):
        self.calls += 1
        self.f(*arguments)
