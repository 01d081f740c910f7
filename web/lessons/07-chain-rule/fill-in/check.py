from classroom.check_fill import expect_filled
from classroom.check_graph import Audit
from classroom.checks import Student


def check_gradients(student: Student) -> Audit:
    program = student.program
    return expect_filled(student, program["z"], program["names"])
