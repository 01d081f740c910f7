from py_engine.classroom.checks import Student, expect


def check_circle(student: Student) -> None:
    expect(student, "breadth_first(circle, 'a')", ["a", "b", "c"],
           circle={"a": ["b"], "b": ["c"], "c": ["a"]},
           hint="where a leads to b, b to c, and c back to a")


def check_diamond(student: Student) -> None:
    expect(student, "breadth_first(diamond, 'a')", ["a", "b", "c", "d"],
           diamond={"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, diagnose={
               ("a", "b", "c", "d", "d"): "d is put into the queue by b and by c; mark a node "
                                          "when it is put in",
               ("a", "c", "d", "b"): "that takes from the back; a queue takes from the front",
               ("a", "c", "b", "d"): "neighbours come in the order in which they are listed",
           }, hint="where a leads to b and c, and both lead to d")


def check_levels(student: Student) -> None:
    expect(student, "breadth_first(tree, 1)", [1, 2, 3, 4, 5, 6],
           tree={1: [2, 3], 2: [4, 5], 3: [6], 4: [], 5: [], 6: []},
           hint="all nodes one arrow away, 2 and 3, come before those two arrows away")
