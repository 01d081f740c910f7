"""Errors that teach: what happened, at which of the learner's lines, what to try."""

import gc
import random
import sys

import pytest

from .protocol import assert_shape

NODE_SQRT = "import math\ndef loss(x=4.0):\n    return math.sqrt(x)"

MISTAKES = [
    # code, type, words of the message, words of the hint, line
    (NODE_SQRT, "OperandError", "`math.sqrt` works on plain numbers", "import sqrt", 3),
    ("def loss(x=1.0):\n    return x ^ 2", "TypeError", "`^` is not the power", "`**`", 2),
    ("def loss(x=0.0):\n    y = x * 1\n    return y ** 0.5", "GradientError",
     "`0 ** 0.5`", "hypot", 3),
    ("from py_engine import sqrt\ndef loss(x=0.0):\n    return sqrt(x * x)", "GradientError",
     "`sqrt(0)`", "hypot", 3),
    ("import numpy as np", "ModuleNotFoundError", "numpy is not available", "py_engine", 1),
    ("import antigravitation", "ModuleNotFoundError", "antigravitation", "standard library", 1),
    ("from py_engine import squrt", "ImportError", "squrt", "`sqrt`", 1),
    ("def loss(x=1.0):\n    return sqrt(x)", "NameError", "'sqrt' is not defined",
     "from py_engine import sqrt", 2),
    ("from py_engine import mean\ndef loss(x=1.0):\n    return maen([x])", "NameError",
     "'maen' is not defined", "", 3),
    ("def loss(x=1.0):\n    return xx + unknowable", "NameError", "'xx'", "", 2),
    ("def loss(x=1.0):\n    y = true\n    return x", "NameError", "'true'", "`True`", 2),
    ("def f():\n    return 1\ndef loss(x=1.0):\n    return x + f", "TypeError",
     "`f` stands there as a function", "`f(...)`", 4),
    ("def loss(x=1.0):\n    return x - [1, 2]", "TypeError", "element by element", "for x_i", 2),
    ("def loss(x=1.0):\n    return x + '1'", "TypeError", "a text is not a number", "float", 2),
    ("n = 3\ndef loss(x=1.0):\n    return n(x + 1)", "TypeError", "brackets after a value",
     "multiplication sign", 3),
    ("def f(x):\n    x * 2\ndef loss(x=1.0):\n    return f(x) + 1", "TypeError", "NoneType",
     "without `return`", 4),
    ("def loss(x=1.0):\n    return sum(a for a in x)", "TypeError", "not iterable",
     "A Node is one number", 2),
    ("def loss(x=1.0):\n    return sum(x for _ in range(3 / 2))", "TypeError", "integer",
     "`//`", 2),
    ("import math\ndef loss(x=1.0):\n    return x * math.log(-1)", "ValueError", "omain error",
     "negative number", 3),
    ("from py_engine import log\ndef loss(x=-1.0):\n    return log(x)", "ValueError", "",
     "negative number", 3),
    ("def loss(x=0.0):\n    return 1 / x", "ZeroDivisionError", "", "is 0", 2),
    ("import math\ndef loss(x=1.0):\n    return x * math.exp(1000)", "OverflowError", "",
     "1.8e308", 3),
    ("xs = [1]\ndef loss(x=1.0):\n    return x * xs[1]", "IndexError", "", "from 0", 3),
    ("for a, b in [(1, 2, 3)]:\n    pass", "ValueError", "to unpack", "as many names", 1),
    ("def f(x):\n    return f(x)\ndef loss(x=1.0):\n    return f(x)", "RecursionError",
     "`f` calls itself", "loop", 2),
    ("def loss(x=1.0):\n    assert x > 2\n    return x", "AssertionError", "`x > 2`", None, 2),
    ("class Odd(Exception):\n    def __str__(self):\n        raise ValueError\nraise Odd",
     "Odd", "", None, 4),
    ("raise KeyError", "KeyError", "A KeyError was raised.", None, 1),
    ("def loss(x=1.0):\n    n = n + 1\n    return x", "UnboundLocalError", "", "there first", 2),
    ("d = {None: 1}\ndef loss(x=1.0):\n    return {x: 1}[x]", "OperandError", "", "id", 3),
    ("import statistics\ndef loss(x=1.0):\n    return statistics.mean([x, 2 * x])", "TypeError",
     "`statistics.mean` works on plain numbers only", "from py_engine import mean", 3),
    ("from decimal import Decimal\ndef loss(x=1.0):\n    return x * Decimal('0.1')", "TypeError",
     "decimal.Decimal", "Nodes calculate with floats", 3),
    ("def loss(x=1.0):\n    return x if x < 'one' else -x", "TypeError", "'<' not supported", None,
     2),
]


