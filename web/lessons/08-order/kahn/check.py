from py_engine.classroom.checks import Student, expect_error, fail


def check_order(student: Student) -> None:
    parents = [[1, 2], [3], [3, 3], []]
    order = student.evaluate("kahn(parents)", parents=parents)
    if not isinstance(order, list) or sorted(order) != [0, 1, 2, 3]:
        fail(f"`kahn([[1, 2], [3], [3, 3], []])` should hold each of 0 to 3 once; "
             f"yours is {order}.")
    for node, of_node in enumerate(parents):
        for parent in of_node:
            if order.index(parent) > order.index(node):
                fail(f"`kahn([[1, 2], [3], [3, 3], []])` is {order}: node {node} comes before its "
                     f"parent {parent}.")


def check_circle(student: Student) -> None:
    expect_error(student, "kahn([[1], [2], [0], []])", ValueError,
                 hint="0, 1 and 2 go round in a circle.")
