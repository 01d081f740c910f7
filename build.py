#!/usr/bin/env python3
"""Build, serve, test and measure the site: `python3 build.py serve`.

Needs Python 3.11 or later and nothing else. What it needs besides (a virtual environment, Node.js,
npm packages, a browser) it puts into .build/ and web/node_modules/, pinned by hash. It only calls
other tools (tools/steps.py); a step whose inputs have not changed is not done again.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tools.steps import BIN, ROOT, STATE, VENV, Trouble, environment, once, run, say, show

WEB = ROOT / "web"
DIST = ROOT / "dist"
LESSONS = WEB / "tools" / "lessons.mjs"
PARTS = STATE / "parts"
OLDEST_NODE = 20
PORT = 8000


# --- what is needed ---------------------------------------------------------------------------


def python_tools(*names: str) -> Path:
    """Have the pinned packages of requirements/NAME.txt; give the environment's Python."""
    python = BIN / ("python.exe" if os.name == "nt" else "python")
    if not python.exists():
        run(
            "Making a virtual environment in .build/venv",
            [sys.executable, "-m", "venv", VENV],
            fix="Install Python's venv module (Debian and Ubuntu: apt install python3-venv).",
        )
    for name in names:
        wanted = ROOT / "requirements" / f"{name}.txt"
        install = [python, "-m", "pip", "install", "--require-hashes", "--requirement", wanted]
        once(
            f"python-{name}",
            [wanted, sys.version],
            [python],
            functools.partial(
                run,
                f"Installing requirements/{name}.txt",
                install,
                fix="Is there a connection to the Python package index?",
            ),
        )
    return python


def node() -> str:
    """Give Node.js: the machine's own where it is new enough, else the one from PyPI."""
    found = shutil.which("node")
    if found and shutil.which("npm"):
        version = subprocess.run(
            [found, "--version"], capture_output=True, text=True
        ).stdout.strip()
        if version.startswith("v") and int(version[1:].split(".")[0]) >= OLDEST_NODE:
            return found
    python_tools("node")
    return str(BIN / ("node.exe" if os.name == "nt" else "node"))


def npm_packages() -> str:
    """Have the pinned packages of web/package-lock.json; give Node.js."""
    program = node()
    npm = shutil.which("npm", path=environment()["PATH"]) or "npm"
    once(
        "npm",
        [WEB / "package.json", WEB / "package-lock.json"],
        [WEB / "node_modules" / "pyodide"],
        lambda: run(
            "Installing the front-end libraries",
            [npm, "ci", "--ignore-scripts", "--loglevel=error"],
            cwd=WEB,
            fix="Is there a connection to the npm registry?",
        ),
    )
    return program


def browsers(*engines: str) -> None:
    """Have the browsers that the tests drive; tools/browsers.py says where they may come from."""
    show("Finding a browser", [python_tools("test"), ROOT / "tools" / "browsers.py", *engines])


# --- the site ---------------------------------------------------------------------------------


def build() -> Path:
    """Make dist/, which any static host can serve from any path."""
    engine, micropip, added = make_engine(), get_micropip(), added_wheels()
    program = npm_packages()
    parts = {
        "engine": engine,
        "micropip": micropip,
        "wheels": added,
        "opening": make_opening(),
        "snapshot": take_snapshot(program, engine, micropip),
    }
    figures, stills = make_stills(program)
    from_python = ["--figures", figures, "--stills", stills]
    parts_file = PARTS / "parts.json"
    parts_file.write_text(json.dumps(parts, default=str) + "\n")
    tools = WEB / "tools"

    def bundle() -> None:
        run("Bundling the site into dist/", [program, tools / "bundle.mjs", DIST, parts_file])
        run(
            "Compiling the lessons",
            [program, LESSONS, *from_python, "--out", DIST, "--pages", PARTS],
        )
        run("Listing licences", [program, tools / "licences.mjs", DIST, parts_file])
        run("Preparing the site for use offline", [program, tools / "offline.mjs", DIST])

    generated = {"node_modules", "wheels"}
    sources = [file for file in sorted(WEB.iterdir()) if file.name not in generated]
    once(
        "site",
        [*sources, engine, micropip, *added, parts["opening"], stills, parts["snapshot"]],
        [DIST / "index.html"],
        bundle,
    )
    return DIST