@pytest.fixture(autouse=True)
def _without_numpy(monkeypatch):
    """As in the page, whatever the benchmarks have installed here."""
    monkeypatch.setitem(sys.modules, "numpy", None)


@pytest.mark.parametrize(("code", "kind", "message", "hint", "line"), MISTAKES)
def test_a_mistake_is_told_with_its_line_and_a_way_out(room, code, kind, message, hint, line):
    failure = room.failure(code)
    assert_shape(failure, "LearnerError")
    assert failure["type"] == kind
    assert message in failure["message"]
    assert failure["line"] == line
    assert failure["hint"] is None if hint is None else hint in failure["hint"]
    assert "py_engine." not in failure["message"]


SYNTAX = [
    ("def loss(x=1.0)\n    return x", "SyntaxError", "colon", 1),
    ("def loss(x=1.0):\nreturn x", "IndentationError", "four spaces", 2),
    ("def loss(x=1.0):\n    y = x\n      return y", "IndentationError", "Remove the spaces", 3),
    ("def loss(x=1.0):\n    y = x\n  return y", "IndentationError", "Line it up", 3),
    ("def loss(x=1.0):\n\ty = x\n        return y", "TabError", "four spaces", 3),
    ("def loss(x=1.0):\n    return (x + 1", "SyntaxError", "Close the bracket", 2),
    ("def loss(x=1.0):\n    return x × 2", "SyntaxError", "`*`", 2),
    ("def loss(x=1.0):\n    return x − 2", "SyntaxError", "`-`", 2),
    ("def loss(x=1.0):\n    return 2x", "SyntaxError", "multiplication sign", 2),
    ("print 'hello'", "SyntaxError", "`print(...)`", 1),
    ("return 3", "SyntaxError", "Indent the `return`", 1),
    ("def loss(x=1.0, y):\n    return x", "SyntaxError", "a start too", 1),
    ("s = 'abc", "SyntaxError", "quote", 1),
    ("x + 1 = 2", "SyntaxError", "On the left", 1),
    ("whille True:\n    pass", "SyntaxError", "`while`", 1),
    ("x = = 1", "SyntaxError", "one too many", 1),
]


@pytest.mark.parametrize(("code", "kind", "hint", "line"), SYNTAX)
def test_code_that_cannot_be_read_is_told_with_its_place(room, code, kind, hint, line):
    failure = room.failure(code)
    assert (failure["type"], failure["line"]) == (kind, line)
    assert hint in failure["hint"]
    assert failure["column"] is None or failure["column"] >= 1
    assert failure["trace"] == []


@pytest.mark.parametrize("code", ["x = '\0'", "x = '\ud800'", "(" * 1000, "-" * 100_000 + "1"])
def test_code_that_python_refuses_in_odd_ways_is_an_error_too(room, code):
    assert_shape(room.failure(code), "LearnerError")


def test_the_trace_has_the_learners_frames_alone(room):
    code = ("from py_engine import mean\ndef inner(x):\n    return x + None\n"
            "def loss(x=1.0):\n    return mean(inner(x) for _ in range(3))")
    failure = room.failure(code)
    assert [(entry["function"], entry["line"]) for entry in failure["trace"]] == [
        ("loss", 5), ("<genexpr>", 5), ("inner", 3)]
    assert failure["trace"][-1]["text"] == "return x + None"


def test_an_error_inside_py_engine_points_at_the_learners_line(room):
    failure = room.failure("from py_engine import mean\ndef loss(x=1.0):\n    return mean([])")
    assert failure["line"] == 3
    assert "no numbers" in failure["message"]


def test_a_very_deep_trace_is_shortened_to_its_ends(room):
    failure = room.failure("def f(x):\n    return f(x)\ndef loss(x=1.0):\n    return f(x)")
    assert 2 <= len(failure["trace"]) <= 12
    assert failure["trace"][0]["function"] == "loss"


def test_pythons_own_suggestions_are_kept(room):
    failure = room.failure("import math\nmath.sqroot(2)\n")
    if sys.version_info >= (3, 12):
        assert "Did you mean: 'sqrt'?" in failure["message"]
    assert failure["line"] == 2


def test_a_message_of_enormous_length_is_cut(room):
    assert len(room.failure("raise ValueError('x' * 10_000_000)")["message"]) < 1100


def test_a_gradient_error_at_another_point_has_its_line_too(room):
    room.result("def loss(x=1.0):\n    y = x * 2\n    return y ** 0.5")
    with pytest.raises(Exception, match="infinitely steep") as caught:
        room.evaluate({"point": [0.0]})
    assert caught.value.data["line"] == 3


def test_an_error_keeps_no_frames_alive(room):
    code = ("import random, weakref\nclass Big:\n    pass\ndef loss(x=1.0):\n    big = Big()\n"
            "    random.seen = weakref.ref(big)\n    return x + None")
    room.failure(code)
    gc.collect()
    assert random.seen() is None
