import random

from py_engine.classroom.checks import Student, fail


def cut(student: Student, houses: list[int], size: int, seed: int = 1) -> list[list[int]]:
    given = list(houses)
    got = student.evaluate(f"batches(houses, {size}, random)", houses=houses,
                           random=random.Random(seed))
    if got is None:
        fail("`batches` gives None; is there a `return`?")
    got = [list(batch) for batch in got]
    if houses != given:
        fail("The caller's list of houses was changed; shuffle a copy, `list(houses)`.")
    return got


def check_each_house_once(student: Student) -> None:
    got = cut(student, list(range(10)), 4)
    flat = [house for batch in got for house in batch]
    missing = sorted(set(range(10)) - set(flat))
    twice = sorted({house for house in flat if flat.count(house) > 1})
    if twice:
        fail(f"Of houses 0 to 9, yours has house {twice[0]} more than once in an epoch.")
    if missing:
        fail(f"Of houses 0 to 9 in batches of 4, yours leaves out {len(missing)}; "
             "the last batch may be shorter.")


def check_sizes(student: Student) -> None:
    sizes = [len(batch) for batch in cut(student, list(range(10)), 4)]
    if sizes != [4, 4, 2]:
        fail(f"Ten houses in batches of 4 make sizes 4, 4, 2; yours are {sizes}.")


def check_shuffled(student: Student) -> None:
    orders = {tuple(house for batch in cut(student, list(range(20)), 5, seed) for house in batch)
              for seed in range(4)}
    if tuple(range(20)) in orders:
        fail("The houses come in the order in which they were given; they should be shuffled.")
    if len(orders) < 4:
        fail("Different random generators give the same batches; is `random` used?")
