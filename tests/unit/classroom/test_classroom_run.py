"""Running a learner's code: the loss, its parameters, and its surroundings."""

import builtins
import contextlib
import math
import random
import sys

import pytest

from classroom.words.faults import CHARACTERS, LearnerError

from .conftest import drained
from .protocol import assert_shape


def test_a_run_has_the_shape_that_the_page_expects(room, opening_code):
    assert_shape(room.result(opening_code), "RunResult")


def test_the_opening_loss_has_the_lectures_numbers(room, opening_code):
    result = room.result(opening_code)
    assert result["loss"] == pytest.approx(0.443052824475648, rel=1e-12)
    gradients = [parameter["gradient"] for parameter in result["parameters"]]
    assert gradients == pytest.approx([-0.3277744397151291, -0.336282174741702], rel=1e-12)
    assert room.numeric() == pytest.approx(gradients, abs=1e-9)


def test_one_point_has_the_lectures_numbers(room, opening_code):
    result = room.result(opening_code.replace("N = 1000", "N = 1"))
    assert result["loss"] == pytest.approx(0.5472122517293468, rel=1e-15)
    gradients = [parameter["gradient"] for parameter in result["parameters"]]
    assert gradients == pytest.approx([-0.5900849147094943, -0.8073411877467226], rel=1e-12)


@pytest.mark.parametrize(("signature", "names", "values"), [
    ("a=1", ["a"], [1.0]),
    ("a=1, b=2.5, c=True", ["a", "b", "c"], [1.0, 2.5, 1.0]),
    ("a=1, /, b=2", ["a", "b"], [1.0, 2.0]),
    ("a=1, *, b=2", ["a", "b"], [1.0, 2.0]),
])
def test_the_parameters_are_those_of_the_function(room, signature, names, values):
    body = " + ".join(f"({i + 2}) * {name}" for i, name in enumerate(names))
    parameters = room.result(f"def loss({signature}):\n    return {body}")["parameters"]
    assert [parameter["name"] for parameter in parameters] == names
    assert [parameter["value"] for parameter in parameters] == values
    assert [parameter["gradient"] for parameter in parameters] == list(range(2, 2 + len(names)))


@pytest.mark.parametrize(("code", "words"), [
    ("x = 1", "does not define a function called `loss`"),
    ("def lose(x=1):\n    return x", "yours is called `lose`"),
    ("loss = 3", "an int here, not a function"),
    ("def loss():\n    return 1", "no parameters"),
    ("def loss(x=1, *rest):\n    return x", "`*rest`"),
    ("def loss(x=1, **rest):\n    return x", "`**rest`"),
    ("def loss(x):\n    return x", "`x` of `loss` has no start"),
    ("def loss(x='1'):\n    return x", "'1', not a finite number"),
    ("def loss(x=[1, 2]):\n    return x", "a list, not a finite number"),
    ("def loss(x=1j):\n    return x", "1j, not a finite number"),
    ("def loss(x=float('nan')):\n    return x", "nan, not a finite number"),
    ("from py_engine import Node\ndef loss(x=Node(1)):\n    return x", "is a Node"),
])
def test_a_loss_that_cannot_be_started_is_refused(room, code, words):
    failure = room.failure(code)
    assert words in failure["message"]
    assert failure["hint"]
    assert_shape(failure, "LearnerError")


@pytest.mark.parametrize(("value", "words"), [
    ("None", "nothing (None)"),
    ("'abc'", "a text, 'abc'"),
    ("(x, x)", "a tuple of 2"),
    ("[x] * 1000", "a list of 1,000"),
    ("1j", "a complex number"),
    ("loss", "the function `loss` itself"),
    ("(each for each in [x])", "a generator"),
    ("object()", "an object"),
])
def test_what_is_not_one_number_is_refused_in_words(room, value, words):
    failure = room.failure(f"def loss(x=1.0):\n    return {value}")
    assert words in failure["message"]
    assert failure["line"] == 1


@pytest.mark.parametrize(("code", "kind", "line"), [
    ("def loss(x=1.0)\n    return x", "SyntaxError", 1),
    ("def loss(x=1.0):\n    y = x * 2\n    return y / 0", "ZeroDivisionError", 3),
    ("x = 1", "LossError", None),
])
def test_an_error_names_the_learners_line_and_nothing_of_ours(room, code, kind, line):
    failure = room.failure(code)
    assert (failure["type"], failure["line"]) == (kind, line)
    assert "py_engine/" not in str(failure)
    assert "classroom" not in str(failure)


def test_a_forgotten_return_is_named(room):
    failure = room.failure("def loss(x=1.0):\n    y = x * x")
    assert failure["hint"] == "End it with `return` and the value."


