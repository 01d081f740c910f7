from py_engine.classroom.check_fill import expect_filled
from py_engine.classroom.check_graph import Audit
from py_engine.classroom.checks import Student


def check_gradients(student: Student) -> Audit:
    program = student.program
    return expect_filled(student, program["z"], program["names"])
