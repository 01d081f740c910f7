"""An answer written as its difference from another is made whole, or said not to fit."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools.differences import Misfit, applied, made_whole, whole

BASE = '''\
"""An engine."""

import math


class Node:
    """A number."""

    kind = "node"

    def __init__(self, value):
        self.value = value

    # Both at once.
    @property
    def twice(self):
        return 2 * self.value

    def __neg__(self):
        return Node(-self.value)


def root(x):
    return math.sqrt(x)


half = 0.5
print(root(4))
'''


@pytest.mark.parametrize(
    ("difference", "before", "after"),
    [
        (
            "class Node:\n    def __neg__(self):\n        return Node(0 - self.value)\n",
            "return Node(-self.value)",
            "return Node(0 - self.value)",
        ),
        ("def root(x):\n    return x ** half\n", "return math.sqrt(x)", "return x ** half"),
        ("half = 1 / 2\n", "half = 0.5", "half = 1 / 2"),
        ('"""Mine."""\n', '"""An engine."""', '"""Mine."""'),
        ('class Node:\n    """A box."""\n', '    """A number."""', '    """A box."""'),
        (
            "class Node(Base):\n    kind = 'leaf'\n",
            'class Node:\n    """A number."""\n\n    kind = "node"',
            'class Node(Base):\n    """A number."""\n\n    kind = \'leaf\'',
        ),
        (
            "class Node:\n    # Doubled.\n    @cached\n    def twice(self):\n        return 2\n",
            "    # Both at once.\n    @property\n    def twice(self):\n"
            "        return 2 * self.value",
            "    # Doubled.\n    @cached\n    def twice(self):\n        return 2",
        ),
        ("# without half\n", "half = 0.5\n", ""),
        ("# without print(root(4))\n", "print(root(4))\n", ""),
        (
            "class Node:\n    # without __neg__\n    ...\n",
            "\n    def __neg__(self):\n        return Node(-self.value)\n",
            "",
        ),
        ("# new\nquarter = 0.25\n", "print(root(4))\n", "print(root(4))\nquarter = 0.25\n"),
        ("# new, after half\nthird = 1 / 3\n", "half = 0.5\n", "half = 0.5\nthird = 1 / 3\n"),
        ("# new, after import math\nimport sys\n", "import math\n", "import math\nimport sys\n"),
        (
            "# new, before root\ndef square(x):\n    return x * x\n",
            "\n\ndef root",
            "\n\ndef square(x):\n    return x * x\n\n\ndef root",
        ),
        (
            "class Node:\n    # new, after __init__\n"
            "    def grow(self):\n        self.value += 1\n",
            "    # Both at once.",
            "    def grow(self):\n        self.value += 1\n\n    # Both at once.",
        ),
        (
            "class Node:\n    # new\n    # Raises it.\n    def up(self):\n        ...\n",
            "\n\n\ndef root",
            "\n\n    # Raises it.\n    def up(self):\n        ...\n\n\ndef root",
        ),
        (
            "# new, after Node\nclass Leaf(Node):\n    ...\n",
            "\n\n\ndef root",
            "\n\n\nclass Leaf(Node):\n    ...\n\n\ndef root",
        ),
    ],
)
def test_what_a_difference_says_is_changed_and_nothing_else(
    difference: str, before: str, after: str
) -> None:
    assert BASE.count(before) == 1
    assert applied(BASE, difference, "base.py") == BASE.replace(before, after)


def test_parts_of_one_difference_may_refer_to_each_other() -> None:
    difference = "# new, after half\nthird = 1 / 3\n# new, after third\nfifth = 1 / 5\n"
    assert "half = 0.5\nthird = 1 / 3\nfifth = 1 / 5\nprint" in applied(BASE, difference, "base.py")


@pytest.mark.parametrize(
    ("difference", "line", "said"),
    [
        ("\ndef square(x):\n    ...\n", 2, "base.py has no square to change; if it is new, write "),
        ("# new\ndef root(x):\n    ...\n", 2, "base.py has root already: it is not new"),
        ("half = 0.5\n", 1, "half is as it is in base.py: leave it out"),
        ("class Node:\n    def __abs__(self):\n        ...\n", 2, "Node of base.py has no __abs__"),
        ("# new, after cube\nx = 1\n", 1, "base.py has no cube"),
        ("half = 1\n# without cube\n", 2, "base.py has no cube"),
        ("half = 1\ndef f(:\n", 2, "this is not Python"),
    ],
)
def test_a_difference_that_does_not_fit_is_told_with_its_line(
    difference: str, line: int, said: str
) -> None:
    with pytest.raises(Misfit) as told:
        applied(BASE, difference, "base.py")
    assert told.value.line == line
    assert said in str(told.value)


def test_a_name_that_stands_twice_is_not_guessed_at() -> None:
    with pytest.raises(Misfit, match=r"base\.py has 2 times x"):
        applied("x = 1\nx = 2\n", "x = 3\n", "base.py")


def course(lessons: Path, **files: str) -> None:
    for name, text in files.items():
        path = lessons / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    course(
        tmp_path,
        **{
            "1/one/solution.py": "a = 1\n\n\ndef f():\n    return a\n",
            "1/two/solution.py": "# changes: 1/one/solution.py\n\na = 2\n",
            "1/two/starter.py": "# changes: solution.py\n\ndef f():\n    ...\n",
            "1/two/wrong/three.py": "# message: Not 3.\n# changes: solution.py\n\na = 3\n",
        },
    )
    return tmp_path


def test_a_step_a_starter_and_a_wrong_answer_are_made_whole(lessons: Path) -> None:
    assert made_whole(lessons) == (
        {
            "1/two/solution.py": "a = 2\n\n\ndef f():\n    return a\n",
            "1/two/starter.py": "a = 2\n\n\ndef f():\n    ...\n",
            "1/two/wrong/three.py": "# message: Not 3.\na = 3\n\n\ndef f():\n    return a\n",
        },
        [],
    )
    assert whole(lessons, lessons / "1/one/solution.py").startswith("a = 1\n")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("1/two/wrong/three.py", "# message: No.\n# changes: solution.py\n\n\nb = 3\n", ":5: solu"),
        ("1/two/starter.py", "# changes: answer.py\n\na = 3\n", ":1: there is no answer.py"),
        ("1/one/solution.py", "# changes: 1/two/solution.py\n\na = 1\n", ":1: 1/"),
    ],
)
def test_what_does_not_fit_is_told_with_file_and_line(
    lessons: Path, name: str, text: str, said: str
) -> None:
    course(lessons, **{name: text})
    command = [sys.executable, "-m", "tools.differences", lessons]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stdout == ""
    assert f"{name}{said}" in done.stderr


def test_what_does_not_fit_is_told_once_and_not_of_what_builds_on_it(lessons: Path) -> None:
    course(lessons, **{"1/two/solution.py": "# changes: 1/one/solution.py\n\nb = 2\n"})
    found, misfits = made_whole(lessons)
    assert found == {}
    [told] = misfits
    assert "1/two/solution.py:3: 1/one/solution.py has no b to change" in told


def test_whole_texts_are_printed_by_path(lessons: Path) -> None:
    command = [sys.executable, "-m", "tools.differences", lessons]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == made_whole(lessons)[0]
