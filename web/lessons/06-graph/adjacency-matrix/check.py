import random

from classroom.judge.checks import Student, expect_agrees, fail, probe


def matrix(parents, *, turned=False, once=False, one_row=False):
    n = len(parents)
    rows = [[0] * n] * n if one_row else [[0] * n for _ in range(n)]
    for node, of_node in enumerate(parents):
        for parent in of_node:
            i, j = (node, parent) if turned else (parent, node)
            rows[i][j] = 1 if once else rows[i][j] + 1
    return rows


def random_lists(seed: int, n: int) -> list[list[int]]:
    r = random.Random(seed)
    return [[r.randrange(i) for _ in range(r.randrange(3))] if i else [] for i in range(n)]


PROBES = [probe(parents=parents) for parents in (
    [[], [0], []], [[], [0, 0]], [[], [], [0, 1]], [[], [], [0, 1], [2, 0]], [[1, 2], [2, 2], []],
    [[], [0, 0, 0], [1, 0, 1]],     random_lists(1, 5), random_lists(2, 6), random_lists(3, 6))]


def check_counts(student: Student) -> None:
    expect_agrees(student, "adjacency_matrix(parents)", matrix, PROBES, unchanged="parents",
                  mistakes={
        "all rows are one and the same list": lambda parents: matrix(parents, one_row=True),
        "all rows are one and the same list, and two arrows count as one":
            lambda parents: matrix(parents, one_row=True, once=True),
        "rows and columns are exchanged: rows are where arrows begin, columns where they end":
            lambda parents: matrix(parents, turned=True),
        "two arrows from one node to another are counted as one":
            lambda parents: matrix(parents, once=True),
    }, hint="row i, column j counts how often i is a parent of j")


def check_rows_of_their_own(student: Student) -> None:
    rows = student.evaluate("adjacency_matrix([[], [], []])")
    if len({id(row) for row in rows}) != 3:
        fail("The rows of `adjacency_matrix([[], [], []])` are one and the same list.")
