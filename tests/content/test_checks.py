"""What a check cannot be: hung, fooled, or satisfied with nothing."""

from __future__ import annotations

import sys
import time

import pytest

from classroom.judge.graph import first_wrong_gradient
from classroom.judge.probes import same
from classroom.judge.run import run_check

CHECK = """
from classroom.judge.checks import Student, expect_agrees, probe

def check_double(student: Student) -> None:
    expect_agrees(student, "double(x)", lambda x: 2 * x, [probe(x=21), probe(x=-3)],
                  mistakes={"that is the square": lambda x: x * x})
"""
SETTINGS = 'kind = "{kind}"\npassed = "It doubles."\n'


def check(answer: str, *, kind: str = "write", source: str = CHECK, **options: object) -> dict:
    files = {"exercise.toml": SETTINGS.format(kind=kind), "check.py": source,
             "starter.py": "b = 2\na = 1\n", "program.py": "answer = 4\nprint('ran')\n"}
    return run_check(files, answer, **options)  # type: ignore[arg-type]


GOOD = "def double(x):\n    return 2 * x\n"


def test_right_answer_passes_with_the_words_of_the_exercise():
    assert check(GOOD) == {"passed": True, "message": "It doubles.", "line": None, "output": "",
                           "graph": None, "wrongNode": None, "table": None}


def test_wrong_answer_is_quoted_with_its_likely_cause():
    message = check("def double(x):\n    return x * x\n")["message"]
    assert message == "`double(21)`: expected 42, yours is 441; that is the square."


@pytest.mark.parametrize("answer", ["", "\n\n", "# double\n", '"""double"""\n', "pass\n", "...\n"])
def test_empty_answer_is_named_as_such(answer):
    assert check(answer)["message"] == "There is no code yet."


def test_printed_lines_are_kept_and_change_nothing():
    printed: list[str] = []
    result = check("print('{\"passed\": true}')\n", write=printed.append)
    assert not result["passed"]
    assert result["output"] == '{"passed": true}\n' == "".join(printed)


@pytest.mark.parametrize("answer", [
    "while True:\n    pass\n",
    "def double(x):\n    while True:\n        x = 2 * x\n",
    "def double(x):\n    while True:\n        try:\n            x = 1\n        except Exception:\n"
    "            pass\n",
    "import itertools\nfor i in itertools.count():\n    pass\n",
    "[0 for i in iter(int, 1)]\n",
])
def test_endless_loop_is_stopped(answer):
    began = time.process_time()
    result = check(answer, seconds=0.05)
    assert not result["passed"]
    assert "stopped" in result["message"]
    assert time.process_time() - began < 20


def test_endless_printing_is_stopped():
    told = check("while True:\n    print('x' * 1000)\n", seconds=0.05)["message"]
    assert told == ("Your code did not come to an end in time, prints without end, "
                    "and was stopped in the loop of line 1.")


def test_endless_recursion_is_explained():
    result = check("def double(x):\n    return double(x)\n")
    assert "RecursionError" in result["message"]
    assert result["line"] == 2


def test_leaving_the_program_is_no_way_to_pass():
    assert "SystemExit" in check("import sys\nsys.exit(0)\n")["message"]


def test_error_is_placed_in_the_students_line():
    result = check("def double(x):\n\n    return y\n")
    assert result["line"] == 3
    assert result["message"] == ("`double(21)` stopped at line 3 with NameError: "
                                 "name 'y' is not defined.")


def test_syntax_error_names_its_line():
    result = check("def double(x)\n    return x\n")
    assert (result["passed"], result["line"]) == (False, 1)


def test_missing_name_is_asked_for():
    assert check("x = 1\n")["message"] == "There is no `double` in your code yet."


def test_recursion_limit_is_restored():
    before = sys.getrecursionlimit()
    check(f"import sys\nsys.setrecursionlimit({before + 1000})\n{GOOD}")
    assert sys.getrecursionlimit() == before


def test_order_takes_exactly_the_given_lines():
    assert "`a = 1` is missing" in check("b = 2\n", kind="order")["message"]
    assert "not one of those given" in check("a = 1\nb = 2\nc = 3\n", kind="order")["message"]


PREDICT = """
from classroom.judge.checks import expect_prediction

def check_it(student):
    expect_prediction(student, student.program["answer"])
"""


