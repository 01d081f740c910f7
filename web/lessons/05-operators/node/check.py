from py_engine.classroom.checks import Student, expect, expect_error


def check_value(student: Student) -> None:
    student.get("Node")
    expect(student, "Node(3).value", 3.0, on_error="Does `__init__` set `self.value`?",
           diagnose={3: "make it a float, with `float(value)`"})
    expect(student, "Node(-0.25).value", -0.25)


def check_two_boxes(student: Student) -> None:
    expect(student, "[node.value for node in (Node(1), Node(2))]", [1.0, 2.0],
           hint="is the value kept in the object, as `self.value`?")


def check_repr(student: Student) -> None:
    expect(student, "repr(Node(3))", "Node(3.0)",
           hint="write `__repr__`, which returns a string with the value in it")


def check_refusals(student: Student) -> None:
    for wrong in ("'3'", "None", "[1, 2]", "Node(1)"):
        expect_error(student, f"Node({wrong})", TypeError,
                     hint="Ask `isinstance(value, (int, float))` first.")
