"""Each fault of the list can still be made, and the tests that are to notice it are still there."""

from __future__ import annotations

import pytest

from tests.faults.listed import FAULTS, ROOT, Fault


def test_there_is_one_for_each_part() -> None:
    assert len({fault.part for fault in FAULTS}) == len(FAULTS) >= 25


def test_there_are_thirty_in_what_replays_a_loss() -> None:
    assert sum(fault.part.startswith(("compiler: ", "replay: ")) for fault in FAULTS) >= 30


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.part)
def test_a_fault_applies_and_changes_something(fault: Fault) -> None:
    content = (ROOT / fault.file).read_text("utf-8")
    assert fault.applied(content) != content


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.part)
def test_what_notices_it_is_there(fault: Fault) -> None:
    place, *options = fault.red
    path = ROOT / ("web" if place.startswith("tsconfig") else "") / place
    assert path.exists()
    files = path.rglob("test_*.py") if path.is_dir() else [path]
    text = "".join(file.read_text("utf-8") for file in files)
    words = options[1].split(" and ") if options[:1] == ["-k"] else []
    assert all(word in text for word in words if word.startswith("test_"))


@pytest.mark.parametrize("content", ["", "twice twice"])
def test_a_fault_that_does_not_apply_is_told(content: str) -> None:
    with pytest.raises(ValueError, match="and not once: twice"):
        Fault("part", "file", "twice", "", []).applied(content)