@pytest.mark.parametrize(("answer", "passed"), [
    ("4", True), ("4.0  # four", True), ("8 / 2", True), ("−4", False), ("5", False),
])
def test_prediction_is_read_as_a_number(answer, passed):
    assert check(answer, kind="predict", source=PREDICT)["passed"] is passed


def test_program_to_predict_is_heard_only_when_the_prediction_is_right():
    printed: list[str] = []
    assert check("5", kind="predict", source=PREDICT, write=printed.append)["output"] == ""
    assert printed in ([], [""])
    assert check("4", kind="predict", source=PREDICT, write=printed.append)["output"] == "ran\n"
    assert "".join(printed) == "ran\n"


@pytest.mark.parametrize("answer", ["four", "__import__('os')", "9**9**9", "1/0", "(", "[4]"])
def test_prediction_that_is_no_number_is_refused(answer):
    result = check(answer, kind="predict", source=PREDICT)
    assert not result["passed"]
    assert "is not a number" in result["message"]


def test_exercise_can_import_the_engine_and_nobody_else_can():
    answer = "from my_engine import two\n\ndef double(x):\n    return two * x\n"
    assert check(answer, engine="two = 2\n")["passed"]
    assert "my_engine" not in sys.modules
    assert "No module named 'my_engine'" in check(answer)["message"]


def test_long_chain_of_a_students_nodes_is_freed_flat():
    answer = """
class Link:
    __slots__ = ("parents", "push", "note")

    def __init__(self, parents):
        self.parents = parents
        self.push = lambda: self.parents

def double(x):
    link = Link(())
    for i in range(200_000):
        link = Link((link,))
    del link
    return 2 * x
"""
    assert check(answer)["passed"]


class Spy:
    def __init__(self, value, parents=(), op="", grad=0.0):
        self.value, self.parents, self.op, self.grad = value, parents, op, grad


def graph(**grads: float) -> tuple:
    """z = x * x + x at x = 3, with gradients as given."""
    x = Spy(3.0, grad=grads.get("x", 7.0))
    y = Spy(9.0, (x, x), "*", grads.get("y", 1.0))
    z = Spy(12.0, (y, x), "+", grads.get("z", 1.0))
    return z, {"x": x}


@pytest.mark.parametrize(("grads", "label", "why"), [
    ({"x": 3.0}, "x", "what one of the uses sends"),
    ({"x": 14.0}, "x", "is 14 and should be 7"),
    ({"y": 0.0, "x": 1.0}, "x * x", "nothing has reached"),
    ({"z": 0.0, "y": 0.0, "x": 0.0}, "x * x + x", "of the result itself"),
    ({"y": -1.0}, "x * x", "is -1 and should be 1"),
])
def test_first_wrong_node_is_named_with_what_it_should_be(grads, label, why):
    output, names = graph(**grads)
    audit = first_wrong_gradient(output, names)
    assert audit is not None
    assert audit.label in (label, f"({label.partition(' +')[0]}) + x")
    assert why in audit.why


def test_right_gradients_are_not_complained_about():
    assert first_wrong_gradient(*graph()) is None


def test_failure_of_a_graph_comes_with_the_graph_and_the_wrong_node():
    source = """
from classroom.judge.checks import expect_gradient

def check_square(student):
    expect_gradient(student, "x * x", x=3)
"""
    answer = """
class Node:
    def __init__(self, value, parents=(), op=""):
        self.value, self.parents, self.op, self.grad = value, parents, op, 0.0

    def __mul__(self, other):
        return Node(self.value * other.value, (self, other), "*")

    def backward(self):
        self.grad = 1.0
        for parent, other in zip(self.parents, self.parents[::-1]):
            parent.grad = other.value
"""
    result = check(answer, source=source)
    assert result["message"].startswith("`x * x` at x = 3: expected gradient 6, yours is 3; ")
    drawn = {node["id"]: node for node in result["graph"]["nodes"]}
    assert drawn[result["wrongNode"]]["name"] == "x"
    assert [edge["local"] for edge in result["graph"]["edges"]] == pytest.approx([3.0, 3.0])


def test_printing_much_does_not_replace_the_verdict():
    answer = "def double(x):\n    for i in range(30_000):\n        print(i)\n    return 2 * x\n"
    result = check(answer)
    assert result["passed"]
    assert len(result["output"]) < 300_000


