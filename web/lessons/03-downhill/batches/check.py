import random

from classroom.judge.checks import Student, fail, show

HOUSES = [(float(i), float(i * i % 7)) for i in range(24)]


def cut(student: Student, houses: list, size: int, seed: int = 1) -> list[list]:
    given = list(houses)
    what = f"`batches(houses, {size}, random)` of {len(houses)} houses"
    got = student.evaluate(f"batches(houses, {size}, random)", houses=houses,
                           random=random.Random(seed))
    if not isinstance(got, list):
        fail(f"{what} gives {show(got) if got is None else 'a ' + type(got).__name__}; "
             "it should give a list.")
    for batch in got:
        if not isinstance(batch, list | tuple):
            fail(f"{what}: the batch {show(batch)} is not a list.")
    if houses != given:
        fail("The list of houses that was given has been changed; it should stay as it was.")
    return [list(batch) for batch in got]


def check_each_house_once(student: Student) -> None:
    for count, size in ((10, 4), (8, 4), (9, 2), (3, 5), (5, 1), (6, 6)):
        got = cut(student, list(range(count)), size)
        flat = [house for batch in got for house in batch]
        twice = sorted({house for house in flat if flat.count(house) > 1})
        if twice:
            fail(f"Of houses 0 to {count - 1}, yours has house {twice[0]} more than once in an "
                 "epoch.")
        if set(flat) != set(range(count)):
            fail(f"Of houses 0 to {count - 1} in batches of {size}, yours leaves out "
                 f"{len(set(range(count)) - set(flat))}; the last batch may be shorter.")
        wanted = [size] * (count // size) + ([count % size] if count % size else [])
        sizes = [len(batch) for batch in got]
        if sizes != wanted:
            fail(f"{count} houses in batches of {size} make the sizes {show(wanted)}; yours are "
                 f"{show(sizes)}.")


def check_two_at_one_place(student: Student) -> None:
    houses = [(2.0, 1.0), (0.0, 3.0), (2.0, 1.0), (2.0, 1.0), (0.0, 3.0)]
    flat = [house for batch in cut(student, list(houses), 2) for house in batch]
    if sorted(flat) != sorted(houses):
        fail(f"Houses may stand at the same place: of {show(houses)} yours gives {len(flat)}, and "
             f"{flat.count((2.0, 1.0))} at (2, 1), where there are 3.")


def check_shuffled(student: Student) -> None:
    orders = [[house for batch in cut(student, list(HOUSES), 6, seed) for house in batch]
              for seed in range(6)]
    if HOUSES in orders:
        fail("The houses come in the order in which they were given; they should be shuffled.")
    if len({tuple(order) for order in orders}) < 6:
        fail("Different random generators give the same batches; it is the one that is given, "
             "`random`, that has to shuffle.")
    if cut(student, list(HOUSES), 6, 3) != cut(student, list(HOUSES), 6, 3):
        fail("The same random generator gives other batches the second time; it is the one that "
             "is given, `random`, that has to shuffle.")


def check_in_random_company(student: Student) -> None:
    together = {frozenset(HOUSES[i:i + 6]) for i in range(0, 24, 6)}
    stayed = sum(frozenset(batch) in together for seed in range(6)
                 for batch in cut(student, list(HOUSES), 6, seed))
    if stayed > 2:
        fail("The first 6 houses of the list are always in one batch, and so are the next 6: they "
             "are cut before they are shuffled.")
    first = {frozenset(cut(student, list(HOUSES), 6, seed)[0]) for seed in range(6)}
    if len(first) < 4:
        fail("The first batch holds the same houses again and again; all houses are shuffled, not "
             "only some.")
