"""Causes that are true: a slip is named where undoing it makes the answer pass, with its line."""

from __future__ import annotations

import time

import pytest

from classroom.judge.run import run_check
from tests.content.bank import bank
from tests.content.course import LESSONS, Exercise

ENOUGH = 60.0  # seconds, on a busy machine: what is found does not depend on them


def told(name: str, answer: str) -> dict:
    return Exercise(LESSONS / name).check(answer, cause_seconds=ENOUGH)


def slipped(name: str, right: str, wrong: str) -> tuple[str, int]:
    """The solution with a slip in it, and the line of the slip."""
    solution = Exercise(LESSONS / name).files["solution.py"]
    assert right in solution
    return solution.replace(right, wrong, 1), solution[: solution.index(right)].count("\n") + 1


SLIPS = [
    ("01-the-problem/distance", "(x_i - x) ** 2", "(x_i - x) ^ 2", "`^` works on bits"),
    ("01-the-problem/distance", "(x_i - x) ** 2", "(x_i - x) * 2", "a power is written `**`"),
    ("01-the-problem/distance", "2 + (", "2 - (", "should be `(x_i - x) ** 2 + (y_i - y) ** 2`"),
    ("01-the-problem/distance", "return sqrt", "sqrt", "`return` is missing"),
    ("01-the-problem/distance", "sqrt((x_i - x) ** 2 + (y_i - y) ** 2)",
     "((x_i - x) ** 2 + (y_i - y) ** 2) ** 1 / 2", "the exponent needs brackets"),
    ("01-the-problem/distance", "y_i - y", "y_i - x", "`x` should be `y`"),
    ("01-the-problem/mean-distance", "+= distance", "= distance", "only the last house"),
    ("01-the-problem/mean-distance", "/ len(xs)", "// len(xs)", "`//` drops what is left over"),
    ("01-the-problem/grid-search", "value < lowest", "value > lowest",
     "`value > lowest` should be `value < lowest`"),
    ("01-the-problem/grid-search", "range(n):\n            x", "range(1, n):\n            x",
     "the range"),
    ("02-slopes/forward-difference", "f(x + h)", "f(x + x)", "`x` should be `h`"),
    ("03-downhill/descent", "y = y - rate", "y = y + rate", "should be `y - rate * dy`"),
    ("03-downhill/batches", "shuffled = list(houses)", "shuffled = houses",
     "both names mean the same list"),
    ("03-downhill/stop-early", "abs(dx) < flat and", "dx < flat and", "the size is asked for"),
    ("04-engines/counter", "self.calls += 1", "self.calls = 1", "`=` overwrites"),
    ("04-engines/counter", "self.calls += 1", "calls = self.calls + 1", "`self.calls`"),
    ("05-operators/add", "return to_node(other) + self", "return other + self",
     "calls `__radd__` again"),
    ("05-operators/subtract", "to_node(other) - self", "self - other",
     "a minus is missing"),
    ("05-operators/add", "        other = to_node(other)\n", "", "may be a plain number"),
    ("06-graph/parents", "return to_node(other) * self", "return Node(other * self.value)",
     "the new node does not know the operands"),
    ("06-graph/parents", '(self,), "neg"', '(self), "neg"', "a tuple of one is written with"),
    ("06-graph/adjacency-matrix", "[[0] * n for _ in range(n)]", "[[0] * n] * n",
     "all rows are one and the same list"),
    ("07-chain-rule/record-local-gradients", "(other.value, self.value)",
     "(self.value, other.value)", "the order is exchanged"),
    ("07-chain-rule/record-local-gradients", '"neg", (-1.0,)', '"neg", (-1.0)',
     "a tuple of one is written with a comma"),
    ("07-chain-rule/divide-and-power", "b * a ** (b - 1)", "b * a ** b",
     "`a ** b` should be `a ** (b - 1)`"),
    ("07-chain-rule/divide-and-power", "-value / other.value", "value / other.value",
     "a minus is missing"),
    ("07-chain-rule/push", "parent.grad += self", "parent.grad = self", "`=` overwrites"),
    ("08-order/backward", "reversed(topological_order(self))", "topological_order(self).reverse()",
     "changes the list and gives None"),
    ("08-order/breadth-first", "queue.popleft()", "queue.pop()", "takes from the back"),
    ("09-solve/total-and-mean", "    nodes = list(nodes)\n    return", "    return",
     "`nodes = list(nodes)` comes first"),
    ("09-solve/solve", "return x.value, y.value", "return x, y", "nodes are returned"),
    ("10-functions/elementary", "-math.sin(a)", "math.sin(a)", "a minus is missing"),
    ("10-functions/relu", "if a > 0 else", "if a >= 0 else", "should be `a > 0`"),
]


@pytest.mark.parametrize(("name", "right", "wrong", "words"), SLIPS)
def test_a_slip_is_named_with_its_line(name: str, right: str, wrong: str, words: str) -> None:
    answer, line = slipped(name, right, wrong)
    result = told(name, answer)
    assert not result["passed"]
    assert words in result["message"]
    assert result["line"] in (None, *range(line - 3, line + 5))


