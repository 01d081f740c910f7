from py_engine.classroom.checks import Student, expect_point


def check_first_step(student: Student) -> None:
    expect_point(student, "adam(tilted, [0.0, 0.0], 0.1, 1)", [-0.1, 0.1], tolerance=1e-6,
                 tilted=lambda p: [1000.0, -0.01], diagnose={
                     (-0.3162277, 0.3162178): "the averages begin at 0 and are too small; "
                                            "divide by 1 - 0.9 ** t and 1 - 0.999 ** t",
                     (-0.0001, 9.999): "is the square root missing?",
                     (0.1, -0.1): "that is uphill",
                     (-100, 0.001): "the size of the gradient does not matter to Adam; divide by it",
                 }, hint="in the first step every parameter moves by the rate, "
                         "however large its slope is")


def check_second_step(student: Student) -> None:
    slopes = iter([[1.0], [-2.0]])
    expect_point(student, "adam(changing, [0.0], 0.1, 2)", [-0.1 + 0.1 * 0.11 / 0.19 / ((0.999 + 4) / 1.999) ** 0.5],
                 tolerance=1e-6, changing=lambda p: next(slopes), hint="where the slope is 1 in the "
                 "first step and -2 in the second; is `t` 2 by then?")


def check_two_paces(student: Student) -> None:
    expect_point(student, "adam(bowl, [1.0, 1.0], 0.05, 600)", [0, 0], tolerance=1e-2,
                 bowl=lambda p: [200 * p[0], 0.02 * p[1]])
