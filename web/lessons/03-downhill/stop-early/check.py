from classroom.judge.checks import Recorded, Student, fail, same, show


def bowl(x, y):
    return 2 * x, 2 * y


def elsewhere(x, y):
    return 2 * (x - 3), 8 * (y + 2)


def steps_needed(gradient, x, y, rate, flat):
    """How many steps until both parts are smaller than `flat`."""
    for step in range(10_000):
        dx, dy = gradient(x, y)
        if abs(dx) < flat and abs(dy) < flat:
            return step
        x, y = x - rate * dx, y - rate * dy
    raise AssertionError("it never gets flat there")


def ended(student, text, gradient, x, y, rate, flat=None):
    """Run a descent; ask that it ends where it is flat, when it gets there and not much later."""
    asked = Recorded(gradient)
    last = "" if flat is None else f", {flat!r}"
    call = f"descend(gradient, {x!r}, {y!r}, {rate!r}{last})"
    got = student.evaluate(call, at=f", where the gradient is {text}", gradient=asked)
    if not (isinstance(got, tuple | list) and len(got) == 2
            and all(isinstance(each, int | float) for each in got)):
        fail(f"`{call}` gives {show(got)}; it should give a point, two numbers.")
    limit = flat or 1e-6
    dx, dy = gradient(*got)
    if not (abs(dx) < 1.01 * limit and abs(dy) < 1.01 * limit):
        fail(f"`{call}`, where the gradient is {text}, ends at {show(tuple(got))} after "
             f"{len(asked.calls):,} gradients. There the gradient is {show((dx, dy))}",
             hint=f"both parts should be smaller than {limit:g} in size")
    needed = steps_needed(gradient, x, y, rate, limit)
    if len(asked.calls) > needed + 3:
        fail(f"`{call}`, where the gradient is {text}: after {needed} steps it is flat, and yours "
             f"has asked for {len(asked.calls):,} gradients.")


def check_from_every_side(student: Student) -> None:
    for x, y in ((-1.0, -1.0), (0.0, 1.0), (0.0, -1.0), (1.0, 0.0), (-1.0, 0.0), (-1.0, 1.0),
                 (1.0, -1.0), (1.0, 1.0)):
        ended(student, "(2x, 2y)", bowl, x, y, 0.1)


def check_another_bowl(student: Student) -> None:
    for x, y in ((0.0, 0.0), (5.0, -7.0), (3.0, 1.0), (-2.0, -2.0)):
        ended(student, "(2 (x - 3), 8 (y + 2))", elsewhere, x, y, 0.1)
        ended(student, "(2 (x - 3), 8 (y + 2))", elsewhere, x, y, 0.1, 0.05)


def check_flat_at_once(student: Student) -> None:
    got = student.evaluate("descend(gradient, 3.0, -2.0, 0.1)", gradient=elsewhere)
    if not same(got, (3.0, -2.0)):
        fail(f"Started where it is flat, at (3, -2), yours goes on to {show(got)}.")
    got = student.evaluate("descend(gradient, 3.1, -2.02, 0.1, 0.5)", gradient=elsewhere)
    if not same(got, (3.1, -2.02)):
        fail("At (3.1, -2.02) the gradient is (0.2, -0.16), which is flat for `flat=0.5`; started "
             f"there, yours goes on to {show(got)}.")


def check_most_steps(student: Student) -> None:
    got = student.evaluate("descend(gradient, 0.0, 0.0, 0.5, 1e-6, 4)",
                           gradient=lambda x, y: (1.0, -2.0))
    if not same(got, (-2.0, 4.0)):
        fail("Where the gradient is (1, -2) everywhere, `descend(gradient, 0.0, 0.0, 0.5, 1e-6, 4)` "
             f"takes 4 steps and ends at (-2, 4); yours ends at {show(got)}.")
