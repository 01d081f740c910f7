from classroom.judge.descents import expect_steady_graph
from classroom.judge.checks import Student, expect_agrees, fail, probe


def bowl(x, y):
    return x * x + y * y


def tilted(x, y):
    return x * x + x * y + 3 * y * y - x


SLOPES = {bowl: lambda x, y: (2 * x, 2 * y), tilted: lambda x, y: (2 * x + y - 1, x + 6 * y)}


def descended(loss, x, y, rate, steps, zeroed=(True, True)):
    """By the closed form; a gradient that is not zeroed adds up."""
    slopes = SLOPES[loss.function]
    sums = [0.0, 0.0]
    for _ in range(steps):
        sums = [slope if zero else kept + slope
                for kept, slope, zero in zip(sums, slopes(x, y), zeroed, strict=True)]
        x, y = x - rate * sums[0], y - rate * sums[1]
    return x, y


PROBES = [probe("on x² + y²", loss=bowl, x=1.0, y=2.0, rate=0.25, steps=2),
          probe("on x² + xy + 3y² - x", loss=tilted, x=-1.5, y=0.5, rate=0.1, steps=5),
          probe("on x² + xy + 3y² - x", loss=tilted, x=2.0, y=-1.0, rate=0.05, steps=1),
          probe("on x² + y²", loss=bowl, x=1.0, y=2.0, rate=0.1, steps=200)]


def check_steps(student: Student) -> None:
    expect_agrees(student, "descend(loss, x, y, rate, steps)", descended, PROBES, mistakes={
        "each step goes by the sum of all gradients so far; they were never set to 0":
            lambda loss, x, y, rate, steps: descended(loss, x, y, rate, steps, (False, False)),
        "the gradient of y is never set to 0":
            lambda loss, x, y, rate, steps: descended(loss, x, y, rate, steps, (True, False)),
        "the gradient of x is never set to 0":
            lambda loss, x, y, rate, steps: descended(loss, x, y, rate, steps, (False, True)),
        "nothing moves: the gradients are 0 when the step is taken":
            lambda loss, x, y, rate, steps: (x, y),
    })


def check_leaves_stay_leaves(student: Student) -> None:
    depths = []

    def watched(x, y):
        depths.append(max(len(x.parents), len(y.parents)))
        return x * x + y * y

    student.evaluate("descend(watched, 1.0, 2.0, 0.25, 5)", watched=watched)
    if any(depths):
        step = next(i for i, depth in enumerate(depths) if depth)
        fail(f"In step {step + 1} a parameter has parents: the steps of the descent have become "
             "part of the graph, which grows", hint="the leaves stay, and their `value` changes")
    expect_steady_graph(student, "descend(loss, 1.0, 2.0, 0.25, 5)", loss=bowl)
