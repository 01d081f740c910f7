from py_engine.classroom.checks import Student, expect_point, fail


def bowl(x: float, y: float) -> tuple[float, float]:
    return 2 * x, 2 * y


def check_from_below(student: Student) -> None:
    expect_point(student, "descend(bowl, -1.0, -1.0, 0.1)", (0, 0), tolerance=1e-5, bowl=bowl,
                 diagnose={(-1, -1): "a steep slope to the left is a large negative number, "
                                     "and that is less than 1e-6 too"},
                 hint="the bowl is lowest at (0, 0)")


def check_only_one_part_flat(student: Student) -> None:
    expect_point(student, "descend(bowl, 0.0, 1.0, 0.1)", (0, 0), tolerance=1e-5, bowl=bowl,
                 diagnose={(0, 1): "it is flat along `x` there, and steep along `y`"})


def check_cancelling_parts(student: Student) -> None:
    expect_point(student, "descend(bowl, -1.0, 1.0, 0.1)", (0, 0), tolerance=1e-5, bowl=bowl,
                 hint="there the gradient is (-2, 2); adding its parts makes them cancel")


def check_it_does_stop(student: Student) -> None:
    calls = []
    student.evaluate("descend(counted, 1.0, 1.0, 0.1)",
                     counted=lambda x, y: calls.append(1) or bowl(x, y))
    if len(calls) > 200:
        fail(f"From (1, 1) the bowl is flat after 65 steps; yours took {len(calls) - 1:,}.")
