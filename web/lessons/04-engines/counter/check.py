from classroom.judge.checks import Student, expect, fail, show


def check_value(student: Student) -> None:
    expect(student, "Counter(f)(3, 4)", 25, f=lambda x, y: x * x + y * y,
           hint="it gives what `f` gives for the same arguments")
    expect(student, "Counter(f)([2, 5])", 7, f=lambda numbers: sum(numbers))
    expect(student, "Counter(f)(7, 2, 3)", 2, f=lambda a, b, c: a - b - c)
    expect(student, "Counter(f)()", "nothing", f=lambda: "nothing",
           hint="`f` may be called without arguments, too")
    expect(student, "Counter(f)(0)", 0, f=lambda x: x)


def check_calls(student: Student) -> None:
    counter = student.do("`Counter(abs)`", lambda: student.get("Counter")(abs))
    for calls in range(4):
        if not hasattr(counter, "calls"):
            fail("A `Counter` has no attribute `calls` yet.")
        if type(counter.calls) is not int or counter.calls != calls:
            fail(f"After {calls} call{'s' * (calls != 1)}, `calls` should be {calls}; yours is "
                 f"{show(counter.calls)}.")
        student.do("calling a `Counter`", lambda: counter(-1))


def check_two_counters(student: Student) -> None:
    make = student.get("Counter")
    first, second = make(abs), make(abs)
    student.do("calling a `Counter`", lambda: first(-1))
    if (first.calls, second.calls) != (1, 0):
        fail(f"Two counters, and one call of the first: `calls` should be 1 and 0; yours are "
             f"{show(first.calls)} and {show(second.calls)}",
             hint="each counter keeps a number of its own")


def check_function_called_once(student: Student) -> None:
    seen = []
    counter = student.get("Counter")(lambda x: seen.append(x) or x)
    student.do("calling a `Counter`", lambda: counter(1))
    if len(seen) != 1:
        fail(f"One call of the counter should call the function once; yours calls it {len(seen)} "
             "times.")
