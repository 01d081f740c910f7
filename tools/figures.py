"""Write docs/figures.md from what `build.py bench` measured.

python tools/figures.py FIGURES.json docs/figures.md
"""

from __future__ import annotations

import datetime
import json
import os
import platform
import sys
from pathlib import Path
from typing import Any


def machine() -> str:
    """Say what kind of machine this is, and nothing that tells which."""
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}"


def boot_table(boot: dict[str, Any]) -> list[str]:
    """Milliseconds from navigation, ours beside the plain boot of the same wheel."""
    lines = [
        f"## Start, in Chromium {boot['chromium']} (ms, medians of {boot['rounds']})",
        "",
        "| visit | page readable | Python ready | plain boot ready | times faster |",
        "|---|---|---|---|---|",
    ]
    for visit, ours in boot["ours"].items():
        plain = boot["plain"][visit]["ready"]
        times = f"{ours['readable']:.0f} | {ours['ready']:.0f} | {plain:.0f}"
        lines.append(f"| {visit} | {times} | {plain / ours['ready']:.1f} |")
    return [*lines, ""]


def endurance_table(endurance: dict[str, Any]) -> list[str]:
    """What long use came to."""
    soak, fuzz = endurance["soak"], endurance["fuzz"]
    return [
        "## Long use of one page, in Chromium",
        "",
        f"- {soak['rounds']} rounds of runs, stops, descents: {len(soak['wrong'])} wrong; memory "
        f"{soak['early MB']} MB early on, {soak['late MB']} MB at the end ({soak['growth']:+.1%}).",
        f"- {fuzz['programs']:,} random programs: {fuzz['results']:,} results, {fuzz['errors']:,} "
        f"clear errors, {len(fuzz['odd'])} neither or followed by a wrong run.",
        "",
    ]


SECTIONS = {"boot": boot_table, "endurance": endurance_table}


def page(figures: dict[str, Any]) -> str:
    """Return the whole page, with the date and the machine's kind."""
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    lines = ["# Figures", "", f"Made by `python3 build.py bench` on {today}; {machine()}.", ""]
    for name, section in SECTIONS.items():
        if name in figures:
            lines += section(figures[name])
    return "\n".join(lines)


def main() -> None:
    """Read the figures, write the page."""
    source, target = map(Path, sys.argv[1:3])
    target.parent.mkdir(exist_ok=True)
    target.write_text(page(json.loads(source.read_text())), encoding="utf-8")


if __name__ == "__main__":
    main()
