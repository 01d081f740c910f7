"""What a change must pass, as one table of stages; and what a long run adds to it.

A change is proved by all that needs no browser, by the page in Chromium, and by the journeys in the
two other engines. The long run (--all) adds the tests marked `long`, random properties, and a
sample of deliberate faults, which the suite must notice.
"""

from __future__ import annotations

import dataclasses
import os
import re
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.needs import browsers, node_version, npm_packages, python_tools
from tools.site_build import build
from tools.stages import Stage, Verdict, run_stages
from tools.steps import ROOT, STATE, WEB, plain, say, show

LANES = ("python", "browser")  # two cores: one for each
ENGINES = ("chromium", "firefox", "webkit")
JOURNEYS = "tests/e2e/engines"
COURSE = tuple(f"tests/e2e/test_{part}.py" for part in ("course", "own_engine", "deep_chains"))
PYTHON = (
    "tests/site",
    "tests/e2e/test_python.py",
    "tests/e2e/test_wasm.py",
    "tests/e2e/test_wheels.py",
)
SITE = "The site"
FAILURES = STATE / "failures"  # what a failing test of the page leaves: a screenshot, the console
RESULTS = STATE / "suite"

# What decides a verdict: rather too much than too little, since a run in vain costs only seconds.
SCRIPTS = ("build.py", "hatch_build.py", "tools")
RUNNER = (*SCRIPTS, "pyproject.toml", "requirements", f":{sys.version}")
PYTEST = (*RUNNER, "py_engine", "web")
TEXTS = ("README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "LICENSE", "docs", ".ci", ".github")
UNIT = (*TEXTS, "bench", "tests")  # which see that every test is run, among others
PAGE = (*PYTEST, *TEXTS, "tests/e2e", "tests/site")


@dataclass(frozen=True)
class Choice:
    """How much of the suite is run."""

    quick: bool = False  # only what needs no browser
    everything: bool = False  # the long run
    again: bool = False  # also what has passed with the same inputs
    engines: Sequence[str] | None = None  # only what runs in these browsers

    @property
    def browsers(self) -> Sequence[str]:
        return () if self.quick else self.engines or ENGINES


def test(choice: Choice, arguments: Sequence[str]) -> int:
    """Run the suite; with pytest's own arguments, only those tests of it. Give the exit code.

    Raises Trouble where something is missing that it needs.
    """
    began = time.monotonic()
    python = python_tools("build", "test")
    program = os.environ["NODE_PROGRAM"] = npm_packages()
    if arguments:
        if not choice.quick:
            build()
            browsers(*choice.browsers)
        show("Running the tests asked for", [python, "-m", "pytest", *length(choice), *arguments])
        return 0
    found = browsers(*choice.browsers) if choice.browsers else {}
    shutil.rmtree(FAILURES, ignore_errors=True)
    stages = [s for s in table(python, program, found, choice) if is_chosen(s, choice)]
    verdicts = run_stages(stages, LANES, again=choice.again)
    return conclude(verdicts, time.monotonic() - began)


def is_chosen(stage: Stage, choice: Choice) -> bool:
    """Whether the stage is part of what was asked for."""
    if stage.lane == "browser":
        return stage.browser in choice.browsers or (not stage.browser and bool(choice.browsers))
    return choice.engines is None


def length(choice: Choice) -> Sequence[str]:
    """Give pytest's options for which tests there are: without --all not the long ones."""
    return () if choice.everything else ("-m", "not long")


def table(python: Path, program: str, found: dict[str, Path], choice: Choice) -> list[Stage]:
    """List the stages, each lane in its order."""
    shared = shared_by_tests()
    minutes = 180 if choice.everything else 60
    javascript = ("web", "requirements/node.txt", f":{node_version(program)}")
    compiler = WEB / "node_modules" / "typescript" / "bin" / "tsc"

    def pytest(name: str, folders: Sequence[str], reads: Sequence[str], *options: str) -> Stage:
        results = RESULTS / f"{plain(name)}.xml"
        quiet = ("-q", "-p", "no:cacheprovider", f"--junit-xml={results}")
        inputs = (*PYTEST, *shared, *javascript, *folders, *reads)
        words = (*folders, *length(choice), *quiet, *options)
        command: Sequence[str | Path] = [python, "-m", "pytest", *words]
        return Stage(name, command, inputs, results=results, minutes=minutes)

    def types(project: str) -> Stage:
        command: Sequence[str | Path] = [program, compiler, "-p", f"tsconfig.{project}.json"]
        return Stage(f"Types of web ({project})", command, (*RUNNER, *javascript), folder=WEB)

    def scripts() -> Stage:
        name, results = "The page's models", RESULTS / "scripts.xml"
        reporters = ["spec", "stdout", "junit", str(results)]
        options = [
            f"--test-reporter{'-destination' if i % 2 else ''}={r}" for i, r in enumerate(reporters)
        ]
        files = sorted((ROOT / "tests").rglob("*.test.*js"))
        reads = (*RUNNER, *javascript, "tests/model", "tests/client")
        patience = "--test-timeout=300000"  # milliseconds for a file: what hangs has failed
        return Stage(name, [program, "--test", patience, *options, *files], reads, results=results)

    def page(name: str, browser: str, folders: Sequence[str], *options: str) -> Stage:
        at = found.get(browser)
        facts = at.stat() if at else None
        version = f":{at} {facts and (facts.st_size, facts.st_mtime_ns)}"
        made = pytest(name, folders, (*PAGE, version), *options)
        return dataclasses.replace(made, lane="browser", after=(SITE,), browser=browser)

    properties = pytest("Properties", ["tests/property", "tests/fuzz"], [])
    if choice.everything:  # other examples each time: never proved before
        random = [*properties.command, "--hypothesis-profile=random"]
        properties = dataclasses.replace(properties, command=random, inputs=())
    sample: Sequence[str | Path] = [python, "-m", "tests.faults", "--sample", "4"]
    faults = Stage("A sample of faults", sample, (), lane="browser", after=(SITE,), minutes=minutes)
    apart = [f"--ignore={path}" for path in (JOURNEYS, *COURSE, *PYTHON)]
    others = " and ".join(f"not {engine}" for engine in ENGINES[1:])
    code = (*RUNNER, "py_engine", "web/classroom", "tests", "bench")
    return [
        Stage("Lint", [python, "-m", "ruff", "check"], code),
        Stage("Types of Python", [python, "-m", "mypy"], code),
        *map(types, ("app", "model", "worker", "tools")),
        scripts(),
        pytest("Engine and classroom", ["tests/unit", "tests/architecture"], UNIT),
        properties,
        pytest("Course", ["tests/content"], []),
        pytest("Faults that can be made", ["tests/faults"], PAGE),
        Stage(SITE, [sys.executable, ROOT / "build.py", "build"], (), lane="browser"),
        page("Lab in Chromium", "chromium", ["tests/e2e"], *apart),
        page("Course in Chromium", "chromium", COURSE),
        page("Journeys in Chromium", "chromium", [JOURNEYS], "-k", others),
        page("Journeys in WebKit", "webkit", [JOURNEYS], "-k", "webkit"),
        page("Python and site in Chromium", "chromium", PYTHON),
        page("Journeys in Firefox", "firefox", [JOURNEYS], "-k", "firefox"),
        # Of no lane: it fills what is left at the end, beside the last of the pages.
        dataclasses.replace(pytest("Engine in Pyodide", ["tests/pyodide"], []), lane="any"),
        *([faults] if choice.everything else []),
    ]


def shared_by_tests() -> list[str]:
    """List what a test may use of another folder: what is no test, or is imported elsewhere."""
    files = {str(f.relative_to(ROOT)): f for f in sorted((ROOT / "tests").rglob("*.py"))}
    named = {
        m for f in files.values() for m in re.findall(r"\btests(?:\.\w+)+", f.read_text("utf-8"))
    }
    imported = {f"{name.replace('.', '/')}.py" for name in named}
    return [name for name, f in files.items() if f.name[:5] != "test_" or name in imported]


def conclude(verdicts: Sequence[Verdict], seconds: float) -> int:
    """Tell what took longest, what failed, and the count as the last line; give the exit code."""
    ran = [verdict for verdict in verdicts if not verdict.earlier]
    slowest = sorted((test for verdict in ran for test in verdict.slowest), reverse=True)[:10]
    if slowest:
        say("\nThe slowest tests:")
        say("\n".join(f"{took:7.1f} s  {name}" for took, name in slowest))
    failing = [name for verdict in verdicts for name in verdict.failing]
    if failing:
        say("\nNot passed:")
        say("\n".join(f"  {name}" for name in failing))
    if FAILURES.exists():
        say(f"Screenshots and consoles of what failed: {FAILURES.relative_to(ROOT)}/")
    if earlier := sum(verdict.passed for verdict in verdicts if verdict.earlier):
        say(f"\n{earlier} of these passed before with the same inputs: --again runs them too.")
    say(f"\n{len(verdicts)} stages in {seconds:.0f} s")
    failed = sum(verdict.failed + verdict.skipped for verdict in verdicts)
    passed = sum(verdict.passed for verdict in verdicts)
    say(f"{passed} passed, {failed} failed")
    return 0 if passed and not failed else 1  # a run of nothing has proved nothing
