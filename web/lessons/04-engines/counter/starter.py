# changes: solution.py

class Counter:
    def __call__(self, *arguments):
        ...
