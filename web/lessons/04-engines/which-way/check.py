from classroom.judge.checks import Student, expect_agrees, probe


def cheaper(inputs, outputs):
    return ("forward", inputs) if inputs <= outputs else ("reverse", outputs)


PROBES = [probe(inputs=1000, outputs=1), probe(inputs=1, outputs=50), probe(inputs=3, outputs=7),
          probe(inputs=7, outputs=3), probe(inputs=5, outputs=5),
          *(probe(inputs=i, outputs=o) for i in range(1, 6) for o in range(1, 6)),
          probe(inputs=1_000_000, outputs=999_999)]


def check_all_sizes(student: Student) -> None:
    expect_agrees(student, "passes(inputs, outputs)", cheaper, PROBES, mistakes={
        "when both cost the same, it says reverse, and should say forward": lambda inputs, outputs:
            ("forward", inputs) if inputs < outputs else ("reverse", outputs),
        "the number of passes is the one that the other mode would need":
            lambda inputs, outputs: (cheaper(inputs, outputs)[0],
                                     inputs + outputs - cheaper(inputs, outputs)[1]),
        "that is the dearer one": lambda inputs, outputs:
            ("reverse", outputs) if inputs <= outputs else ("forward", inputs),
        "it says reverse whatever the numbers are": lambda inputs, outputs: ("reverse", outputs),
        "it says forward whatever the numbers are": lambda inputs, outputs: ("forward", inputs),
    }, hint="forward mode follows one input a pass, reverse mode one output")
