"""Run a lesson or a notebook with the real PyTorch, in an environment that has it.

    python real_torch.py FILE ENGINE

FILE is a lesson.md, whose programs are run one after the other in one namespace and compared with
the texts that stand after them, or an .ipynb, whose cells hold by not raising. ENGINE is the source
file of `my_engine`. Prints what is untrue, a line each, and ends in status 1 if there is anything.
Uses the standard library only: it is run by another Python than the tests.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shutil
import sys
import tempfile
import traceback
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BLOCK = re.compile(r"^```(python|text)\n(.*?)^```$", flags=re.M | re.S)
WRITE = re.compile(r"%%writefile (\S+)\n")


def untrue_lesson(path: Path) -> Iterator[str]:
    source = path.read_text(encoding="utf-8")
    names: dict[str, Any] = {"__name__": "lesson"}
    printed = ""
    for block in BLOCK.finditer(source):
        line = source.count("\n", 0, block.start()) + 2
        if block[1] == "python":
            printed += output_of(block[2], names, f"{path.name}:{line}")
        else:
            if printed != block[2]:
                yield f"{path.name}:{line}: the lesson says\n{block[2]}and the code\n{printed}"
            printed = ""


def untrue_notebook(path: Path) -> Iterator[str]:
    names: dict[str, Any] = {"__name__": "__main__"}
    for number, cell in enumerate(json.loads(path.read_text(encoding="utf-8"))["cells"], start=1):
        code = "".join(cell["source"])
        if cell["cell_type"] != "code":
            continue
        if file := WRITE.match(code):
            Path(file[1]).write_text(code[file.end() :], encoding="utf-8")
            continue
        try:
            print(output_of(code, names, f"cell {number}"), file=sys.stderr)
        except Exception:  # whatever a cell raises is told
            yield f"{path.name}: cell {number}: {traceback.format_exc()}"


def output_of(code: str, names: dict[str, Any], place: str) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, place, "exec"), names)
    return printed.getvalue()


def main() -> int:
    path, engine = (Path(name).resolve() for name in sys.argv[1:])
    warnings.filterwarnings("ignore", message="Failed to initialize NumPy")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        sys.path.insert(0, folder)
        if path.suffix == ".md":
            shutil.copy(engine, "my_engine.py")
        found = list((untrue_notebook if path.suffix == ".ipynb" else untrue_lesson)(path))
        os.chdir(path.parent)
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
