"""What the commands need: Python packages, Node.js, npm packages, browsers; each had once."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools.steps import BIN, ROOT, VENV, WEB, Command, Trouble, environment, once, run

OLDEST_NODE = 20
NO_INDEX = "Is there a connection to the Python package index?"


def python_tools(*names: str) -> Path:
    """Have the pinned packages of requirements/NAME.txt; give the environment's Python."""
    python = BIN / ("python.exe" if os.name == "nt" else "python")
    if not (python.exists() and (BIN / "activate").exists()):  # which venv writes last
        run(
            "Making a virtual environment in .build/venv",
            [sys.executable, "-m", "venv", "--clear", VENV],
            fix="Install Python's venv module (Debian and Ubuntu: apt install python3-venv).",
        )
    for name in names:
        wanted = ROOT / "requirements" / f"{name}.txt"
        install: Command = [
            python,
            "-m",
            "pip",
            "install",
            "--require-hashes",
            "--requirement",
            wanted,
        ]
        work = functools.partial(run, f"Installing requirements/{name}.txt", install, fix=NO_INDEX)
        once(f"python-{name}", [wanted, sys.version], [python], work)
    return python


def node() -> str:
    """Give Node.js: the machine's own where it is new enough, else the one from PyPI."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        version = node_version(found)
        if version.startswith("v") and int(version[1:].split(".")[0]) >= OLDEST_NODE:
            return found
    python_tools("node")
    return str(BIN / ("node.exe" if os.name == "nt" else "node"))


def node_version(program: str) -> str:
    """Ask Node.js for its version."""
    asked = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    return asked.stdout.strip()


def npm_packages() -> str:
    """Have the pinned packages of web/package-lock.json; give Node.js."""
    program = node()
    npm = shutil.which("npm", path=environment()["PATH"]) or "npm"
    install = functools.partial(
        run,
        "Installing the front-end libraries",
        [npm, "ci", "--ignore-scripts", "--loglevel=error"],
        cwd=WEB,
        fix="Is there a connection to the npm registry?",
    )
    wanted = [WEB / "package.json", WEB / "package-lock.json"]
    once("npm", wanted, [WEB / "node_modules" / "pyodide"], install)
    return program


def browsers(*engines: str) -> dict[str, Path]:
    """Have the browsers that the tests drive; give the program of each.

    tools/browsers.py says where they may come from. Raises Trouble for those that cannot be had.
    """
    command: Command = [python_tools("test"), ROOT / "tools" / "browsers.py", *engines]
    try:
        found = run("Finding the browsers", command)
    except Trouble:
        raise Trouble("A browser is missing: it says above which, and how to have it.") from None
    told = [line.partition(": ") for line in found.splitlines()]
    return {name: Path(program) for name, _, program in told if name in engines}
