from classroom.judge.checks import Student, expect, fail, make_nodes, show


def check_distinct(student: Student) -> None:
    nodes = make_nodes(student, {"a": 4, "b": 4, "c": 2.5})
    names = {id(node): name for name, node in nodes.items()}
    for listed in ("aba", "cacbb", "a", "cba", "bca", "acb", "bac"):
        inside, wanted = ", ".join(listed), ", ".join(dict.fromkeys(listed))
        got = student.evaluate(f"distinct([{inside}])", **nodes)
        found = ", ".join(names.get(id(node), show(node)) for node in got)
        if found != wanted:
            fail(f"`distinct([{inside}])` with a = Node(4), b = Node(4), c = Node(2.5) should be "
                 f"[{wanted}]; yours is [{found}]",
                 hint="`in` asks `==`, and a node is equal to itself alone"
                 if len(found) != len(wanted) else "they are to stay in order")


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
