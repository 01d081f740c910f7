from py_engine.classroom.checks import Student, expect, fail, make_nodes


def check_distinct(student: Student) -> None:
    nodes = make_nodes(student, {"a": 4, "b": 4, "c": 2.5})
    for inside, wanted in (("a, b, a", "ab"), ("c, a, c, b, b", "cab"), ("a", "a")):
        found = student.evaluate(f"distinct([{inside}])", **nodes)
        if [id(node) for node in found] != [id(nodes[name]) for name in wanted]:
            fail(f"`distinct([{inside}])` with a = Node(4), b = Node(4), c = Node(2.5) should be "
                 f"[{', '.join(wanted)}]; yours finds {len(found)} of them",
                 hint="`in` asks `==`, and a node is equal to itself alone")


def check_equal_to_itself_alone(student: Student) -> None:
    four = 4.0
    nodes = make_nodes(student, {"a": four, "b": four})
    for expression, equal in (("a == a", True), ("a == b", False), ("a == 'x'", False),
                              ("a == 4.0", False), ("a == None", False), ("a != b", True),
                              ("a != a", False), ("4.0 == a", False), ("b in [a, 4.0]", False)):
        expect(student, expression, equal, hint="a node is equal to itself and to nothing else",
               on_error="a node is equal to itself and to nothing else", **nodes)


def check_sets(student: Student) -> None:
    nodes = make_nodes(student, {"a": 4, "b": 4})
    expect(student, "len({a, b, a})", 2, on_error="a class that defines `__eq__` loses its hash, "
           "unless it defines `__hash__` as well", hint="two nodes are two in a set", **nodes)
    expect(student, "{a: 1, b: 2}[a]", 1, **nodes)


def check_value(student: Student) -> None:
    expect(student, "Node(4).value", 4.0)
