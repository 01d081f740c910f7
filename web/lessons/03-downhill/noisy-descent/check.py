from classroom.judge.checks import Student, expect_point


def check_two_epochs(student: Student) -> None:
    expect_point(student, "descend([1, 2, 3, 4, 5], 0, 0, 0.5, 2, batches, gradient)", (-15, -15),
                 batches=lambda houses, size: [houses[:4], houses[4:]],
                 gradient=lambda batch, x, y: (2 * sum(batch) - 10 + len(batch), sum(batch)),
                 hint="two epochs of two batches make four steps")
