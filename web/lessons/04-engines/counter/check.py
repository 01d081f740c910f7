from py_engine.classroom.checks import Student, expect, fail


def check_value(student: Student) -> None:
    expect(student, "Counter(f)(3, 4)", 25, f=lambda x, y: x * x + y * y,
           hint="hand all arguments on, `self.f(*arguments)`, and return what comes back")
    expect(student, "Counter(f)([2, 5])", 7, f=sum)


def check_calls(student: Student) -> None:
    counter = student.get("Counter")(abs)
    for _ in range(3):
        student.do("calling a `Counter`", lambda: counter(-1))
    if counter.calls != 3:
        fail(f"After three calls, `calls` should be 3; yours is {counter.calls}.")


def check_two_counters(student: Student) -> None:
    make = student.get("Counter")
    first, second = make(abs), make(abs)
    first(-1)
    if (first.calls, second.calls) != (1, 0):
        fail(f"Two counters, and one call of the first: `calls` should be 1 and 0; yours are "
             f"{first.calls} and {second.calls}. Does each keep its own number, in `self`?")


def check_function_called_once(student: Student) -> None:
    seen = []
    student.get("Counter")(lambda x: seen.append(x) or x)(1)
    if len(seen) != 1:
        fail(f"One call of the counter should call the function once; yours calls it {len(seen)} "
             "times.")
