from py_engine.classroom.checks import Student, fail, make_nodes


def check_small(student: Student) -> None:
    nodes = make_nodes(student, {"x": 2.0, "y": 5.0})
    product = student.evaluate("x * y", **nodes)
    root = student.evaluate("sqrt(p + 6)", p=product)
    root.backward()
    gradient = nodes["x"].grad
    student.do("`release`", lambda: student.get("release")(root))
    for name, node in (("sqrt(x * y + 6)", root), ("x * y", product)):
        if node.parents != ():
            fail(f"After `release`, the node `{name}` still has {len(node.parents)} "
                 f"parent{'s' * (len(node.parents) != 1)}; every node of the graph has to let go.")
        if node.local_gradients != ():
            fail(f"After `release`, the node `{name}` still has its local gradients.")
    if root.value != 4.0 or nodes["x"].grad != gradient:
        fail("After `release`, values and gradients should be what they were.")


def check_shared(student: Student) -> None:
    x = make_nodes(student, {"x": 3.0})["x"]
    y = student.evaluate("x * x", x=x)
    z = student.evaluate("y * y + y", y=y)
    student.do("`release`", lambda: student.get("release")(z))
    if y.parents != ():
        fail("After `release(y * y + y)`, the node y = x * x still has parents.")


def check_long_chain(student: Student) -> None:
    x = make_nodes(student, {"x": 1.0})["x"]
    nodes = [x]
    for _ in range(30_000):
        nodes.append(nodes[-1] + x)
    student.do("`release` of a chain of 30,000", lambda: student.get("release")(nodes[-1]))
    left = sum(1 for node in nodes if node.parents)
    if left:
        fail(f"In a chain of 30,000, {left:,} nodes still have parents.")
