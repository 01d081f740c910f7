from math import exp, sin

from classroom.judge.checks import Student, expect_agrees, probe

PROBES = [
    probe("f(x) = x²", f=lambda x: x * x, x=3, h=0.5),
    probe("f(x) = x³", f=lambda x: x ** 3, x=2, h=0.1),
    probe("f(x) = 3x + 1", f=lambda x: 3 * x + 1, x=-2, h=0.25),
    probe("f(x) = sin x", f=sin, x=0.7, h=0.3),
    probe("f(x) = exp x", f=exp, x=-0.4, h=0.02),
    probe("f(x) = x³ - x²", f=lambda x: x ** 3 - x ** 2, x=1.3, h=1.7),
]


def check_central(student: Student) -> None:
    expect_agrees(student, "central(f, x, h)", lambda f, x, h: (f(x + h) - f(x - h)) / (2 * h),
                  PROBES, mistakes={
        "the two points are 2h apart, and this divides by h":
            lambda f, x, h: (f(x + h) - f(x - h)) / h,
        "`/ 2 * h` divides by 2 and then multiplies by h; `2 * h` needs brackets":
            lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h,
        "that looks to the right only": lambda f, x, h: (f(x + h) - f(x)) / h,
        "that looks to the left only": lambda f, x, h: (f(x) - f(x - h)) / h,
        "the values are subtracted the wrong way round": lambda f, x, h: (f(x - h) - f(x + h)) / (2 * h),
        "the values are added, and should be subtracted":
            lambda f, x, h: (f(x + h) + f(x - h)) / (2 * h),
        "only the second value is divided; the difference needs brackets":
            lambda f, x, h: f(x + h) - f(x - h) / (2 * h),
    })
