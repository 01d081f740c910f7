from classroom.judge.descents import expect_steady_graph
from classroom.judge.checks import Student, expect_agrees, probe


def moved(start, rate, steps, *, past=False, adds_up=False):
    """By the closed form: the slope of x² + x·c at c = x², which is held, or is not."""
    x, slope = start, 0.0
    for _ in range(steps):
        slope = (slope if adds_up else 0.0) + 2 * x + (3 if past else 1) * x * x
        x -= rate * slope
    return x


PROBES = [probe(start=1.5, rate=0.1, steps=1), probe(start=1.5, rate=0.1, steps=3),
          probe(start=-0.75, rate=0.2, steps=5), probe(start=0.25, rate=0.05, steps=20),
          probe(start=2, rate=0.1, steps=0)]


def check_steps(student: Student) -> None:
    expect_agrees(student, "descended(start, rate, steps)", moved, PROBES, mistakes={
        "`y.detach()` has no past, and yours leads back to x":
            lambda start, rate, steps: moved(start, rate, steps, past=True),
        "the gradients of all steps are added up; `x.grad = None` lets each step begin anew":
            lambda start, rate, steps: moved(start, rate, steps, adds_up=True),
        "that is uphill": lambda start, rate, steps: moved(start, -rate, steps),
        "x has not moved; its `value` has to": lambda start, rate, steps: start,
        "only one step is taken": lambda start, rate, steps: moved(start, rate, min(steps, 1)),
    })


def check_leaf_stays_leaf(student: Student) -> None:
    expect_steady_graph(student, "descended(1.5, 0.1, 5)")
