"""Measure the engine and the site, side by side with others, and write docs/figures.md."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tools.needs import browsers, npm_packages, python_tools
from tools.site_build import build
from tools.steps import ROOT, STATE, run, say, show


def bench(json_file: Path | None) -> None:
    """Run the scripts in bench/, each of which prints its table, and gather their figures."""
    python = python_tools("build", "test", "bench")
    program = os.environ["NODE_PROGRAM"] = npm_packages()
    build()
    browsers("chromium")
    folder = ROOT / "bench"
    scripts: dict[str, list[str | Path]] = {
        f.stem: [program, f] for f in sorted(folder.glob("[!_]*.mjs"))
    }
    scripts |= {f.stem: [python, f] for f in sorted(folder.glob("[!_]*.py"))}
    results = STATE / "bench"
    results.mkdir(parents=True, exist_ok=True)
    for name, command in scripts.items():
        show(f"Measuring: {name}", [*command, "--json", results / f"{name}.json"])
    figures = {name: json.loads((results / f"{name}.json").read_text()) for name in scripts}
    gathered = json_file or results / "figures.json"
    gathered.write_text(json.dumps(figures, indent=1) + "\n")
    table = ROOT / "docs" / "figures.md"
    run("Writing docs/figures.md", [python, ROOT / "tools" / "figures.py", gathered, table])
    say(f"The figures are in docs/figures.md, and all of them in {gathered}.")
