from classroom.judge.checks import Student, expect_error, fail


def check_order(student: Student) -> None:
    for parents in ([[1, 2], [3], [3, 3], []], [[], [0], [0, 1], [2, 0], [1]], [[], []], []):
        what = f"`kahn({parents})`"
        order = student.evaluate(f"kahn({parents})")
        if not isinstance(order, list) or sorted(order) != list(range(len(parents))):
            fail(f"{what} should hold each of 0 to {len(parents) - 1} once; yours is {order}.")
        for node, of_node in enumerate(parents):
            for parent in of_node:
                if order.index(parent) > order.index(node):
                    fail(f"{what} is {order}: node {node} comes before its parent {parent}.")


def check_circle(student: Student) -> None:
    expect_error(student, "kahn([[1], [2], [0], []])", ValueError,
                 hint="0, 1 and 2 go round in a circle")
    expect_error(student, "kahn([[0]])", ValueError, hint="0 is its own parent")