@pytest.mark.parametrize(("code", "line"), [
    ("def loss(x=1.0):\n    y = x * 1e200\n    return y * y", 3),
    ("inf = float('inf')\ndef loss(x=1.0):\n    return x * inf - x * inf", 3),
])
def test_a_loss_that_is_not_finite_says_where_it_began(room, code, line):
    failure = room.failure(code)
    assert "not a finite number" in failure["message"]
    assert "begins with mul(" in failure["hint"]
    assert failure["line"] == line


def test_a_node_of_the_learners_that_is_not_finite_is_refused(room):
    failure = room.failure("from py_engine import Node\ndef loss(x=1.0):\n    return Node(1e999)")
    assert "The loss is inf at its start" in failure["message"]


def test_nodes_of_the_learners_own_take_part(room):
    result = room.result(
        "from py_engine import Node\nw = Node(3.0)\ndef loss(x=1.0):\n    a = w * w\n"
        "    b = a * a + 1\n    c = x * b\n    return c")
    assert [p["gradient"] for p in result["parameters"]] == [82.0]
    lines = {node["name"]: node["line"] for node in result["graph"]["nodes"]}
    assert lines["c"] == 6


def test_a_backward_pass_within_the_loss_is_not_counted_twice(room):
    result = room.result("def loss(x=2.0):\n    y = x * x\n    y.backward()\n    return y * x")
    assert result["parameters"][0]["gradient"] == 12.0
    assert room.numeric() == pytest.approx([12.0])
    assert room.look({"point": [3.0]})["parameters"][0]["gradient"] == 27.0


def test_numbers_of_no_grad_are_noted(room):
    result = room.result("from py_engine import no_grad\ndef loss(x=2.0):\n    with no_grad():\n"
                         "        y = x * x\n    return y * x")
    assert result["parameters"][0]["gradient"] == 4.0
    assert any("`no_grad()`" in note for note in result["notes"])


def test_a_plain_number_is_allowed_with_a_note(room):
    result = room.result("def loss(x=2.0):\n    return 7")
    assert result["loss"] == 7.0
    assert result["parameters"][0]["gradient"] == 0.0
    assert "plain number" in result["notes"][0]


def test_a_value_taken_out_of_a_node_is_noted(room):
    result = room.result("def loss(x=2.0):\n    return x * x.value")
    assert result["parameters"][0]["gradient"] == 2.0
    assert any("`.value`" in note for note in result["notes"])


def test_a_branch_on_a_value_is_noted(room):
    result = room.result("def loss(x=2.0):\n    return x if x > 0 else -x")
    assert any("compares values" in note for note in result["notes"])


def test_a_random_loss_is_noted_and_not_compiled(room):
    room.result("import random\ndef loss(x=2.0):\n    return x * random.random()")
    assert "The loss is random" in room.remark("note")["message"]
    assert "random" in room.explain({})["reason"]


def test_a_loss_that_counts_its_calls_is_evaluated_by_its_own_code(room):
    room.result("calls = [0]\ndef loss(x=2.0):\n    calls[0] += 1\n    return x * x")
    assert room.evaluate({"point": [3.0]}) == {"loss": 9.0, "gradient": [6.0]}
    assert room.evaluate({"point": [4.0]}) == {"loss": 16.0, "gradient": [8.0]}


def test_a_node_that_is_kept_from_call_to_call_is_noted(room):
    room.result("kept = []\ndef loss(x=1.0):\n    if not kept:\n"
                "        kept.append(x * 2)\n    return kept[0] * x")
    assert "kept from call to call" in room.remark("note")["message"]


def test_prints_of_the_module_and_of_one_evaluation_are_passed_on(room):
    room.result("print('hello')\ndef loss(x=2.0):\n    print('x is', x.value)\n    return x * x")
    assert room.text == "hello\nx is 2.0\n"


def test_a_node_that_is_only_printed_is_not_read_out(room):
    result = room.result("def loss(x=2.0):\n    print('x is', x, sep=': ')\n    return x * x")
    assert room.text == "x is: Node(2.0)\n"
    assert result["notes"] == []
    assert "def value_and_gradient" in room.explain({})["python"]


def test_a_node_that_is_printed_to_where_it_can_be_read_is_read_out(room):
    room.result("import contextlib, io\ndef loss(x=2.0):\n    kept = io.StringIO()\n"
                "    print(x, file=kept)\n    with contextlib.redirect_stdout(kept):\n"
                "        print(x)\n    return x * len(kept.getvalue())")
    assert room.explain({})["python"] == ""
    assert room.text == ""


def test_why_a_loss_is_not_compiled_names_what_it_does_and_the_line(room):
    room.result("def loss(x=2.0):\n    if f'{x:.1f}' == '2.0':\n        return x * x\n    return x")
    reason = room.explain({})["reason"]
    assert reason.startswith("The loss reads the text of a Node")
    assert "(line 2)" in reason


