from py_engine.classroom.checks import Student, expect_close, expect_locals, expect_node


def check_quotient(student: Student) -> None:
    expect_locals(student, "x / y", x=6, y=2)
    expect_locals(student, "1 / x", x=4)
    expect_node(student, "1 / y", y=1e-200,
                on_error="The divisor is not 0, but its square is; divide by it twice.")


def check_power(student: Student) -> None:
    expect_locals(student, "x ** 3", x=2, hint="it is 3 times x to the power 2")
    expect_locals(student, "x ** y", x=2, y=0.5)
    expect_locals(student, "2 ** x", x=3)


def check_negative_base(student: Student) -> None:
    expect_locals(student, "x ** 2", x=-3,
                  on_error="`math.log` of a negative number fails; use `math.nan` there.")


def check_power_zero(student: Student) -> None:
    wrong = "0.0 to the power -1 cannot be computed, and is not needed: a constant has slope 0."
    expect_close(student, "(x ** 0).local_gradients[0]", 0, on_error=wrong,
                 x=student.get("Node")(0.0))


def check_zero_base(student: Student) -> None:
    expect_locals(student, "x ** 2", x=0,
                  on_error="At a = 0, take 0 for the exponent's local gradient.")
