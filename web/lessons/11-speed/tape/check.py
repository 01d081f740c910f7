import random

from classroom.judge.growth import Growth, expect_growth
from classroom.judge.checks import Student, close, expect_point, fail, show, slope


def check_product(student: Student) -> None:
    tape = student.get("Tape")()
    x, y = tape.leaf(2.0), tape.leaf(5.0)
    z = tape.multiply(x, y)
    expect_point(student, f"tape.gradients({z})", [5, 2, 1], tape=tape,
                 hint="for x = 2, y = 5 and z = x * y")


def check_used_twice(student: Student) -> None:
    tape = student.get("Tape")()
    x = tape.leaf(3.0)
    z = tape.add(tape.multiply(x, x), x)
    expect_point(student, f"tape.gradients({z})", [7, 1, 1], tape=tape,
                 hint="for z = x * x + x at x = 3")


def check_from_the_middle(student: Student) -> None:
    tape = student.get("Tape")()
    x = tape.leaf(3.0)
    y = tape.multiply(x, x)
    tape.multiply(y, y)
    for _ in range(2):
        expect_point(student, f"tape.gradients({y})", [6, 1, 0], tape=tape,
                     hint="y = x * x is not the last entry; what came after it does not matter")
    expect_point(student, f"tape.gradients({x})", [1, 0, 0], tape=tape)


def check_three_operands(student: Student) -> None:
    tape = student.get("Tape")()
    x, y, w = tape.leaf(2.0), tape.leaf(5.0), tape.leaf(-1.0)
    z = tape.note(7.0, (y, 3.0), (x, -0.5), (w, 2.0))
    minus = tape.note(-7.0, (z, -1.0))
    expect_point(student, f"tape.gradients({minus})", [0.5, -3, -2, -1, 1], tape=tape,
                 hint="where one entry has three operands, and the next has one")


def check_random_tapes(student: Student) -> None:
    for seed in range(5):
        r = random.Random(seed)
        start = [round(r.uniform(0.5, 1.5), 2), round(r.uniform(-1.5, -0.5), 2)]
        program = [(r.choice(("add", "multiply")), r.randrange(n), r.randrange(n))
                   for n in range(2, 9)]
        tape = student.get("Tape")()
        for value in start:
            tape.leaf(value)
        for name, a, b in program:
            student.do(f"`tape.{name}`", lambda name=name, a=a, b=b: getattr(tape, name)(a, b))
        records = [tuple(record) for record in tape.records]
        got = student.evaluate("tape.gradients(8)", tape=tape)
        if [tuple(record) for record in tape.records] != records:
            fail("`gradients` changes the records of the tape; it should only read them.")
        if not isinstance(got, list | tuple) or len(got) != 9:
            fail(f"On a tape of 9 entries, `tape.gradients(8)` should have 9 numbers; yours is "
                 f"{show(got)}.")
        for i, mine in enumerate(expected(start, program)):
            if not (isinstance(got[i], int | float) and close(got[i], mine, 1e-7)):
                fail(f"On a tape of {start} and {program}: the gradient for position {i} should be "
                     f"{show(mine)}, yours is {show(got[i])}.")


def expected(start, program):
    """For every position, by central differences: its value is nudged, and what follows redone."""
    def last(nudged, by):
        values = []
        for value in start:
            values.append(value + by * (len(values) == nudged))
        for name, a, b in program:
            made = values[a] + values[b] if name == "add" else values[a] * values[b]
            values.append(made + by * (len(values) == nudged))
        return values[-1]

    return [slope(lambda by, i=i: last(i, by), 0.0) for i in range(len(start) + len(program))]


def long_sum(student: Student, n: int) -> Growth:
    tape = student.get("Tape")()
    x = total = tape.leaf(1.0)
    for _ in range(n):
        total = tape.add(total, x)
    return Growth(n, f"a tape of {n:,}", n + 1, total, x, n + 1, [tape])


def summed(student: Student, made: Growth) -> None:
    grads = made.terms[0].gradients(made.output)
    if grads[made.leaf] != made.slope:
        fail(f"In a sum of {made.size:,} times x, the gradient of x is {made.size:,}; yours is "
             f"{show(grads[made.leaf])}.")


def check_long(student: Student) -> None:
    expect_growth(student, "`gradients`", long_sum, summed, (50, 3_000, 6_000, 12_000, 50_000))