def test_endless_printing_ends_with_what_was_printed_kept(room):
    failure = room.failure("try:\n    while True:\n        print('x' * 99)\n"
                           "except Exception:\n    pass")
    assert failure["type"] == "OutputError"
    assert failure["line"] == 3
    assert len(room.text) == CHARACTERS


def test_what_is_printed_before_an_endless_loop_is_passed_on_at_once(room):
    room.failure("print('first', end='')\nprint('second', end='')\nraise KeyboardInterrupt")
    assert room.printed == ["first", "second"]


def test_many_prints_are_joined_by_the_clock(room):
    room.result("for i in range(5000):\n    print(i)\ndef loss(x=1.0):\n    return x")
    assert room.text == "".join(f"{i}\n" for i in range(5000))
    assert len(room.printed) < 1000


@pytest.mark.parametrize(("code", "kind"), [
    ("input('name? ')", "InputError"),
    ("import sys\nsys.stdin.read()", "InputError"),
    ("import sys\nsys.exit(3)", "SystemExit"),
    ("raise KeyboardInterrupt", "Stopped"),
    ("bytearray(1 << 60)", "MemoryError"),
])
def test_what_would_end_a_program_is_told(room, code, kind):
    failure = room.failure(code)
    assert failure["type"] == kind
    assert failure["line"] == len(code.splitlines())


def test_stderr_and_warnings_go_to_the_console(room):
    room.result("import sys\nprint('oh', file=sys.stderr)\ndef loss(x=1.0):\n    return x")
    assert room.text == "oh\n"


BREAKING = """
import builtins, math, random, sys, json
import py_engine
builtins.len = builtins.isinstance = builtins.zip = builtins.list = None
builtins.extra = 1
math.sqrt = math.isfinite = None
random.Random = None
random.seed(1)
py_engine.Node.__add__ = lambda self, other: 42
py_engine.mean = None
sys.modules["py_engine"] = None
sys.modules["colorsys"] = None
sys.stdout = sys.stderr = None
sys.setrecursionlimit(200)
sys.path.clear()
def loss(x=1.0):
    return x * x
"""


def test_damage_to_builtins_modules_and_classes_is_undone_before_the_next_run(room, opening_code):
    stdout, limit, path = sys.stdout, sys.getrecursionlimit(), list(sys.path)
    with contextlib.suppress(LearnerError):  # it may harm itself
        room.result(BREAKING)
    assert sys.stdout is stdout
    assert not hasattr(builtins, "extra")
    result = room.result("import colorsys\n" + opening_code)
    assert result["loss"] == pytest.approx(0.443052824475648, rel=1e-12)
    assert (sys.getrecursionlimit(), sys.path) == (limit, path)
    assert math.isfinite(1.0)


def test_a_seed_of_one_run_does_not_reach_the_next(room):
    room.result("import random\nrandom.seed(7)\ndef loss(x=1.0):\n    return x")
    expected = random.Random(7).random()
    room.result("import random\nprint(random.random())\ndef loss(x=1.0):\n    return x")
    assert float(room.text) != expected


def test_names_of_one_run_are_not_there_in_the_next(room):
    room.result("secret = 1\ndef loss(x=1.0):\n    return x")
    failure = room.failure("def loss(x=1.0):\n    return x * secret")
    assert failure["type"] == "NameError"


def test_a_failed_run_leaves_no_loss_behind(room):
    room.result("def loss(x=1.0):\n    return x")
    room.failure("def loss(")
    with pytest.raises(Exception, match="No loss has been run yet"):
        room.evaluate({"point": [1.0]})


def test_code_under_name_main_runs_as_in_a_file(room):
    code = ("from dataclasses import dataclass\n@dataclass\nclass P:\n    x: float\n"
            "if __name__ == '__main__':\n    print(P(1.0))\ndef loss(x=1.0):\n    return x")
    room.result(code)
    assert room.text == "P(x=1.0)\n"


def test_the_numbers_come_before_the_rest(room):
    code = "def loss(x=3.0, y=1.0):\n    return x * x + y\n"
    events, result = drained(room.run_in_steps({"code": code}))
    assert events == [{"event": "numbers", "names": ["x", "y"], "point": [3.0, 1.0],
                       "loss": 10.0, "gradient": [6.0, 1.0]}]
    assert result["loss"] == 10.0
    assert [parameter["gradient"] for parameter in result["parameters"]] == [6.0, 1.0]


def test_a_loss_without_a_value_gives_no_numbers(room):
    stream = room.run_in_steps({"code": "def loss(x=0.0):\n    return 1 / x\n"})
    with pytest.raises(LearnerError):
        next(stream)
