from classroom.judge.engine import expect_engine, expect_parents, makes_nodes
from classroom.judge.checks import Student, expect


def check_leaf(student: Student) -> None:
    expect(student, "(Node(3).parents, Node(3).op)", ((), ""), exactly=True,
           hint="a leaf has no parents and no op: these are the defaults")
    if makes_nodes(student):
        expect(student, "Node(3, (), 'made').op", "made")


def check_parents_in_a_tuple(student: Student) -> None:
    expect_parents(student, kept_as=(tuple,))


def check_values_as_before(student: Student) -> None:
    expect_engine(student, "parents")
