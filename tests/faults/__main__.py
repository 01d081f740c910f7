"""Make faults on purpose, and see the suite notice each: `python -m tests.faults [OPTIONS] [WORD]`.

In a copy of the checkout, one fault after the other is made, and the tests that are named for it
must turn red, having been green before. A WORD chooses the faults whose part contains it;
`--sample N` chooses that many, by `--seed`, which is the day unless it is given.
"""

from __future__ import annotations

import argparse
import datetime
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.faults.listed import FAULTS, ROOT, Fault
from tools.steps import GENERATED, STATE, VENV

NOT_COPIED = {*GENERATED, ".git", ".build", ".hypothesis"}


def copied(to: Path) -> Path:
    """Copy the checkout, with what was built and installed, so that little is built again."""
    shutil.copytree(ROOT, to, ignore=lambda _, names: NOT_COPIED.intersection(names))
    state = to / STATE.name
    for part in ("parts", "stamps"):
        if (STATE / part).exists():
            shutil.copytree(STATE / part, state / part)
    state.mkdir(exist_ok=True)
    (state / "venv").symlink_to(VENV.resolve())
    packages = Path("web") / "node_modules"
    (to / packages).symlink_to((ROOT / packages).resolve())
    return to


def command(words: Sequence[str], checkout: Path) -> tuple[list[str], Path]:
    """The call that `red` stands for, and where it is made."""
    node = os.environ.get("NODE_PROGRAM", "node")
    if words[0].startswith("tsconfig"):
        compiler = checkout / "web" / "node_modules" / "typescript" / "bin" / "tsc"
        return [node, str(compiler), "-p", *words], checkout / "web"
    if words[0].endswith(".test.js"):
        return [node, "--test", *words], checkout
    short = ["-q", "-x", "-p", "no:cacheprovider", "-m", "not long"]
    return [sys.executable, "-m", "pytest", *short, *words], checkout


def outcome(fault: Fault, checkout: Path) -> tuple[int, str]:
    """Run the fault's tests; give the exit code and what they said."""
    words, folder = command(fault.red, checkout)
    # A file that is changed within a second, and keeps its size, would be taken for its bytecode.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        words, cwd=folder, env=environment, text=True, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


def verdict(fault: Fault, checkout: Path, green: set[tuple[str, ...]]) -> str:
    """Make the fault, and say whether it was noticed; its file is as before afterwards."""
    file = checkout / fault.file
    before = file.read_bytes()
    try:
        made = fault.applied(before.decode())
    except ValueError as error:
        return f"CANNOT BE MADE: {error}"
    if tuple(fault.red) not in green:
        code, said = outcome(fault, checkout)
        if code:
            return f"NOT GREEN without the fault (exit code {code}):\n{said[-3000:]}"
        green.add(tuple(fault.red))
    try:
        file.write_text(made, "utf-8")
        code, said = outcome(fault, checkout)
    finally:
        file.write_bytes(before)
    if code == 0:
        return "NOT NOTICED"
    if code not in fault.codes:
        return f"BROKEN: exit code {code} is no failed test:\n{said[-3000:]}"
    return "noticed"


def chosen(words: Sequence[str] | None = None) -> list[Fault]:
    """The faults that the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("word", nargs="?", default="")
    parser.add_argument("--sample", type=int, metavar="N")
    parser.add_argument("--seed", default=datetime.datetime.now(datetime.UTC).date().isoformat())
    given = parser.parse_args(words)
    faults = [fault for fault in FAULTS if given.word in fault.part]
    if given.sample:
        print(f"A sample of {given.sample} faults of {len(faults)}, by the seed {given.seed}")
        faults = random.Random(given.seed).sample(faults, given.sample)
    return faults


def main() -> int:
    """Try the faults; give the exit code."""
    missed, green = 0, set[tuple[str, ...]]()
    with tempfile.TemporaryDirectory() as folder:
        checkout = copied(Path(folder) / "checkout")
        for fault in chosen():
            began = time.monotonic()
            found = verdict(fault, checkout, green)
            missed += found != "noticed"
            print(f"{time.monotonic() - began:6.0f} s  {fault.part}: {found}", flush=True)
    print(f"{missed} faults were not noticed" if missed else "Every fault was noticed")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
