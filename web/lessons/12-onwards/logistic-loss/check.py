from math import exp, log

from my_engine import Node

from py_engine.classroom.checks import Student, compare_gradient, expect_close, slope

XS, TRUTHS = [-1.0, 0.5, 2.0], [-1, -1, 1]


def on_floats(w: float, b: float) -> float:
    return sum(log(1 + exp(-t * (w * x + b))) for x, t in zip(XS, TRUTHS, strict=True)) / 3


def check_undecided(student: Student) -> None:
    expect_close(student, "logistic_loss(w, b, xs, truths)", log(2), w=Node(0.0), b=Node(0.0),
                 xs=XS, truths=TRUTHS, diagnose={
                     3 * log(2): "take the mean over the points", 0.5: "is the logarithm missing?",
                     2.0: "is the logarithm missing?",
                 }, hint="with w = b = 0 every point contributes ln 2")


def check_sides(student: Student) -> None:
    flipped = sum(log(1 + exp(t * (1.5 * x - 0.5))) for x, t in zip(XS, TRUTHS, strict=True)) / 3
    no_truth = sum(log(1 + exp(-(1.5 * x - 0.5))) for x in XS) / 3
    expect_close(student, "logistic_loss(w, b, xs, truths)", on_floats(1.5, -0.5), w=Node(1.5),
                 b=Node(-0.5), xs=XS, truths=TRUTHS, diagnose={
                     flipped: "a score on the right side is punished; mind the minus",
                     no_truth: "the truths are not used",
                 })


def check_gradient(student: Student) -> None:
    w, b = Node(1.5), Node(-0.5)
    output = student.evaluate("logistic_loss(w, b, xs, truths)", w=w, b=b, xs=XS, truths=TRUTHS)
    output.backward()
    nodes = {"w": w, "b": b}
    what = "`logistic_loss` at w = 1.5, b = -0.5"
    compare_gradient(what, "w", slope(lambda v: on_floats(v, -0.5), 1.5), w, output, nodes)
    compare_gradient(what, "b", slope(lambda v: on_floats(1.5, v), -0.5), b, output, nodes)
