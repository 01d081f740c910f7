from py_engine.classroom.checks import Student, expect, fail, make_nodes


def check_distinct(student: Student) -> None:
    nodes = make_nodes(student, {"a": 4, "b": 4})
    found = student.evaluate("distinct([a, b, a])", **nodes)
    if len(found) != 2:
        fail(f"`distinct([a, b, a])` with a = Node(4), b = Node(4): expected 2 nodes, yours finds "
             f"{len(found)}; `in` asks `==`, and your `==` takes equal values for the same node.")


def check_equal_to_itself_alone(student: Student) -> None:
    nodes = make_nodes(student, {"a": 4, "b": 4})
    expect(student, "a == a", True, **nodes)
    expect(student, "a == b", False, **nodes)
    expect(student, "a == 'x'", False, on_error="Comparing with anything else is False.", **nodes)
    expect(student, "a == 4.0", False, **nodes)


def check_sets(student: Student) -> None:
    nodes = make_nodes(student, {"a": 4, "b": 4})
    expect(student, "len({a, b, a})", 2,
           on_error="A class that defines `__eq__` loses its hash, unless it defines `__hash__` "
                    "as well; is `__eq__` needed at all?", **nodes)