def take_snapshot(program: str, engine: Path, micropip: Path) -> Path:
    """Make the memory image that Python continues from in the page."""
    snapshot = PARTS / "snapshot.gz"
    script = WEB / "tools" / "snapshot.mjs"
    held = ("snapshot.js", "wasm-data.js", "serve.py", "wasm_instance.py")
    packing = [WEB / "sandbox" / name for name in held]
    inputs = [engine, micropip, script, WEB / "package-lock.json", *packing]
    once(
        "snapshot",
        inputs,
        [snapshot],
        functools.partial(
            run,
            "Taking the memory snapshot of Python",
            [program, script, engine, micropip, snapshot],
        ),
    )
    return snapshot


def make_opening() -> Path:
    """Work out what the Lab shows before Python is there."""
    opening = PARTS / "opening.json"

    def work_out() -> None:
        module = [python_tools(), "-m", "py_engine.classroom.opening"]
        opening.write_text(run("Working out the Lab's first picture", module))

    once("opening", [ROOT / "py_engine", WEB / "app" / "model"], [opening], work_out)
    return opening


def make_stills(program: str) -> tuple[Path, Path]:
    """Work out what the course's figures show at first; give the questions and the answers."""
    figures, stills = PARTS / "figures.json", PARTS / "stills.json"
    PARTS.mkdir(parents=True, exist_ok=True)
    run("Reading the lessons", [program, LESSONS, "--figures", figures])

    def work_out() -> None:
        module = [python_tools(), "-m", "py_engine.classroom.stills", figures]
        stills.write_text(run("Working out the figures of the course", module))

    once("stills", [ROOT / "py_engine", figures], [stills], work_out)
    return figures, stills


def make_engine() -> Path:
    """Make the py_engine wheel."""
    python = python_tools("build")
    folder = PARTS / "engine"
    inputs = [ROOT / name for name in ("pyproject.toml", "README.md", "LICENSE", "py_engine")]

    def make() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        run(
            "Building the py_engine wheel",
            [
                python,
                "-m",
                "pip",
                "wheel",
                "--no-deps",
                "--no-build-isolation",
                "--no-index",
                "--wheel-dir",
                folder,
                ".",
            ],
        )

    once("engine", inputs, [folder], make)
    return only_wheel(folder)


def get_micropip() -> Path:
    """Download micropip's wheel, for the Python of the page."""
    python = python_tools()
    folder = PARTS / "micropip"
    wanted = ROOT / "requirements" / "site.txt"

    def download() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        run(
            "Downloading micropip",
            [
                python,
                "-m",
                "pip",
                "download",
                "--no-deps",
                "--only-binary",
                ":all:",
                "--python-version",
                "3.14",
                "--require-hashes",
                "--requirement",
                wanted,
                "--dest",
                folder,
            ],
            fix="Is there a connection to the Python package index?",
        )

    once("micropip", [wanted], [folder], download)
    return only_wheel(folder)


def only_wheel(folder: Path) -> Path:
    """Give the one wheel in the folder."""
    [wheel] = folder.glob("*.whl")
    return wheel


