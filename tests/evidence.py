"""What a failing browser test leaves behind: how its pages looked, and what they said.

Whoever opens a page calls `follow` with it. When a test fails, every page that is still open has
its picture and its console put into .build/failures/<test>/, before any fixture closes it.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / ".build" / "failures"


@dataclass
class Witness:
    """A page that is open: how to photograph it, and what it has said since the test began."""

    photograph: Callable[[], bytes]
    said: list[str] = field(default_factory=list)


_open: list[Witness] = []


def follow(photograph: Callable[[], bytes]) -> Witness:
    """Have a page on record until `forget`; what it says is added to `said`."""
    witness = Witness(photograph)
    _open.append(witness)
    return witness


def forget(witness: Witness) -> None:
    _open.remove(witness)


def folder_of(test: str) -> Path:
    """Where the evidence of a test goes, by pytest's name for it."""
    name = re.sub(r"[^\w.\[\]-]+", "-", test.removeprefix("tests/"))
    return FOLDER / name[:150].strip("-")


def gather(test: str) -> Path | None:
    """Keep what there is to see of a test that fails; where, unless no page is open."""
    if not _open:
        return None
    folder = folder_of(test)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, witness in enumerate(_open, 1):
        (folder / f"console-{number}.txt").write_text("".join(f"{s}\n" for s in witness.said))
        try:
            (folder / f"page-{number}.png").write_bytes(witness.photograph())
        except Exception as error:  # a page may be gone, or hang: that is evidence too
            (folder / f"page-{number}.txt").write_text(f"There is no picture of it: {error}\n")
    return folder
