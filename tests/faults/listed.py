"""The list of faults, as it is read."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Fault:
    """A text in a file, what to put in its place, and the tests that notice."""

    part: str
    file: str
    text: str
    instead: str
    red: list[str]

    def applied(self, content: str) -> str:
        """The file's content with the fault in it. Raises ValueError where it does not apply."""
        if (times := content.count(self.text)) != 1:
            raise ValueError(f"{self.file} has {times} times, and not once: {self.text}")
        return content.replace(self.text, self.instead)

    @property
    def codes(self) -> set[int]:
        """The exit codes that say that something was found."""
        return {1, 2} if self.red[0].startswith("tsconfig") else {1}


FAULTS = [
    Fault(**fault)
    for name in ("faults.toml", "compiler.toml")
    for fault in tomllib.loads(Path(__file__).with_name(name).read_text("utf-8"))["fault"]
]
