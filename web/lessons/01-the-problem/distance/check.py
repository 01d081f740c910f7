from math import hypot

from py_engine.classroom.checks import Student, expect_close


def check_three_four_five(student: Student) -> None:
    expect_close(student, "distance(0, 0, 3, 4)", 5, diagnose={
        25: "is the square root missing?",
        7: "that is the way along the streets; the straight line needs squares",
        -7: "a distance is never negative",
    })


def check_houses_away_from_the_origin(student: Student) -> None:
    expect_close(student, "distance(1, 2, 4, 6)", 5, diagnose={
        hypot(5, 8): "are the coordinates added where they should be subtracted?",
        hypot(1, 2): "do the steps go between x and y of the same point?",
    })


def check_any_direction(student: Student) -> None:
    for point in ((0.3, 0.3), (-1.5, 0.25), (0.9, -2.0)):
        expect_close(student, "distance(0.6, 0.7, x, y)", hypot(0.6 - point[0], 0.7 - point[1]),
                     x=point[0], y=point[1])


def check_a_house_at_the_well(student: Student) -> None:
    expect_close(student, "distance(0.5, 0.5, 0.5, 0.5)", 0)
