from py_engine.classroom.checks import Student, expect, fail


def check_diamond(student: Student) -> None:
    expect(student, "depth_first(diamond, 'a')", ["a", "b", "d", "c"],
           diamond={"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, diagnose={
               ("a", "c", "d", "b"): "a stack gives back the last first, so neighbours have to be "
                                     "put on it in reverse",
               ("a", "b", "c", "d"): "that is breadth first",
               ("a", "b", "d", "c", "d"): "d is visited twice; mark what has been visited",
           })


def check_marked_when_taken(student: Student) -> None:
    expect(student, "depth_first(shortcut, 'a')", ["a", "b", "c", "d"],
           shortcut={"a": ["b", "c"], "b": ["c", "d"], "c": [], "d": []},
           hint="c waits on the stack, but by way of b it is reached earlier; "
                "mark a node when it is taken from the stack, not when it is put on it")


def check_long_chain(student: Student) -> None:
    n = 50_000
    chain = {i: [i + 1] for i in range(n)} | {n: []}
    found = student.do("`depth_first` on a chain of 50,000",
                       lambda: student.get("depth_first")(chain, 0))
    if found != list(range(n + 1)):
        fail(f"On a chain of 50,000, yours visits {len(found):,} nodes.")