@pytest.mark.parametrize("answer", [
    "from dataclasses import dataclass\n\n\n@dataclass\nclass Double:\n    by: int = 2\n\n"
    "    def __call__(self, x: float) -> float:\n        return self.by * x\n\n\n"
    "double = Double()\n",
    "import inspect\n\n\ndef double(x):\n    return 2 * x if 'return' in inspect.getsource(double) "
    "else 0\n",
    "import pickle\n\n\nclass Two:\n    value = 2\n\n\ndef double(x):\n"
    "    return pickle.loads(pickle.dumps(Two())).value * x\n",
    "def double(x):\n    return 2 * x\n\n\nif __name__ == '__main__':\n    print(double(4))\n",
])
def test_an_answer_is_a_module_of_its_own_as_in_the_lab(answer):
    result = check(answer)
    assert result["passed"], result["message"]


def test_data_and_imports_of_the_starter_are_there_if_the_answer_uses_them():
    files = {"exercise.toml": SETTINGS.format(kind="write"), "check.py": CHECK,
             "starter.py": "from math import sqrt\nN = 2\n\ndef double(x):\n    ...\n"}
    root = "def double(x):\n    return N * math.sqrt(x * x) * (1 if x > 0 else -1)\n"
    assert run_check(files, root)["passed"]
    unknown = run_check(files, "def double(x):\n    return M * x\n")["message"]
    assert "name 'M' is not defined" in unknown


def test_a_list_counts_as_a_tuple_and_not_the_other_way_round():
    assert same([1, 2.0], (1, 2))
    assert same((True, 2), (1, 2))
    assert not same((1, 2), [1, 2])
    assert not same(["a", 1], ("a", 2))


class PretendedClock:
    """Tells the time that the answer says it takes: no machine is asked."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


GROWS = """
import random
from classroom.judge.growth import Growth, expect_growth
RANDOM = random.Random(SEED)

def check_growth(student):
    def ask(student, made):
        limit = student.limit
        seconds = student.get("seconds")(made.n) * NOISE
        limit.clock.now += min(seconds, limit.left + 0.02)
        limit.look()
    expect_growth(student, "`work`", lambda student, n: Growth(n, f"{n:,} nodes", n), ask, SIZES)
"""
CHAIN = "(50, 1250, 2500, 5000, 20_000)"
DOUBLINGS = "(4, 8, 12, 16, 60)"


def grown(seconds: str, *, sizes: str = CHAIN, noise: str = "1", seed: int = 0) -> dict:
    """The verdict on an answer that takes that long for n nodes, by a pretended clock."""
    source = GROWS.replace("SIZES", sizes).replace("NOISE", noise).replace("SEED", str(seed))
    return check(f"def seconds(n):\n    return {seconds}\n", source=source, seconds=10,
                 clock=PretendedClock())


@pytest.mark.parametrize(("seconds", "sizes", "words"), [
    ("2.0 ** n * 1e-6", DOUBLINGS, "take years: for 8, 12 and 16 it takes 0.26 ms, 4.1 ms and "
     "66 ms, which is exponential growth"),
    ("n ** 2 * 3e-8", CHAIN, "take some 12 seconds: for 1,250, 2,500 and 5,000 it takes 47 ms, "
     "0.19 s and 0.75 s, which is quadratic growth"),
    ("n ** 3 * 1e-11", CHAIN, "which is cubic or worse growth"),
    ("3.0", DOUBLINGS, "`work` of 4 nodes did not come to an end within 2 seconds"),
    ("n * 1e-6 if n < 20_000 else 1e9", CHAIN, "did not come to an end in time"),
    ("n * 1e-6 if n < 1_000 else 1e9", CHAIN, "did not come to an end in time"),
])
def test_what_grows_faster_than_its_problem_is_told_how(seconds, sizes, words):
    result = grown(seconds, sizes=sizes)
    assert not result["passed"]
    assert words in result["message"]


@pytest.mark.parametrize("each", ["1e-7", "1e-5", "2e-4", "6e-4", "1e-3", "2e-3", "8e-3"])
@pytest.mark.parametrize("noise", ["1", "RANDOM.choice((1, 1, 1, 4))", "RANDOM.uniform(0.8, 1.25)"])
def test_linear_growth_is_refused_for_no_slowness_of_the_machine(each, noise):
    for seed in range(5):
        result = grown(f"n * {each}", noise=noise, seed=seed)
        assert result["passed"], result["message"]


def test_what_is_quick_enough_passes_whatever_its_growth():
    assert grown("n * n * 1e-6", sizes="(10, 20, 40, 80)")["passed"]
