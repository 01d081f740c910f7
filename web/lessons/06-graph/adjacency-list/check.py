import random

from my_engine import Node

from classroom.judge.checks import Student, expect


def check_product(student: Student) -> None:
    x, y = Node(2), Node(3)
    expect(student, "adjacency_list([x, y, x_times_y])", [[], [], [0, 1]], x=x, y=y,
           x_times_y=x * y, hint="each entry lists the positions of the parents of one node")


def check_equal_values(student: Student) -> None:
    a, b = Node(4), Node(4)
    c = a - b
    expect(student, "adjacency_list([a, b, c])", [[], [], [0, 1]], a=a, b=b, c=c,
           hint="two different nodes may hold the same number")


def check_repeated_parent(student: Student) -> None:
    x = Node(3)
    y = x * x
    expect(student, "adjacency_list([x, y])", [[], [0, 0]], x=x, y=y,
           hint="both operands of `x * x` are `x`: two arrows")


def check_any_order(student: Student) -> None:
    x = Node(3)
    y = x * x
    z = y + x
    expect(student, "adjacency_list([z, y, x])", [[1, 2], [2, 2], []], x=x, y=y, z=z,
           hint="positions are those in the list that was given")


def check_random_graphs(student: Student) -> None:
    for seed in range(4):
        r = random.Random(seed)
        nodes = [Node(2.0), Node(-1.5)]
        for _ in range(6):
            a, b = r.choice(nodes), r.choice(nodes)
            nodes.append(r.choice((lambda a, b: a + b, lambda a, b: a - b,
                                   lambda a, b: a * b, lambda a, b: -a))(a, b))
        nodes.append(Node(1.0, (nodes[3], nodes[0], nodes[3]), "f"))
        r.shuffle(nodes)
        place = {id(node): i for i, node in enumerate(nodes)}
        expect(student, "adjacency_list(nodes)",
               [[place[id(parent)] for parent in node.parents] for node in nodes], nodes=nodes,
               hint="for 9 nodes in random order, one of which has three parents")
