from py_engine.classroom.checks import Student, expect


def check_one_arrow(student: Student) -> None:
    expect(student, "adjacency_matrix([[], [0], []])", [[0, 1, 0], [0, 0, 0], [0, 0, 0]],
           diagnose={
               ((0, 1, 0), (0, 1, 0), (0, 1, 0)): "all rows are one and the same list",
               ((0, 0, 0), (1, 0, 0), (0, 0, 0)): "rows are where arrows begin, columns where "
                                                  "they end",
           }, hint="there is one arrow, from node 0 to node 1")


def check_two_arrows(student: Student) -> None:
    expect(student, "adjacency_matrix([[], [0, 0]])", [[0, 2], [0, 0]],
           hint="node 0 is a parent twice; count, with `+=`")


def check_direction(student: Student) -> None:
    expect(student, "adjacency_matrix([[], [], [0, 1], [2, 0]])",
           [[0, 0, 1, 1], [0, 0, 1, 0], [0, 0, 0, 1], [0, 0, 0, 0]],
           hint="rows are where arrows begin, columns where they end")
