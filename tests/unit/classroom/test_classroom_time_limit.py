"""The end of a learner's time: it comes, cannot be caught for good, and leaves nothing behind."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from classroom.run.time_limit import TimeLimit, TimeUp

TRACED_AFTERWARDS = """
import sys
from classroom.run.time_limit import TimeLimit, TimeUp

limit = TimeLimit(0.05)
try:
    with limit.running():
        while {forever}:
            pass
except TimeUp:
    print("over")

def f():
    return 1

sys.settrace(lambda frame, event, argument: None)
print(f())
"""


@pytest.mark.timeout(120)  # it would loop for ever
def test_a_loop_that_catches_everything_ends_all_the_same() -> None:
    def stubborn() -> None:
        while len(caught) < 3:
            try:
                while True:
                    pass
            except BaseException as error:
                caught.append(error)
        while True:
            pass

    caught: list[BaseException] = []
    with pytest.raises(TimeUp), TimeLimit(0.05).running():
        stubborn()
    assert [type(error) for error in caught] == [TimeUp] * 3


@pytest.mark.parametrize(("forever", "said"), [("True", "over\n1\n"), ("False", "1\n")])
def test_code_is_traced_as_ever_after_a_limit(forever: str, said: str) -> None:
    # In a process of its own: what this guards against is a loop in the interpreter itself.
    program = TRACED_AFTERWARDS.format(forever=forever)
    found = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True,
                          timeout=120, check=True, env=found)
    assert done.stdout == said
