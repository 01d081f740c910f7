from math import exp, log

from my_engine import Node

from classroom.judge.checks import Student, compare_gradient, expect_agrees, fail, probe, slope


def loss(w, b, xs, truths, *, turn=-1, share=None, truth=True):
    return sum(log(1 + exp(turn * (t if truth else 1) * (w * x + b)))
               for x, t in zip(xs, truths, strict=True)) / (share or len(xs))


PROBES = [
    probe(w=0.0, b=0.0, xs=[-1.0, 0.5, 2.0], truths=[-1, -1, 1]),
    probe(w=1.5, b=-0.5, xs=[-1.0, 0.5, 2.0], truths=[-1, -1, 1]),
    probe(w=-0.7, b=1.2, xs=[0.3, -2.0, 1.1, 0.8], truths=[1, -1, 1, 1]),
    probe(w=2.0, b=0.25, xs=[0.3], truths=[-1]),
]
CALL = "logistic_loss(Node(w), Node(b), xs, truths).value"


def check_value(student: Student) -> None:
    result = student.evaluate("logistic_loss(w, b, [0.5], [1])", w=Node(1.0), b=Node(0.5))
    if not isinstance(result, Node):
        fail(f"`logistic_loss` of nodes should give a Node; yours gives a {type(result).__name__}.")
    student.namespace["Node"] = Node
    expect_agrees(student, CALL, loss, PROBES, told="logistic_loss(w, b, xs, truths)", mistakes={
        "that is the sum; the mean over the points is asked for":
            lambda w, b, xs, truths: loss(w, b, xs, truths, share=1),
        "a score on the right side is punished; there is a minus before t s":
            lambda w, b, xs, truths: loss(w, b, xs, truths, turn=1),
        "the truths are not used": lambda w, b, xs, truths: loss(w, b, xs, truths, truth=False),
        "the logarithm is not taken": lambda w, b, xs, truths:
            sum(1 + exp(-t * (w * x + b)) for x, t in zip(xs, truths, strict=True)) / len(xs),
        "the logarithm is taken of the mean, and should be of each term": lambda w, b, xs, truths:
            log(sum(1 + exp(-t * (w * x + b)) for x, t in zip(xs, truths, strict=True)) / len(xs)),
    })


def check_gradient(student: Student) -> None:
    for each in PROBES:
        names = each.names
        w, b = Node(names["w"]), Node(names["b"])
        output = student.evaluate("logistic_loss(w, b, xs, truths)", **{**names, "w": w, "b": b})
        student.do("`backward()` from `logistic_loss`", output.backward)
        nodes = {"w": w, "b": b}
        what = f"`logistic_loss` at w = {names['w']}, b = {names['b']}"
        for name in nodes:
            moved = lambda value, name=name: loss(**{**names, name: value})
            compare_gradient(what, name, slope(moved, names[name]), nodes[name], output, nodes)
