from classroom.judge.fill import expect_filled
from classroom.judge.graph import Audit
from classroom.judge.checks import Student


def check_gradients(student: Student) -> Audit:
    program = student.program
    return expect_filled(student, program["z"], program["names"])
