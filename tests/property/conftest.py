"""Properties are never red by luck: the same examples for each change, random ones in the long run.

`--hypothesis-profile=random` draws new examples, as does a seed of one's own (`--hypothesis-seed`).
What fails is printed as a decorator that makes the example part of the test.
"""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is slow: that says nothing of what is drawn.
ALWAYS = settings(database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("change", ALWAYS, derandomize=True)
# Said, since Hypothesis draws the same ones by itself where CI is set.
settings.register_profile("random", ALWAYS, derandomize=False, print_blob=True)
settings.load_profile("change")

FAILING = re.compile(r"Failing test case: \w+(\(\n.*?^\))", re.MULTILINE | re.DOTALL)


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--hypothesis-seed") is not None:
        settings.load_profile("random")


def pytest_collection_finish() -> None:
    """Let no collection of garbage look again at what is imported: it is there to stay."""
    gc.freeze()


def notes(error: BaseException) -> Iterator[str]:
    """What Hypothesis wrote below an exception, or below each of a group."""
    yield from getattr(error, "__notes__", ())
    for one in getattr(error, "exceptions", ()):
        yield from notes(one)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(call: pytest.CallInfo[None]) -> Iterator[None]:
    """Add the example in the form in which it is kept."""
    report = yield
    found = call.excinfo and [FAILING.search(note) for note in notes(call.excinfo.value)]
    for example in filter(None, found or ()):
        if "data=data(" not in example[1]:  # what is drawn on the way has its @reproduce_failure
            report.sections.append(("to paste above the test", f"@example{example[1]}"))
    return report
