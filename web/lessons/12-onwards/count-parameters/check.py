from classroom.judge.checks import Student, expect_prediction


def check_count(student: Student) -> None:
    expect_prediction(student, student.program["answer"], diagnose={
        24: "those are the neurons; the score has parameters, too",
        32: "there is one number in the score that belongs to no neuron",
        25: "each neuron has a constant of its own, c, as well",
        17: "each neuron has two weights and a constant",
        16: "each neuron has two weights and a constant, and the score has its own",
    }, hint="u, v and c for each neuron; then w for each neuron, and b")
