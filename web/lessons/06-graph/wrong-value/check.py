from classroom.judge.graph import Audit, first_wrong_value
from classroom.judge.checks import Student, expect_found


def check_node(student: Student) -> Audit:
    program = student.program
    return expect_found(student, first_wrong_value(program["output"], program["names"]), diagnose={
        "d": "0.943398 is indeed the root of 0.89. Is 0.89 right?",
        "M": "0.09 and 0.8 do make 0.89. Are the two right?",
        "g_x": "0.3 squared is 0.09",
        "I_x": "0.6 - 0.3 is 0.3",
        "I_y": "0.7 - 0.3 is 0.4",
        "x": "the leaves are given",
        "y": "the leaves are given",
    })
