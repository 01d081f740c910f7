from py_engine.classroom.checks import Student, fail, make_nodes


def ask(student: Student, what: str, expected_count: int, **values: float) -> None:
    nodes = make_nodes(student, values)
    output = student.evaluate(what, **nodes)
    order = student.do(f"`topological_order({what})`",
                       lambda: student.get("topological_order")(output))
    if not isinstance(order, list):
        fail(f"`topological_order({what})` should give a list; yours gives "
             f"{type(order).__name__}.")
    seen: set[int] = set()
    listed = {id(node) for node in order}
    for node in order:
        if id(node) in seen:
            fail(f"In `{what}`, a node of value {node.value:g} is in your list twice; "
                 "mark a node when you enter it.")
        for parent in node.parents:
            if id(parent) not in listed:
                fail(f"In `{what}`, a node of value {parent.value:g} is missing; "
                     "two nodes of the same value are still two nodes.")
            if id(parent) not in seen:
                fail(f"In `{what}`, a node of value {node.value:g} comes before its parent of "
                     f"value {parent.value:g}; write a node down when you leave it.")
        seen.add(id(node))
    if len(order) != expected_count:
        fail(f"`{what}` has {expected_count} nodes, and your list has {len(order)}.")


def check_small(student: Student) -> None:
    ask(student, "x * y", 3, x=2, y=5)
    ask(student, "(x + y) * (x - y)", 5, x=7, y=2)


def check_used_twice(student: Student) -> None:
    ask(student, "x * x", 2, x=3)
    ask(student, "(x + y) * (x + x * y)", 6, x=2, y=3)


def check_equal_values(student: Student) -> None:
    ask(student, "(a + b) * (a - b)", 5, a=4, b=4)


def check_shared_deep(student: Student) -> None:
    nodes = make_nodes(student, {"x": 1e-9})
    y = nodes["x"]
    for _ in range(60):
        y = y + y
    order = student.do("`topological_order` of 60 doublings `y = y + y`",
                       lambda: student.get("topological_order")(y))
    if len(order) != 61:
        fail(f"60 doublings `y = y + y` have 61 nodes, and your list has {len(order)}.")


def check_deep(student: Student) -> None:
    x = make_nodes(student, {"x": 1.0})["x"]
    y = x
    for _ in range(20_000):
        y = y + x
    order = student.do("`topological_order` of a sum of 20,000",
                       lambda: student.get("topological_order")(y))
    if len(order) != 20_001:
        fail(f"A sum of 20,000 has 20,001 nodes, and your list has {len(order):,}.")
