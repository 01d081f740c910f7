"""The runner of the suite: what it runs, what it need not run again, and what it tells."""

from __future__ import annotations

import ast
import functools
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tools import stages, steps, suite
from tools.stages import Stage, Verdict, run_stages
from tools.suite import Choice

ROOT = steps.ROOT


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep stamps, logs and results out of the project's own."""
    for module in (steps, stages):
        monkeypatch.setattr(module, "STATE", tmp_path / "state")
        monkeypatch.setattr(module, "ROOT", tmp_path)
    (tmp_path / "read").write_text("a")
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")  # most of the time of a small run


def stage(tmp_path: Path, code: str = "", name: str = "one", **more: Any) -> Stage:
    """A stage that counts its runs, and reads one file."""
    counting = f"open('{tmp_path / name}', 'a').write('.')\n{code}"
    command = [sys.executable, "-c", counting]
    return Stage(name, command, **{"inputs": ["read"], "folder": tmp_path} | more)


def runs(tmp_path: Path, name: str = "one") -> int:
    return len((tmp_path / name).read_text())


def run(*wanted: Stage, again: bool = False, lanes: Sequence[str] = ("python",)) -> list[Verdict]:
    return run_stages(wanted, lanes, again=again)


def test_a_stage_that_passed_is_not_run_again_and_still_counts(tmp_path: Path) -> None:
    [first], [second] = run(stage(tmp_path)), run(stage(tmp_path))
    assert runs(tmp_path) == 1
    assert (first.passed, first.earlier) == (second.passed, not second.earlier) == (1, False)


@pytest.mark.parametrize("change", ["an input", "the command", "asked for", "no inputs"])
def test_a_stage_is_run_again_after_a_change(change: str, tmp_path: Path) -> None:
    more: dict[str, Any] = {"inputs": []} if change == "no inputs" else {}
    run(stage(tmp_path, **more))
    if change == "an input":
        (tmp_path / "read").write_text("b")
    code = "print('another')" if change == "the command" else ""
    run(stage(tmp_path, code, **more), again=change == "asked for")
    assert runs(tmp_path) == 2


@pytest.mark.parametrize("code", ["raise SystemExit(1)", "open('read', 'w').write('changed')"])
def test_a_stage_that_failed_or_whose_inputs_changed_meanwhile_is_run_again(
    code: str, tmp_path: Path
) -> None:
    run(stage(tmp_path, code))
    (tmp_path / "read").write_text("a")
    run(stage(tmp_path, code))
    assert runs(tmp_path) == 2


def test_a_stage_that_fails_shows_all_that_it_said_and_the_others_are_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = stage(tmp_path, "print('x' * 999 + 'first')\nprint('last')\nraise SystemExit(7)", "bad")
    needing = stage(tmp_path, name="needing", after=["bad"])
    verdicts = {v.name: v for v in run(bad, needing, stage(tmp_path))}
    assert [name for name, verdict in verdicts.items() if verdict.good] == ["one"]
    assert not (tmp_path / "needing").exists()
    out = capsys.readouterr().out
    assert "x" * 999 + "first\nlast" in out
    assert "FAILED   bad" in out


def test_a_stage_that_does_not_end_is_ended_and_has_failed(tmp_path: Path) -> None:
    endless = "import signal\nprint('here', flush=True)\nsignal.pause()"
    [verdict] = run(stage(tmp_path, endless, minutes=0.02))
    assert not verdict.good
    assert verdict.failing == ["one: had not ended after 0.02 minutes"]


def test_stages_of_two_lanes_run_side_by_side_and_a_free_lane_helps(tmp_path: Path) -> None:
    def meeting(name: str, other: str) -> str:
        return (
            f"import pathlib, time\npathlib.Path('{name}-there').touch()\nend = time.time() + 60\n"
            f"while not pathlib.Path('{other}-there').exists(): assert time.time() < end"
        )

    a = stage(tmp_path, meeting("a", "b"), "a", lane="python")
    b = stage(tmp_path, meeting("b", "a"), "b", lane="python")
    assert all(verdict.good for verdict in run(a, b, lanes=("python", "browser")))


TESTS = """
import pytest
def test_good(): pass
def test_good_too(): pass
def test_bad(): assert 1 == 2
@pytest.mark.skip
def test_none(): pass
@pytest.fixture
def broken(): raise ValueError
def test_broken(broken): pass
"""


def counted(tmp_path: Path, tests: str) -> Verdict:
    (tmp_path / "test_it.py").write_text(tests)
    results = tmp_path / "results.xml"
    command = [sys.executable, "-m", "pytest", "-q", "test_it.py", f"--junit-xml={results}"]
    [verdict] = run(Stage("tests", command, ["read"], folder=tmp_path, results=results))
    return verdict


def test_each_test_is_counted_and_named(tmp_path: Path) -> None:
    verdict = counted(tmp_path, TESTS)
    assert (verdict.passed, verdict.failed, verdict.skipped) == (2, 2, 1)
    assert [name.split(": ")[1] for name in verdict.failing] == [
        "test_bad", "test_none", "test_broken"
    ]  # fmt: skip
    assert len(verdict.slowest) == 5
    assert not verdict.good


