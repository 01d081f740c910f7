from math import exp, sin

from classroom.judge.checks import Student, expect_agrees, probe

PROBES = [
    probe("f(x) = 3x + 1", f=lambda x: 3 * x + 1, x=2, h=0.5),
    probe("f(x) = x²", f=lambda x: x * x, x=3, h=0.1),
    probe("f(x) = x³", f=lambda x: x ** 3, x=-2, h=0.25),
    probe("f(x) = sin x", f=sin, x=0.7, h=0.3),
    probe("f(x) = exp x", f=exp, x=-0.4, h=0.02),
    probe("f(x) = x²", f=lambda x: x * x, x=0, h=1.7),
    probe("f(x) = 5 - x³", f=lambda x: 5 - x ** 3, x=1.2, h=0.4),
    probe("f(x) = exp x", f=exp, x=0.3, h=-0.25),
]


def check_slope(student: Student) -> None:
    expect_agrees(student, "slope(f, x, h)", lambda f, x, h: (f(x + h) - f(x)) / h, PROBES,
                  mistakes={
        "that is the growth; it still has to be divided by `h`": lambda f, x, h: f(x + h) - f(x),
        "the values are subtracted the wrong way round": lambda f, x, h: (f(x) - f(x + h)) / h,
        "only the second value is divided; the difference needs brackets":
            lambda f, x, h: f(x + h) - f(x) / h,
        "that looks to both sides; here it is only the step to the right":
            lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h),
        "that looks to the left; the step goes to the right, to `x + h`":
            lambda f, x, h: (f(x) - f(x - h)) / h,
        "the step is `h`, and this divides by `2 * h`": lambda f, x, h: (f(x + h) - f(x)) / (2 * h),
    })
