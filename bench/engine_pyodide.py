"""The engine beside others, in Pyodide: `python bench/engine_pyodide.py [--json FILE]`.

Node.js is the program that the environment variable NODE_PROGRAM names, or else `node`. Of the
other engines those take part that are of pure Python and installed here.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    given = parser.parse_args()
    command = [os.environ.get("NODE_PROGRAM", "node"), str(HERE / "engine_pyodide.mjs")]
    micrograd = find_spec("micrograd")
    if micrograd and micrograd.origin:
        command += ["--micrograd", str(Path(micrograd.origin).parent)]
    if given.json:
        command += ["--json", str(given.json.resolve())]
    sys.exit(subprocess.run(command, check=False).returncode)


if __name__ == "__main__":
    main()
