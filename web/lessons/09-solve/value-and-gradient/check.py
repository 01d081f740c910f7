from py_engine.classroom.checks import Student, expect_point, fail

HERE = (0.443052824475648, -0.3277744397151291, -0.336282174741702)


def check_numbers(student: Student) -> None:
    expect_point(student, "value_and_gradient(0.3, 0.3)", HERE, tolerance=1e-12, diagnose={
        (HERE[0], 0, 0): "no gradient has reached the leaves; was `backward()` called?",
        (HERE[0], HERE[2], HERE[1]): "the two gradients are exchanged",
        (HERE[0], HERE[1] + HERE[2], HERE[1] + HERE[2]): "x and y share one node; make two",
    })


def check_second_call(student: Student) -> None:
    expect_point(student, "value_and_gradient(0.3, 0.3)", HERE, tolerance=1e-12, diagnose={
        (HERE[0], 2 * HERE[1], 2 * HERE[2]): "a second call adds to the gradients of the first; "
                                             "make new leaves in each call",
    }, hint="called a second time")


def check_floats(student: Student) -> None:
    result = student.evaluate("value_and_gradient(0.3, 0.3)")
    if not all(type(number) is float for number in result):
        kinds = ", ".join(type(number).__name__ for number in result)
        fail(f"`value_and_gradient` should return three floats; yours returns {kinds}.")