@pytest.mark.parametrize(
    "tests",
    [
        "",
        "import pytest\ndef test_a(): pass\n@pytest.mark.skip\ndef test_b(): pass",
        "def test_a(): pass\nimport os\nos._exit(0)",
        "def test_a():\n    import os\n    os._exit(0)",
    ],
    ids=["no test", "one skipped", "ended before", "ended in the middle"],
)
def test_what_did_not_run_is_not_passed(tests: str, tmp_path: Path) -> None:
    assert not counted(tmp_path, tests).good


def test_the_last_line_is_the_count_and_the_slowest_and_the_failing_are_named(
    capsys: pytest.CaptureFixture[str],
) -> None:
    slow = [(float(i), f"test {i}") for i in range(8)]
    good = Verdict("good", 1.0, passed=20, slowest=slow)
    bad = Verdict("bad", 1.0, passed=3, failed=1, skipped=1, failing=["that one"], slowest=slow)
    assert suite.conclude([good, bad, Verdict("same", passed=5, earlier=True)], 60.0) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "28 passed, 2 failed"
    assert "  that one" in lines
    assert sum(" s  test " in line for line in lines) == 10
    assert any(line.startswith("5 of these passed before") for line in lines)
    assert suite.conclude([good], 60.0) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "20 passed, 0 failed"


def test_a_run_of_nothing_has_not_passed() -> None:
    assert suite.conclude([], 0.0) == 1


# --- the table --------------------------------------------------------------------------------


def table(**choice: Any) -> list[Stage]:
    made = Choice(**choice)
    browsers = {engine: Path(sys.executable) for engine in suite.ENGINES}
    rows = suite.table(Path(sys.executable), "node", browsers, made)
    return [row for row in rows if suite.is_chosen(row, made)]


def names(**choice: Any) -> set[str]:
    return {row.name for row in table(**choice)}


def folders(row: Stage) -> list[Path]:
    """The folders of tests that a stage runs."""
    return [ROOT / word for word in map(str, row.command) if word.startswith("tests/")]


def test_every_file_of_tests_is_in_a_stage() -> None:
    covered = [folder for row in table() for folder in folders(row)]
    files = {*(ROOT / "tests").rglob("test_*.py")}
    assert len(files) > 40
    assert [f for f in files if not any(f.is_relative_to(c) for c in covered)] == []
    scripts = {*(ROOT / "tests").rglob("*.test.js")}
    assert scripts <= {Path(word) for row in table() for word in row.command}


def test_stages_have_names_of_their_own_and_need_only_what_comes_before() -> None:
    for choice in ({}, {"everything": True}):
        seen: list[str] = []
        for row in table(**choice):
            assert row.name not in seen
            assert set(row.after) <= set(seen)
            seen.append(row.name)


def test_quick_needs_no_browser_and_the_browsers_need_only_the_site() -> None:
    quick = names(quick=True)
    assert {"Lint", "Engine and classroom", "Course"} <= quick
    assert suite.SITE not in quick
    apart = [names(engines=[engine]) for engine in suite.ENGINES]
    assert all(suite.SITE in part for part in apart)
    assert quick.union(*apart) == names()
    assert sum(map(len, apart)) + len(quick) == len(names()) + 2, "each in one, but for the site"


def test_the_long_run_leaves_nothing_out() -> None:
    for row in table(everything=True):
        assert "not long" not in row.command
    assert names() <= names(everything=True)


@functools.cache
def imported(file: Path) -> set[Path]:
    """The project's own files that a Python file imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        for module in modules:
            path = ROOT / module.replace(".", "/")
            found |= {f for f in (path.with_suffix(".py"), path) if module and f.exists()}
    return found


def test_what_a_stage_imports_is_among_its_inputs() -> None:
    checked = 0
    for row in table():
        inputs = [ROOT / text for text in row.inputs if not text.startswith(":")]
        assert [path for path in inputs if not path.exists()] == []
        files = {ROOT / "tests" / "conftest.py"} if folders(row) else set()
        for folder in folders(row):
            files |= {*folder.rglob("*.py")} if folder.is_dir() else {folder}
        needed = files.union(*map(imported, files))
        assert {p for p in needed if not any(p.is_relative_to(i) for i in inputs)} == set()
        checked += len(files)
    assert checked > 60


def test_only_some_tests_prove_no_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[list[str]] = []
    monkeypatch.setattr(suite, "python_tools", lambda *_: Path("python"))
    monkeypatch.setattr(suite, "npm_packages", lambda: "node")
    monkeypatch.setattr(suite, "show", lambda _, command: shown.append(list(map(str, command))))
    for everything, short in ((False, ["-m", "not long"]), (True, [])):
        assert suite.test(Choice(True, everything), ["tests/unit", "-k", "tape"]) == 0
        assert shown.pop() == ["python", "-m", "pytest", *short, "tests/unit", "-k", "tape"]
    assert not (steps.STATE / "stamps").exists()
