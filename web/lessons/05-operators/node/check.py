from classroom.judge.engine import expect_engine
from classroom.judge.checks import Student, expect


def check_value(student: Student) -> None:
    student.get("Node")
    expect(student, "Node(3).value", 3.0, exactly=True,
           hint="`Node(3)` keeps the float 3.0 in its attribute `value`")
    expect(student, "Node(-0.25).value", -0.25, exactly=True)
    expect(student, "Node(10 ** 20).value", 1e20, exactly=True)


def check_two_boxes(student: Student) -> None:
    expect(student, "[node.value for node in (Node(1), Node(2.5))]", [1.0, 2.5],
           hint="each Node keeps a value of its own")


def check_repr(student: Student) -> None:
    for number in (3, -0.25):
        expect(student, f"repr(Node({number}))", f"Node({float(number)})",
               hint="`__repr__` returns the text by which an object shows itself")


def check_refusals(student: Student) -> None:
    expect_engine(student, "node")
