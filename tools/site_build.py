"""Make dist/, which any static host can serve from any path: each step once for its inputs."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

from tools import protocol
from tools.needs import NO_INDEX, npm_packages, python_tools
from tools.steps import ROOT, STATE, WEB, Command, Trouble, made, once, run

DIST = ROOT / "dist"
LESSONS = WEB / "tools" / "lessons.mjs"
PARTS = STATE / "parts"
HERE = Path(__file__).resolve()
OURS = (ROOT / "py_engine", WEB / "classroom")  # Python that is run to make the site


def build() -> Path:
    """Make dist/; give its path."""
    protocol.main()
    engine, classroom = make_engine(), make_classroom()
    micropip, added = get_micropip(), added_wheels()
    program = npm_packages()
    ours = [engine, classroom]
    wheels: list[Path] = [*ours, micropip, *added]
    opening, snapshot = make_opening(), take_snapshot(program, [*ours, micropip])
    parts = {
        "engine": engine,
        "classroom": classroom,
        "micropip": micropip,
        "wheels": added,
        "opening": opening,
        "snapshot": snapshot,
    }
    answers = make_answers()
    figures, stills = make_stills(program)
    reference = make_reference()
    from_python: Command = ["--answers", answers, "--figures", figures, "--stills", stills]
    generated = {"node_modules", "wheels"}
    sources = [file for file in sorted(WEB.iterdir()) if file.name not in generated]
    once(
        "site",
        [*sources, *wheels, opening, answers, stills, reference, snapshot, HERE],
        [DIST / "index.html"],
        lambda: put_together(program, parts, from_python, reference),
    )
    return DIST


def put_together(
    program: str, parts: dict[str, object], from_python: Command, reference: Path
) -> None:
    """Make dist/ of its parts, and of what Python worked out for the lessons."""
    with made(PARTS / "parts.json") as file:
        file.write_text(json.dumps(parts, default=str) + "\n")
    listed, tools = PARTS / "parts.json", WEB / "tools"
    with made(DIST) as dist:
        run("Bundling the site into dist/", [program, tools / "bundle.mjs", dist, listed])
        run(
            "Compiling the lessons",
            [program, LESSONS, *from_python, "--out", dist, "--pages", PARTS],
        )
        pages: Command = [tools / "reference.mjs", reference, "--out", dist, "--pages", PARTS]
        run("Writing the reference", [program, *pages])
        run("Listing licences", [program, tools / "licences.mjs", dist, listed])
        run("Preparing the site for use offline", [program, tools / "offline.mjs", dist])


def take_snapshot(program: str, wheels: list[Path]) -> Path:
    """Make the memory image that Python continues from in the page."""
    snapshot = PARTS / "snapshot.gz"
    script = WEB / "tools" / "snapshot.mjs"
    held = ("snapshot.js", "wasm-data.js", "serve.py", "wasm_instance.py")
    packing = [WEB / "sandbox" / name for name in held]

    def take() -> None:
        with made(snapshot) as file:
            run("Taking the memory snapshot of Python", [program, script, *wheels, file])

    fixed = WEB / "tools" / "fixed-world.mjs"
    inputs = [*wheels, script, fixed, WEB / "package-lock.json", *packing]
    once("snapshot", inputs, [snapshot], take)
    return snapshot


def make_opening() -> Path:
    """Work out what the Lab shows before Python is there."""
    opening = PARTS / "opening.json"

    def work_out() -> None:
        module: Command = [python_tools(), "-m", "classroom.prerender.opening"]
        with made(opening) as file:
            file.write_text(run("Working out the Lab's first picture", module))

    once("opening", [*OURS, WEB / "app" / "model"], [opening], work_out)
    return opening


def make_answers() -> Path:
    """Make whole the answers of the course that are written as differences."""
    answers = PARTS / "answers.json"
    lessons = WEB / "lessons"

    def work_out() -> None:
        module: Command = [python_tools(), "-m", "tools.differences", lessons]
        with made(answers) as file:
            file.write_text(run("Making the answers of the course whole", module))

    once("answers", [lessons, ROOT / "tools" / "differences.py"], [answers], work_out)
    return answers


def make_reference() -> Path:
    """Describe the names of the engine."""
    reference = PARTS / "reference.json"

    def work_out() -> None:
        with made(reference) as file:
            module: Command = [python_tools("build"), "-m", "tools.reference", file]
            run("Reading the engine's names", module)

    tool, pinned = ROOT / "tools" / "reference.py", ROOT / "requirements" / "build.txt"
    examples = ROOT / "docs" / "examples.md"
    once("reference", [ROOT / "py_engine", tool, pinned, examples], [reference], work_out)
    return reference


def make_stills(program: str) -> tuple[Path, Path]:
    """Work out what the course's figures show at first; give the questions and the answers."""
    figures, stills = PARTS / "figures.json", PARTS / "stills.json"
    with made(figures) as file:
        run("Reading the lessons", [program, LESSONS, "--figures", file])

    def work_out() -> None:
        module: Command = [python_tools(), "-m", "classroom.prerender.stills", figures]
        with made(stills) as file:
            file.write_text(run("Working out the figures of the course", module))

    once("stills", [*OURS, figures], [stills], work_out)
    return figures, stills


def make_engine() -> Path:
    """Make the py_engine wheel."""
    return make_wheel("engine", ROOT, ["pyproject.toml", "hatch_build.py", "LICENSE", "py_engine"])


def make_classroom() -> Path:
    """Make the wheel of the site's own Python."""
    engine = ("../LICENSE", "../py_engine/__init__.py")  # whose version it has
    return make_wheel("classroom", WEB, ["pyproject.toml", "classroom", *engine])


def make_wheel(name: str, project: Path, of: list[str]) -> Path:
    """Make the wheel of a project of ours, of these files."""
    python = python_tools("build")
    folder = PARTS / name
    inputs = [(project / each).resolve() for each in of]
    local = ["--no-deps", "--no-build-isolation", "--no-index"]

    def make() -> None:
        with made(folder) as place:
            command: Command = [python, "-m", "pip", "wheel", *local, "--wheel-dir", place, project]
            run(f"Building the wheel of the {name}", command)

    once(name, inputs, [folder], make)
    return only_wheel(folder)


def get_micropip() -> Path:
    """Download micropip's wheel, for the Python of the page."""
    python = python_tools()
    folder = PARTS / "micropip"
    wanted = ROOT / "requirements" / "site.txt"
    kind = ["--no-deps", "--only-binary", ":all:", "--python-version", "3.14"]
    pinned: list[str | Path] = ["--require-hashes", "--requirement", wanted]

    def download() -> None:
        with made(folder) as place:
            command: Command = [python, "-m", "pip", "download", *kind, *pinned, "--dest", place]
            run("Downloading micropip", command, fix=NO_INDEX)

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
