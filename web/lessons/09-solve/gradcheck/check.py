from my_engine import Node

from classroom.judge.checks import Student, expect_agrees, probe


def off(error):
    """x², with a local gradient that is off by `error`."""
    def square(x):
        if isinstance(x, Node):
            return Node(x.value ** 2, (x,), "square", (2 * x.value + error,))
        return x ** 2
    return square


def two(first, second):
    """x² y - x y², whose gradients are off by `first` * y and -`second` * x."""
    return lambda x, y: off(first)(x) * y - x * off(second)(y)


def differences(f, point, h):
    """By plain floats: how much each gradient that the engine finds is off, with its sign."""
    nodes = [Node(value) for value in point]
    f.function(*nodes).backward()
    found = []
    for i, node in enumerate(nodes):
        right, left = list(point), list(point)
        right[i] += h
        left[i] -= h
        found.append(node.grad - (f.function(*right) - f.function(*left)) / (2 * h))
    return found


def worst(f, point, h):
    return max(map(abs, differences(f, point, h)))


PROBES = [
    probe("where the first gradient of f is off by 1.5", f=lambda x, y: off(0.5)(x) * y,
          point=[2.0, 3.0], h=1e-5),
    probe("where the first gradient of f is off by -1.5", f=lambda x, y: off(-0.5)(x) * y,
          point=[2.0, 3.0], h=1e-5),
    probe("where the second gradient of f is off by 1", f=lambda x, y: x * off(0.5)(y),
          point=[2.0, 3.0], h=1e-5),
    probe("where the second gradient of f is off by 1, and both parameters are 2",
          f=lambda x, y: x * off(0.5)(y), point=[2.0, 2.0], h=1e-5),
    probe("where both gradients of f are off, by 1 and -0.6", f=two(1 / 3, 0.3),
          point=[2.0, 3.0], h=1e-5),
    probe("where the three gradients of f are off, by -0.2, 0.1 and 0.4",
          f=lambda x, y, z: off(-0.2)(x) + off(0.1)(y) + off(0.4)(z), point=[2.0, 3.0, -1.0],
          h=1e-5),
    probe("where all gradients of f are right", f=lambda x, y: x * y + x / y - y ** 3,
          point=[2.0, 3.0], h=1e-5),
    probe("where f(x) = 2 ** x * x", f=lambda x: 2 ** x * x, point=[0.3], h=1e-5),
    probe("where f(x, y) = x³ y, whose central difference is off by h² y", f=lambda x, y: x ** 3 * y,
          point=[2.0, 3.0], h=0.1),
]


def check_largest_difference(student: Student) -> None:
    expect_agrees(student, "gradcheck(f, point, h)", worst, PROBES, tolerance=1e-6,
                  unchanged="point", mistakes={
        "the largest difference is asked for, not their sum": lambda f, point, h:
            sum(map(abs, differences(f, point, h))),
        "the largest difference is asked for, not their mean": lambda f, point, h:
            sum(map(abs, differences(f, point, h))) / len(point),
        "only the first parameter is compared": lambda f, point, h:
            abs(differences(f, point, h)[0]),
        "only the last parameter is compared": lambda f, point, h:
            abs(differences(f, point, h)[-1]),
        "a difference below 0 is taken as it is, not by its size": lambda f, point, h:
            max(differences(f, point, h)),
        "differences below 0 are left out; each counts by its size": lambda f, point, h:
            max(0.0, *differences(f, point, h), 0.0),
        "the step is `h`, and this takes 1e-5": lambda f, point, h: worst(f, point, 1e-5),
    }, hint="the difference between `backward()` and the central difference")


def check_default_step(student: Student) -> None:
    expect_agrees(student, "gradcheck(f, point)", lambda f, point: worst(f, point, 1e-5),
                  [probe("where the first gradient of f is off by 1.5",
                         f=lambda x, y: off(0.5)(x) * y, point=[2.0, 3.0]),
                   probe("where f(x) = 1,000,000 x³, and the difference is that of h = 1e-5",
                         f=lambda x: 1e6 * x ** 3, point=[1.7])], tolerance=6e-5)
