from py_engine.classroom.checks import Student, expect_point, fail


def f(p: list[float]) -> float:
    return p[0] ** 2 * p[1] + 3 * p[2]


def check_three_parameters(student: Student) -> None:
    expect_point(student, "gradient(f, [2.0, 5.0, 1.0], 0.25)", [20, 4, 3], f=f, tolerance=1e-9,
                 diagnose={
                     (21.25, 4, 3): "that looks to the right only",
                     (40, 8, 6): "the two points are `2 * h` apart",
                     (20, 3.0625, 3): "the first parameter was still moved when the second had "
                                      "its turn; move a copy",
                 }, hint="where f(p) = p[0]² · p[1] + 3 p[2]")


def check_point_unchanged(student: Student) -> None:
    point = [2.0, 5.0, 1.0]
    student.evaluate("gradient(f, point, 0.25)", f=f, point=point)
    if point != [2.0, 5.0, 1.0]:
        fail(f"The caller's point was [2, 5, 1], and afterwards it is {point}; "
             "move a copy, or move it back.")


def check_number_of_calls(student: Student) -> None:
    for n in (1, 4, 10):
        calls = []
        student.evaluate(f"gradient(counted, [1.0] * {n}, 0.1)",
                         counted=lambda p: calls.append(1) or sum(p))
        if len(calls) != 2 * n:
            fail(f"{n} parameter{'s' * (n > 1)} should take {2 * n} calls of `f`, two each; "
                 f"yours made {len(calls)}.")