FALSE = [
    ("05-operators/add", "return to_node(other) + self", "return other + self",
     "a loop over a list"),
    ("05-operators/add", "return to_node(other) + self", "return other + self.value",
     "calls `__radd__` again"),
    ("05-operators/add", "return Node(self.value + other.value)",
     "return self if other.value == 0 else Node(self.value + other.value)",
     "should be `other.value is"),
    ("05-operators/multiply-divide", "return to_node(other) / self", "return Node(1 / self.value)",
     "does not know the operands"),
    ("05-operators/power", "if isinstance(value, complex)",
     "if other.value < 0 or isinstance(value, complex)", "the size is asked for"),
    ("06-graph/parents", "return to_node(other) - self",
     'return Node(to_node(other).value - self.value, (self, to_node(other)), "-")',
     "does not know the operands"),
    ("06-graph/parents", '(self, other), "-"',
     '(self, to_node(other.value if isinstance(other, Node) else other)), "-"', "a tuple of one"),
    ("06-graph/parents", '(self, other), "/"',
     '(*sorted((self, other), key=lambda n: n.value),), "/"', "in line"),
    ("07-chain-rule/record-local-gradients",
     '"neg", (-1.0,)', '"neg", (-1.0)', "could not make sense"),
    ("07-chain-rule/record-local-gradients", "(other.value, self.value)",
     "(v for v in (other.value, self.value))", "both names mean the same list"),
    ("07-chain-rule/divide-and-power", "for_b = a ** b * math.log(a)", "for_b = a ** b",
     "3 times x"),
    ("08-order/topological-order", "    return order", "    order.reverse()\n    return order",
     "gives None"),
    ("08-order/backward", "            node.push()",
     "            for parent in node.parents:\n                parent.grad = 0.0\n"
     "            node.push()", "parent.value"),
    ("10-functions/elementary", "lambda a: -math.sin(a)", "-math.sin",
     "Python looks for `__neg__` in"),
    ("12-onwards/adam", "enumerate(gradient(point))", "enumerate(gradient(point) and "
     "[2 * g for g in gradient(point)])", "StopIteration"),
]


@pytest.mark.parametrize(("name", "right", "wrong", "false"), FALSE)
def test_no_false_cause_is_given(name: str, right: str, wrong: str, false: str) -> None:
    result = told(name, slipped(name, right, wrong)[0])
    assert not result["passed"]
    assert false not in result["message"]
    assert not any(inner in result["message"] for inner in ("<locals>", "<lambda>", " at 0x"))


def test_an_error_that_is_asked_for_is_no_proof_when_it_comes_by_accident() -> None:
    answer, _ = slipped("05-operators/add", "        other = to_node(other)\n        return",
                        "        try:\n            other = to_node(other)\n"
                        "        except TypeError:\n            return self\n        return")
    message = told("05-operators/add", answer)["message"]
    assert message == ("`x + 'ab'` at x = 3 should raise TypeError; yours gives a node of value 3; "
                       "only numbers can be added.")


@pytest.mark.long  # every slip is tried on an answer that is slow
def test_what_passes_because_a_trial_asks_less_is_no_cause() -> None:
    exercise = Exercise(LESSONS / "08-order/topological-order")
    answer = next(each for each in bank(exercise) if "duplicates left out" in each.what)
    message = told(exercise.name, answer.source)["message"]
    assert "exponential growth" in message
    assert "in line" not in message


def test_reading_a_gradient_twice_is_no_mistake() -> None:
    solution = Exercise(LESSONS / "12-onwards/adam").files["solution.py"]
    twice = solution.replace("enumerate(gradient(point))", "enumerate([gradient(point)[i] for i in "
                             "range(len(gradient(point)))])")
    assert told("12-onwards/adam", twice)["passed"]


def test_no_cause_is_named_where_no_single_slip_explains_it() -> None:
    answer = "def central(f, x, h):\n    return f(x) * 7 + h * 13 - 5\n"
    message = told("02-slopes/central-difference", answer)["message"]
    assert message == "`central(f, 3, 0.5)`, where f(x) = x²: expected 6, yours is 64.5."


FILES = {"exercise.toml": 'kind = "write"\npassed = "Right."\n', "starter.py": ""}


def test_a_fault_of_the_check_is_the_authors_with_its_file_and_line() -> None:
    source = "def check_it(student):\n    student.get('f')\n    nothing[0]\n"
    message = run_check({**FILES, "check.py": source}, "def f(): return 1\n")["message"]
    assert message == ("The check of this exercise failed, which is not your mistake but its "
                       "author's: check.py, line 3, NameError: name 'nothing' is not defined.")


def test_the_search_ends_when_its_time_is_over() -> None:
    source = ("from classroom.judge.checks import fail\n"
              "def check_it(student):\n    fail('Never right')\n")
    answer = "def f(x):\n" + "".join(f"    x = x + {i} * x - {i}\n" for i in range(200))
    began = time.process_time()
    assert not run_check({**FILES, "check.py": source}, answer, cause_seconds=0.2)["passed"]
    assert time.process_time() - began < 20


def test_what_was_asked_of_a_function_is_shown_beside_what_should_have_been() -> None:
    answer = ("def descend(gradient, x, y, rate, steps):\n    for _ in range(steps):\n"
              "        dx, dy = gradient(0, 0)\n        x, y = x - rate * dx, y - rate * dy\n"
              "    return x, y\n")
    table = told("03-downhill/descent", answer)["table"]
    assert table["head"] == ["`gradient` is asked at", "expected", "yours", ""]
    assert table["rows"][0] == ["call 1", "(1, 2)", "(0, 0)", "differs"]


def test_gradients_of_a_graph_are_shown_node_by_node() -> None:
    answer, _ = slipped("08-order/backward", "reversed(topological_order(self))",
                        "topological_order(self)")
    table = told("08-order/backward", answer)["table"]
    assert table["head"] == ["gradient of", "expected", "yours", ""]
    assert table["rows"][0] == ["(x / y) - x", "1", "1", ""]
    assert table["rows"][2][-1] == "differs"
