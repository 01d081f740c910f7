from py_engine.classroom.checks import Student, expect_point, fail


def bowl(x, y):
    return x * x + y * y


def check_two_steps(student: Student) -> None:
    expect_point(student, "descend(bowl, 1.0, 2.0, 0.25, 2)", (0.25, 0.5), bowl=bowl, diagnose={
        (-0.25, -0.5): "the second step went by the sum of both gradients; "
                       "the first was never set to 0",
        (0.25, -0.5): "the gradient of y is never set to 0",
        (-0.25, 0.5): "the gradient of x is never set to 0",
        (1, 2): "nothing moves; are the gradients set to 0 between `backward()` and the step?",
    }, hint="two steps on x² + y² with rate 0.25, each halves both")


def check_leaves_stay_leaves(student: Student) -> None:
    depths = []

    def watched(x, y):
        depths.append(max(len(x.parents), len(y.parents)))
        return x * x + y * y

    student.evaluate("descend(watched, 1.0, 2.0, 0.25, 5)", watched=watched)
    if any(depths):
        step = next(i for i, depth in enumerate(depths) if depth)
        fail(f"In step {step + 1} the parameter x has parents: the steps of the descent have become "
             "part of the graph, which grows. Change `x.value`, a float.")


def check_descent(student: Student) -> None:
    expect_point(student, "descend(bowl, 1.0, 2.0, 0.1, 200)", (0, 0), tolerance=1e-9, bowl=bowl)
