from py_engine.classroom.checks import Student, expect_point, fail


def check_a_bowl_in_the_middle(student: Student) -> None:
    bowl = lambda x, y: (x - 0.5) ** 2 + (y - 0.25) ** 2
    expect_point(student, "best_on_grid(bowl, 5)", (0.5, 0.25), bowl=bowl, diagnose={
        (0.25, 0.5): "are `x` and `y` exchanged?",
        (0.4, 0.2): "the step between `n` values is `1 / (n - 1)`: five values have four gaps",
    }, hint="where bowl(x, y) = (x - 0.5)² + (y - 0.25)²")


def check_the_far_corner(student: Student) -> None:
    slope = lambda x, y: -x - y
    expect_point(student, "best_on_grid(slope, 3)", (1, 1), slope=slope,
                 diagnose={(2 / 3, 2 / 3): "is the end, 1, left out?"},
                 hint="where slope(x, y) = -x - y is lowest in the far corner; is it tried?")


def check_a_loss_above_one(student: Student) -> None:
    high = lambda x, y: 1000 + x + (y - 1) ** 2
    expect_point(student, "best_on_grid(high, 3)", (0, 1), high=high,
                 hint="where high(x, y) = 1000 + x + (y - 1)²; does `lowest` start high enough?")


def check_number_of_evaluations(student: Student) -> None:
    calls = []
    student.evaluate("best_on_grid(counted, 6)",
                     counted=lambda x, y: calls.append((x, y)) or x * y)
    if len(set(calls)) != 36:
        fail(f"With n = 6 there are 36 points to try; yours tried {len(set(calls))}.")
