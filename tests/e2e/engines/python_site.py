"""The site with Python's client alone in its page: what the page's own script would hide."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[3]
HARNESS = ROOT / "tests" / "e2e" / "harness" / "main.js"
PAGE = (
    '<!doctype html><meta charset="utf-8">{policy}<title>Python</title>'
    '<link rel="icon" href="data:,"><body><script type="module" src="harness.js"></script>'
)
# Asked of Python, however it was started; and the answer.
WHICH_PYTHON = (
    "import importlib.metadata, inspect, micropip, py_engine, sys\n"
    "print(sys.version.split()[0], importlib.metadata.version('py_engine'))\n"
    "print(callable(micropip.install), 'import' in inspect.getsource(py_engine))"
)
SAME_PYTHON = "3.14.2 0.1.0\nTrue True\n"


def node() -> str:
    """Return Node.js: the one that the build uses, else the machine's."""
    program = os.environ.get("NODE_PROGRAM") or shutil.which("node")
    assert program, "no Node.js: run `python3 build.py test`, which installs it"
    return program


def make_python_site(dist: Path, root: Path) -> Path:
    """Fill the folder `root` with Python's files from `dist`, and a page that has `client`."""
    shutil.copytree(dist / "assets", root / "assets")
    facts = json.loads((dist.parent / ".build" / "parts" / "python-site.json").read_text())
    esbuild = ROOT / "web" / "node_modules" / "esbuild" / "bin" / "esbuild"
    command = [
        node(), esbuild, HARNESS, "--bundle", "--format=esm", "--log-level=warning",
        f"--outfile={root / 'harness.js'}", f"--define:PYTHON_SITE={json.dumps(facts)}",
    ]  # fmt: skip
    subprocess.run(command, check=True)
    page = (dist / "index.html").read_text()
    policy = re.search(r'<meta http-equiv="Content-Security-Policy"[^>]*>', page)
    assert policy, "the page has no policy"
    (root / "index.html").write_text(PAGE.format(policy=policy[0]))
    return root
