from classroom.judge.checks import Recorded, Student, expect_agrees, fail, probe, show


def central(f, point, h, right=1.0, left=1.0, over=2.0):
    slopes = []
    for i, value in enumerate(point):
        slopes.append((f([*point[:i], value + right * h, *point[i + 1:]])
                       - f([*point[:i], value - left * h, *point[i + 1:]])) / (over * h))
    return tuple(slopes)


PROBES = [
    probe("f(p) = p[0]² · p[1] + 3 p[2]", f=lambda p: p[0] ** 2 * p[1] + 3 * p[2],
          point=[2.0, 5.0, 1.0], h=0.25),
    probe("f(p) = p[0]³ + p[0] · p[1]²", f=lambda p: p[0] ** 3 + p[0] * p[1] ** 2,
          point=[0.7, -1.3], h=0.1),
    probe("f(p) = p[0]²", f=lambda p: p[0] ** 2, point=[0.1], h=0.3),
    probe("f(p) = p[0] · p[1] · p[2] · p[3]", f=lambda p: p[0] * p[1] * p[2] * p[3],
          point=[0.1, 1.7, -2.3, 0.9], h=1e-3),
    probe("f(p) = p[0]² · p[1] + 3 p[2]", f=lambda p: p[0] ** 2 * p[1] + 3 * p[2],
          point=[1.5, 1.5, 1.5], h=0.1),
]


def check_slopes(student: Student) -> None:
    expect_agrees(student, "gradient(f, point, h)", central, PROBES, unchanged="point", mistakes={
        "that looks to the right only": lambda f, point, h: central(f, point, h, 1, 0, 1),
        "that looks to the left only": lambda f, point, h: central(f, point, h, 0, 1, 1),
        "the two points are `2 * h` apart": lambda f, point, h: central(f, point, h, over=1),
    })


def check_calls(student: Student) -> None:
    for n in (1, 4, 10):
        point = [0.1 * (i + 1) for i in range(n)]
        asked = Recorded(lambda p: sum(i * x * x for i, x in enumerate(p)))
        student.evaluate("gradient(f, point, 0.25)", f=asked, point=list(point))
        if len(asked.calls) != 2 * n:
            fail(f"{n} parameter{'s' * (n > 1)} should take {2 * n} calls of `f`, two each; "
                 f"yours made {len(asked.calls)}.")
        if not all(isinstance(p, list) for p, _ in asked.calls):
            fail("`f` takes a list, such as `f([1.0, 2.0])`; yours calls it with a "
                 f"{type(asked.calls[0][0]).__name__}.")


def check_point_unchanged(student: Student) -> None:
    for value in (0.1, 0.7, 1.1, -2.3, 1e-3):
        for h in (0.1, 0.3, 1e-5):
            point = [value, 5.0, value / 3]
            before = list(point)
            student.evaluate("gradient(f, point, h)", f=lambda p: p[0] * p[1] - p[2] ** 2,
                             point=point, h=h)
            if point != before:
                fail(f"The caller's point was {show(before, 17)}, and after `gradient(f, point, "
                     f"{h!r})` it is {show(point, 17)}.")
