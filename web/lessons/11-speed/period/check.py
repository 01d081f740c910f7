from py_engine.classroom.checks import Student, expect


def check_plain(student: Student) -> None:
    expect(student, "period(['-', '*', '+', '-', '*', '+'])", 3, diagnose={
        6: "the whole list is a pattern, but not the shortest",
        2: "that is how often it repeats; how long is the pattern?",
    })


def check_inner_repetition(student: Student) -> None:
    expect(student, "period(['-', '*', '-', '+', '-', '*', '-', '+'])", 4, diagnose={
        2: "the first comes again after two, but the second does not",
    }, hint="an operation may occur twice in the pattern")


def check_broken_pattern(student: Student) -> None:
    expect(student, "period(['-', '*', '-', '*', '-', '+'])", 6,
           hint="the pattern of two holds twice, and breaks at the end")


def check_incomplete(student: Student) -> None:
    expect(student, "period(['-', '*', '-', '*', '-'])", 5,
           hint="the last repetition has to be complete")


def check_one_operation(student: Student) -> None:
    expect(student, "period(['+'] * 7)", 1)
    expect(student, "period(['+'])", 1)


def check_thousand(student: Student) -> None:
    expect(student, "period((['-'] * 2 + ['**'] * 2 + ['+', 'sqrt']) * 1000)", 6)
