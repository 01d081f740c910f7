import random

from classroom.judge.checks import Student, expect_agrees, probe


def period(operations):
    n = len(operations)
    return next(p for p in range(1, n + 1)
                if n % p == 0 and operations == operations[:p] * (n // p))


def drawn(seed):
    """A random pattern of up to four, repeated, and sometimes with a flaw."""
    r = random.Random(seed)
    pattern = [r.choice("-*") for _ in range(r.randint(1, 4))]
    operations = pattern * r.randint(1, 5)
    if seed % 3 == 0:
        operations[-1] = "+"
    if seed % 4 == 1:
        operations = [*operations, operations[0]]
    return operations


PROBES = [
    probe(operations=["-", "*", "+", "-", "*", "+"]),
    probe(operations=["-", "*", "-", "+", "-", "*", "-", "+"]),
    probe(operations=["-", "*", "-", "*", "-", "+"]),
    probe(operations=["-", "*", "-", "*", "-"]),
    probe(operations=["+"] * 7), probe(operations=["+"]), probe(operations=["+", "+"]), probe(operations=["-", "+", "*"]),
    probe(operations=["-", "+", "+", "-", "+", "+"]), probe(operations=["-", "-", "+", "-", "-"]),
    probe(operations=["-", "*", "-", "*", "-", "*", "-", "*"]),
    *(probe(operations=drawn(seed)) for seed in range(24)),
    probe(operations=(["-"] * 2 + ["**"] * 2 + ["+", "sqrt"]) * 100),
]


def check_shortest(student: Student) -> None:
    expect_agrees(student, "period(operations)", period, PROBES, unchanged="operations", mistakes={
        "that is how often it repeats; the length of the pattern is asked for":
            lambda operations: len(operations) // period(operations),
        "the whole list is a pattern, and a shorter one may be": 
            lambda operations: len(operations),
    }, hint="the shortest that makes up the whole list, with a complete last repetition")
