from math import hypot

from classroom.judge.checks import Student, expect_agrees, fail, probe


def houses(student: Student) -> list[tuple[float, float]]:
    """The student's own, which may be three or a thousand."""
    xs, ys = list(student.get("xs")), list(student.get("ys"))
    if len(xs) != len(ys) or len(xs) < 3:
        fail("`xs` and `ys` should hold three houses or more, as they did at first.")
    return list(zip(xs, ys, strict=True))


def check_pulls(student: Student) -> None:
    known = houses(student)

    def pulls(x, y, counted=True, near=0.0):
        away = [(a - x, b - y, hypot(a - x, b - y)) for a, b in known]
        far = [(a / d, b / d) for a, b, d in away if d > near]
        n = len(known) if counted else len(far)
        return -sum(a for a, _ in far) / n, -sum(b for _, b in far) / n

    on = [probe("which is on a house", x=x, y=y) for x, y in known[:3]]
    (x, y), (a, b) = known[0], known[1]
    beside = [probe("which is close to a house, and not on it", x=x + 1e-8, y=y),
              probe("which is close to a house, and not on it", x=a, y=b - 1e-3),
              probe("which is beside a house", x=x, y=y + 0.3), probe(x=0.7, y=-0.4)]
    expect_agrees(student, "gradient(x, y)", pulls, [*on, *beside], tolerance=1e-9, mistakes={
        "the house under the well is not counted any more; it is still one of the N":
            lambda x, y: pulls(x, y, counted=False),
        "on a house, nothing pulls any more; the other houses pull as before":
            lambda x, y: (0.0, 0.0) if (x, y) in known else pulls(x, y),
    }, hint="the house under the well adds exactly 0, and all others what they did")
