"""Write docs/figures.md from what `build.py bench` measured.

python tools/figures.py FIGURES.json docs/figures.md
"""

from __future__ import annotations

import datetime
import json
import math
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
        "## Start (ms)",
        "",
        "| engine | visit | readable | largest paint | Python ready | calm after that | plain boot "
        "ready | times faster |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for engine, figures in boot.items():
        for visit, ours in figures["ours"].items():
            plain = figures["plain"][visit]["ready"]
            paints = f"{told(ours['readable'])} | {told(ours['largest'])}"
            times = f"{ours['ready']:.0f} | {told(ours['calm'] - ours['ready'])} | {plain:.0f}"
            name = f"{engine} {figures['version']}"
            lines.append(f"| {name} | {visit} | {paints} | {times} | {plain / ours['ready']:.1f} |")
    rounds = {figures["rounds"] for figures in boot.values()}
    return [*lines, "", f"Medians of {', '.join(map(str, rounds))}.", ""]


def told(milliseconds: float) -> str:
    """A time; 0 is what an engine does not tell, and infinite what did not come about."""
    if math.isinf(milliseconds):
        return "not seen"
    return f"{milliseconds:.0f}" if milliseconds else "not told"


def stop_table(stop: dict[str, Any]) -> list[str]:
    """Milliseconds from Stop to an interpreter that is ready."""
    lines = [
        "## Stop (ms until Python is ready again)",
        "",
        "| engine | with the spare interpreter | without | processors busy afterwards |",
        "|---|---|---|---|",
    ]
    for engine, figures in stop["engines"].items():
        numbers = f"{figures['with a spare']} | {figures['without']} | {figures['burning']}"
        lines.append(f"| {engine} {figures['version']} | {numbers} |")
    return [*lines, "", f"Medians of {stop['rounds']}; a loop left behind would keep 1 busy.", ""]


def lab_table(lab: dict[str, Any]) -> list[str]:
    """How the Lab answers."""
    tasks = lab["tasks"]
    return [
        f"## The Lab, in Chromium {lab['chromium']}",
        "",
        f"- First content after {lab['first content']} ms.",
        f"- From Run to new numbers, the lecture's problem: {lab['run to numbers']} ms (median).",
        f"- While the start is dragged over the map: {lab['frames a second']} frames a second.",
        f"- A descent of {lab['steps']:,} steps: {tasks['seconds']} s, {tasks['over 100']} long "
        f"tasks over 100 ms in the page, the longest {tasks['longest']:.0f} ms (0: none over 50).",
        "",
    ]


def small_table(small: dict[str, Any]) -> list[str]:
    """What a small machine must bear."""
    held, phone = small["MB above a blank page"], small["slow phone"]
    return [
        "## On a small machine, in Chromium",
        "",
        f"- Memory above a blank page: {held['the Lab']} MB with the Lab open, "
        f"{held['a chapter']} MB with a chapter.",
        f"- A slow phone (4 Mbit/s, 400 ms, page and frame 6 times slower), first visit: readable "
        f"after {phone['readable']:,} ms, an answer to Run after {phone['answer']:,} ms.",
        f"- Medians of {small['rounds']}.",
        "",
    ]


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


SECTIONS = {
    "boot": boot_table,
    "stop": stop_table,
    "lab": lab_table,
    "small": small_table,
    "endurance": endurance_table,
}


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
