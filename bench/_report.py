"""The end of a script that measures: its figures are printed, and kept in a file if asked for."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path


def report(
    parser: argparse.ArgumentParser, bench: Callable[[argparse.Namespace], dict[str, object]]
) -> None:
    """Read the options, measure, and give the figures, as JSON."""
    parser.add_argument("--json", type=Path, metavar="FILE")
    given = parser.parse_args()
    text = json.dumps(bench(given), indent=1)
    print(text)
    if given.json:
        given.json.write_text(text + "\n")
