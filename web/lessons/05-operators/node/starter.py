"""My engine: reverse-mode automatic differentiation."""


class Node:
    """A number that will remember where it came from."""

    def __init__(self, value):
        ...
