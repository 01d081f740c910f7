from classroom.judge.graph import Audit, first_wrong_gradient
from classroom.judge.checks import Student, expect_found


def check_node(student: Student) -> Audit:
    program = student.program
    audit = first_wrong_gradient(program["output"], program["names"])
    return expect_found(student, audit, diagnose={
        "x": "3 times 4 from a, and 4 times 1 from b, do make 16. Are those gradients right?",
        "b": "p sends it 1 times the value of a, which is 4, and nothing else uses it",
        "p": "the sum sends 1 to each of its parents",
        "z": "the result's own gradient is 1",
    })
