from py_engine.classroom.checks import Student, expect


def check_a_loss(student: Student) -> None:
    expect(student, "passes(1000, 1)", ("reverse", 1), diagnose={
        ("forward", 1): "forward mode follows one input a pass, so here it would need 1,000",
        ("reverse", 1000): "reverse mode follows one output a pass, and there is only one",
        ("forward", 1000): "forward mode needs 1,000 passes here; the other way needs fewer",
    })


def check_a_curve(student: Student) -> None:
    expect(student, "passes(1, 50)", ("forward", 1),
           hint="one input, fifty outputs: forward mode follows the input once")


def check_in_between(student: Student) -> None:
    expect(student, "passes(3, 7)", ("forward", 3))
    expect(student, "passes(7, 3)", ("reverse", 3))


def check_the_same(student: Student) -> None:
    expect(student, "passes(5, 5)", ("forward", 5), hint="when both cost the same, take forward")