def added_wheels() -> list[Path]:
    """List the wheels that an instructor added. Raises Trouble for one that cannot be used."""
    wheels = sorted((WEB / "wheels").glob("*.whl"))
    for wheel in wheels:
        if not wheel.name.endswith("-none-any.whl"):
            raise Trouble(
                f"web/wheels/{wheel.name} is not pure Python (its name must end in -none-any.whl)."
            )
        if not zipfile.is_zipfile(wheel):
            raise Trouble(f"web/wheels/{wheel.name} is damaged: it is not a zip file.")
    return wheels


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves dist/ as a static host does."""

    extensions_map = {  # noqa: RUF012 (the base class has it as a plain attribute)
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".js": "text/javascript",
        ".wasm": "application/wasm",
        ".gz": "application/gzip",
    }

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=600" if "/assets/" in self.path else "no-cache")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing for each request."""


def serve(port: int) -> None:
    """Build, then serve until Ctrl+C."""
    handler = functools.partial(Handler, directory=str(build()))
    try:
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    except OSError as error:
        raise Trouble(
            f"Port {port} cannot be used ({error.strerror}): try serve --port {port + 1}."
        ) from None
    with server:
        say(f"The site is at http://127.0.0.1:{server.server_port}/ (Ctrl+C ends it)")
        server.serve_forever()


# --- what a change must pass ------------------------------------------------------------------


def test(arguments: list[str], quick: bool) -> None:
    """Run everything a change must pass; with pytest's own arguments, only those tests."""
    python = python_tools("build", "test")
    program = npm_packages()
    os.environ["NODE_PROGRAM"] = program
    if not quick:
        build()
        browsers("chromium", "firefox", "webkit")
    pytest = [python, "-m", "pytest"]
    if arguments:
        return show("Running the tests asked for", [*pytest, *arguments])
    show("Lint", [python, "-m", "ruff", "check"])
    show("Types of py_engine", [python, "-m", "mypy"])
    compiler = WEB / "node_modules" / "typescript" / "bin" / "tsc"
    for project in ("app", "model", "worker", "tools"):
        show(
            f"Types of web ({project})",
            [program, compiler, "-p", f"tsconfig.{project}.json"],
            cwd=WEB,
        )
    scripts = sorted((ROOT / "tests").rglob("*.test.*js"))
    if scripts:
        show("Tests of the page's scripts", [program, "--test", *scripts])
    folders = [f for f in sorted((ROOT / "tests").iterdir()) if any(f.rglob("test_*.py"))]
    slow = {"e2e", "pyodide", "site"}
    show("Tests", [*pytest, *(f for f in folders if not (quick and f.name in slow))])
    say("All passed.")
    return None


def bench(json_file: Path | None) -> None:
    """Run the scripts in bench/, each of which prints its table, and gather their figures."""
    python = python_tools("build", "test", "bench")
    program = os.environ["NODE_PROGRAM"] = npm_packages()
    build()
    browsers("chromium")
    folder = ROOT / "bench"
    scripts = {f.stem: [program, f] for f in sorted(folder.glob("[!_]*.mjs"))}
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


def main() -> int:
    """Read the command line; give the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="make dist/")
    serving = commands.add_parser("serve", help="make dist/ and serve it")
    serving.add_argument("--port", type=int, default=PORT)
    testing = commands.add_parser("test", help="run everything a change must pass")
    testing.add_argument("--quick", action="store_true", help="without the site and the browser")
    measuring = commands.add_parser("bench", help="measure, side by side")
    measuring.add_argument("--json", type=Path, metavar="FILE")
    given, rest = parser.parse_known_args()
    if rest and given.command != "test":
        parser.error(f"unknown: {' '.join(rest)}")
    try:
        if given.command == "build":
            say(f"The site is in {build().relative_to(ROOT)}/")
        elif given.command == "serve":
            serve(given.port)
        elif given.command == "test":
            test(rest, given.quick)
        else:
            bench(given.json)
    except Trouble as trouble:
        print(f"\nbuild.py: {trouble}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    if sys.version_info < (3, 11):  # noqa: UP036 (whoever runs it may have an older one)
        sys.exit(
            "build.py: Python 3.11 or later is needed; this is " + sys.version.split()[0] + "."
        )
    sys.exit(main())
