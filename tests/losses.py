"""Losses that several tests study."""

# What each step does was drawn by chance: nothing repeats, so that nothing rolls.
UNROLLED = """import random

r = random.Random(3)
signs = [r.randrange(3) for _ in range({count})]

def loss(x=0.3, y=0.7):
    for sign in signs:
        if sign == 0:
            x = x * 0.9 + y
        elif sign == 1:
            y = y - x / 3
        else:
            y = y * 0.5
    return x + y
"""
