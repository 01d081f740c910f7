from classroom.judge.checks import Student, expect_agrees, fail, probe


def best(loss, n, values=None):
    """The lowest of all combinations of the values, the first where several are."""
    values = values or [i / (n - 1) for i in range(n)]
    return min(((x, y) for x in values for y in values), key=lambda point: loss(*point))


PROBES = [
    probe("loss(x, y) = (x - 0.5)² + (y - 0.25)²", n=5,
          loss=lambda x, y: (x - 0.5) ** 2 + (y - 0.25) ** 2),
    probe("loss(x, y) = -x - 2 y", n=3, loss=lambda x, y: -x - 2 * y),
    probe("loss(x, y) = 1000 + x + (y - 1)²", n=3, loss=lambda x, y: 1000 + x + (y - 1) ** 2),
    probe("loss(x, y) = -x - 2 y", n=21, loss=lambda x, y: -x - 2 * y),
    probe("loss(x, y) = (x - 0.3)² - y", n=11, loss=lambda x, y: (x - 0.3) ** 2 - y),
    probe("loss(x, y) = (x - 1)² + (y - 0.62)²", n=8,
          loss=lambda x, y: (x - 1) ** 2 + (y - 0.62) ** 2),
]


def check_the_lowest(student: Student) -> None:
    expect_agrees(student, "best_on_grid(loss, n)", best, PROBES, mistakes={
        "`x` and `y` are exchanged": lambda loss, n: best(loss, n)[::-1],
        "the step is `1 / n`, and should be `1 / (n - 1)`: five values have four gaps":
            lambda loss, n: best(loss, n, [i / n for i in range(n)]),
        "the end, 1, is left out": lambda loss, n: best(loss, n, [i / (n - 1) for i in range(n - 1)]),
        "those are the positions in the grid, not the coordinates":
            lambda loss, n: tuple(round(c * (n - 1)) for c in best(loss, n)),
    })


def check_every_point_is_tried(student: Student) -> None:
    for n in (2, 6, 21):
        asked = []
        student.evaluate(f"best_on_grid(loss, {n})",
                         loss=lambda x, y: asked.append((round(x, 9), round(y, 9))) or x * y - y)
        wanted = {(round(i / (n - 1), 9), round(j / (n - 1), 9)) for i in range(n) for j in range(n)}
        missing, more = wanted - set(asked), set(asked) - wanted
        if missing or more:
            which = f"leaves out {min(missing)}" if missing else f"also tries {min(more)}"
            fail(f"With n = {n} there are {n * n} points to try; yours tries {len(set(asked))}, "
                 f"and {which}.")
