"""build.py: what was done is not done again, and what cannot be done is said in one sentence."""

from __future__ import annotations

import ast
import contextlib
import errno
import fcntl
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest

import build
from tests.e2e.engines.profiles import eventually
from tools import lock, needs, serve, site_build, steps

pytestmark = pytest.mark.timeout(300)  # for what waits for the word of a process
BOUND = 120  # seconds, on a busy machine
ROOT = steps.ROOT
NOWHERE = "http://127.0.0.1:9/"  # where nobody listens


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep stamps and logs out of the project's own."""
    monkeypatch.setattr(steps, "STATE", tmp_path / "state")
    monkeypatch.setattr(steps, "ROOT", tmp_path)


def counted(tmp_path: Path) -> tuple[list[int], Path]:
    runs: list[int] = []
    made = tmp_path / "made"
    made.touch()
    return runs, made


def test_a_step_is_done_once_for_the_same_inputs(tmp_path: Path) -> None:
    runs, made = counted(tmp_path)
    source = tmp_path / "source"
    source.write_text("a")
    for _ in range(2):
        steps.once("step", [source], [made], lambda: runs.append(1))
    assert len(runs) == 1


@pytest.mark.parametrize("change", ["content", "name", "new file", "output gone"])
def test_a_step_is_done_again_after_a_change(change: str, tmp_path: Path) -> None:
    runs, made = counted(tmp_path)
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "a").write_text("a")

    def step() -> None:
        steps.once("step", [folder], [made], lambda: runs.append(1))

    step()
    if change == "content":
        (folder / "a").write_text("b")
    elif change == "name":
        (folder / "a").rename(folder / "b")
    elif change == "new file":
        (folder / "b").touch()
    else:
        made.unlink()
    step()
    assert len(runs) == 2


def test_a_step_that_failed_is_done_again(tmp_path: Path) -> None:
    runs, made = counted(tmp_path)

    def fails_first() -> None:
        runs.append(1)
        if len(runs) == 1:
            raise steps.Trouble("no")

    with pytest.raises(steps.Trouble):
        steps.once("step", ["x"], [made], fails_first)
    steps.once("step", ["x"], [made], fails_first)
    assert len(runs) == 2


def test_a_tool_that_fails_is_named_with_its_last_words_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = [sys.executable, "-c", "print('its last words'); raise SystemExit(3)"]
    with pytest.raises(steps.Trouble, match=r"Doing it: .* failed \(exit code 3\)\. Do that\."):
        steps.run("Doing it", command, fix="Do that.", cwd=tmp_path)
    assert "its last words" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "free"),
    [
        ("[Errno 28] No space left on device", steps.ROOM),
        ("npm error ENOSPC", steps.ROOM),
        ("", steps.ROOM - 1),  # not even that could be written
    ],
)
def test_a_tool_that_has_no_room_left_is_given_no_other_advice(
    words: str, free: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: mock.Mock(free=free))
    command = [sys.executable, "-c", f"raise SystemExit({words or 3!r})"]
    with pytest.raises(steps.Trouble, match=rf"Doing it: .* failed .* {re.escape(steps.FULL)}$"):
        steps.run("Doing it", command, fix="Do that.", cwd=tmp_path)


def test_a_tool_that_is_missing_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(steps.Trouble, match="Doing it: no-such-tool cannot be started"):
        steps.run("Doing it", ["no-such-tool"], cwd=tmp_path)


def test_a_port_in_use_is_told_with_another_to_try(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(steps.Trouble, match=rf"Port {port} cannot be used .*--port 0 takes"):
            serve.serve(tmp_path, port)


def test_a_wheel_with_machine_code_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_build, "WEB", tmp_path)
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "fast-1.0-cp314-cp314-linux_x86_64.whl").touch()
    with pytest.raises(steps.Trouble, match="not pure Python"):
        site_build.added_wheels()


def test_a_damaged_wheel_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_build, "WEB", tmp_path)
    (tmp_path / "wheels").mkdir()
    wheel = tmp_path / "wheels" / "nice-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("nice.py", "")
    assert site_build.added_wheels() == [wheel]
    wheel.write_bytes(wheel.read_bytes()[:10])
    with pytest.raises(steps.Trouble, match="damaged"):
        site_build.added_wheels()


def test_the_command_line_refuses_what_it_does_not_know() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "build.py", "build", "--fast"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "unknown: --fast" in done.stderr


@pytest.mark.parametrize("number", ["65536", "-1", "http"])
def test_what_is_no_port_is_refused(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        build.main(["serve", "--port", number])
    assert f"invalid port value: '{number}'" in capsys.readouterr().err


def test_what_would_leave_nothing_to_run_is_refused() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "build.py", "test", "--quick", "--browser", "firefox"],
        capture_output=True, text=True,
    )
    assert done.returncode == 2
    assert "not allowed with" in done.stderr


def test_trouble_is_one_sentence_without_a_traceback(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        script = "import build, sys; build.build = lambda: None; sys.exit(build.main(sys.argv[1:]))"
        done = subprocess.run(
            [sys.executable, "-c", script, "serve", "--port", port],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().startswith(f"build.py: Port {port} cannot be used")


OLDER = """
import runpy, sys
sys.version_info, sys.version = (3, 10, 13), "3.10.13 (main)"
sys.modules["tools"] = None  # which an older one could not even import
runpy.run_path("build.py", run_name="__main__")
"""


def test_an_older_python_is_told_which_it_needs_before_it_reads_more() -> None:
    done = subprocess.run([sys.executable, "-c", OLDER], cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == "build.py: Python 3.11 or later is needed; this is 3.10.13.\n"
    ast.parse((ROOT / "build.py").read_text("utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "No space left on device"),
        (OSError(errno.EROFS, "Read-only file system", "dist"), "Read-only file system: dist"),
        (OSError(errno.EXDEV, "Cross-device link", "a", None, "b"), "Cross-device link: a: b"),
        (OSError("no words of the system's"), "no words of the system's"),
    ],
)
def test_what_the_system_cannot_do_is_one_sentence(
    error: OSError, told: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(build, "end_in_order", lambda: None)
    monkeypatch.setattr(build, "verify", mock.Mock(side_effect=error))
    assert build.main(["verify", "dist"]) == 1
    assert capsys.readouterr().err == f"\nbuild.py: {told}\n"


COMMAND = re.compile(r"^    (python3 build\.py .*?)(?:  +#.*)?$", re.MULTILINE)


def test_every_command_of_the_readme_is_one_that_build_knows() -> None:
    commands = COMMAND.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert {"python3 build.py serve", "python3 build.py test"} <= set(commands)
    options: dict[str, set[str]] = {}
    for _python, _build, name, *words in map(str.split, commands):
        options.setdefault(name, set()).update(word for word in words if word.startswith("--"))
    for name, known in options.items():
        help_asked = [sys.executable, ROOT / "build.py", name, "--help"]
        done = subprocess.run(help_asked, capture_output=True, text=True)
        assert done.returncode == 0, name
        assert {option for option in known if option not in done.stdout} == set(), name


# --- one run at a time, and an end in order ---------------------------------------------------

HOLDING = """
import sys
from pathlib import Path
from tools import lock, steps
steps.STATE = Path(sys.argv[2])
with lock.only_run(sys.argv[1], steps.STATE):
    print("has it", flush=True)
    sys.stdin.readline()
"""


@contextlib.contextmanager
def started(code: str, *words: str | Path, **more: str) -> Iterator[subprocess.Popen[str]]:
    """A process that ends with this block."""
    process = subprocess.Popen(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        env={**os.environ, **more},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=BOUND)


def holding(
    state: Path, command: str, **more: str
) -> contextlib.AbstractContextManager[subprocess.Popen[str]]:
    """Start a process that takes the lock, says so, and keeps it until it is written to."""
    return started(HOLDING, command, state, **{lock.HELD: "0", **more})


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline().strip()


@pytest.mark.parametrize("ending", ["in order", "killed"])
def test_a_second_run_names_the_first_and_begins_when_that_has_ended(
    ending: str, tmp_path: Path
) -> None:
    with holding(tmp_path, "build.py test --all") as first:
        assert said(first) == "has it"
        with holding(tmp_path, "build.py build") as second:
            told = (
                rf".*: build\.py test --all \(process {first.pid}, since \d\d:\d\d:\d\d\)\. Wait.*"
            )
            assert re.fullmatch(told, said(second))
            assert second.poll() is None
            if ending == "killed":
                first.kill()
            else:
                first.communicate("go on\n", timeout=BOUND)
            assert said(second) == "has it"


def test_what_a_run_starts_passes_its_lock_but_waits_for_its_siblings(tmp_path: Path) -> None:
    with holding(tmp_path, "build.py test") as run, holding(tmp_path, "a", **{lock.HELD: "1"}) as a:
        assert said(run) == said(a) == "has it"
        with holding(tmp_path, "b", **{lock.HELD: "1"}) as b:
            assert f": a (process {a.pid}" in said(b)
            a.communicate("go on\n", timeout=BOUND)
            assert said(b) == "has it"


def test_children_learn_of_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(lock.HELD, "0")
    with lock.only_run("build.py test", tmp_path):
        assert steps.environment()[lock.HELD] == "1"
    assert os.environ[lock.HELD] == "0"


LONG = """
import fcntl, pathlib, signal, subprocess, sys
if len(sys.argv) == 2:
    subprocess.run([sys.executable, *sys.argv, "and its child"])
held = open(sys.argv[1] + "/held", "w")
fcntl.flock(held, fcntl.LOCK_EX)
pathlib.Path(sys.argv[1], "ready").touch()
signal.signal(signal.SIGINT, signal.SIG_IGN)  # as hard to end as can be
signal.alarm(300)  # but not there for ever where nobody ends it
while True:
    signal.pause()
"""
INTERRUPTED = """
import signal, sys
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # whatever ran the tests may have had it ignored
from pathlib import Path
from tools import steps
steps.STATE, steps.GRACE = Path(sys.argv[1]), 0.1
import build
from tools import stages
def half(folder=steps.STATE):
    long = [sys.executable, folder / "long.py", folder]
    with steps.made(folder / "dist") as dist:
        dist.write_text("half")
        if sys.argv[2] == "a step":
            steps.run("Something long", long)
        else:
            stages.run_stages([stages.Stage("Something long", long, [])], ["lane"], again=False)
build.build = half
sys.exit(build.main(["build"]))
"""


@pytest.mark.parametrize(
    ("during", "ending"),
    [("a stage", signal.SIGINT), ("a step", signal.SIGTERM), ("a stage", signal.SIGHUP)],
)
def test_ctrl_c_ends_what_was_started_and_leaves_nothing_half_made(
    ending: signal.Signals, during: str, tmp_path: Path
) -> None:
    (tmp_path / "long.py").write_text(LONG)
    with started(INTERRUPTED, tmp_path, during) as run:
        eventually((tmp_path / "ready").exists, BOUND)
        run.send_signal(ending)
        out, errors = run.communicate(timeout=BOUND)
    assert run.returncode == 130
    assert errors == ""
    assert out.splitlines()[-1] == (
        "build.py: ended; whatever it had started has ended too, and nothing is half made."
    )
    assert not (tmp_path / "dist").exists()
    with (tmp_path / "held").open("w") as held:  # the grandchild had it locked while it lived
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)


@pytest.mark.parametrize(
    ("before", "after"),
    [(signal.SIG_DFL, signal.default_int_handler), (signal.SIG_IGN, signal.SIG_IGN)],
)
def test_a_run_outlives_its_terminal_where_one_asked_for_that(
    before: signal.Handlers, after: object
) -> None:
    usual = {s: signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        signal.signal(signal.SIGHUP, before)  # as nohup sets it
        build.end_in_order()
        assert signal.getsignal(signal.SIGHUP) is after
    finally:
        for each, handler in usual.items():
            signal.signal(each, handler)


def test_what_is_made_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    folder = tmp_path / "dist"
    for text in ("first", "second"):
        with steps.made(folder) as making:
            making.mkdir()
            (making / "page").write_text(text)

    def interrupted() -> None:
        with steps.made(folder) as making:
            making.mkdir()
            (making / "half").touch()
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [file.name for file in folder.iterdir()] == ["page"]
    assert (folder / "page").read_text() == "second"
    assert list((steps.STATE / "making").iterdir()) == []


def test_what_a_killed_run_was_making_goes_with_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(lock.HELD, "0")
    left = steps.STATE / "making" / "left"
    left.mkdir(parents=True)
    with lock.only_run("build.py build", tmp_path):
        assert not left.exists()


def test_a_step_whose_inputs_change_while_it_is_done_is_done_again(tmp_path: Path) -> None:
    runs, made = counted(tmp_path)
    source = tmp_path / "source"
    source.touch()

    def changes_first() -> None:
        runs.append(1)
        if len(runs) == 1:
            source.write_text("newer")

    for _ in range(3):
        steps.once("step", [source], [made], changes_first)
    assert len(runs) == 2


# --- what cannot be had -----------------------------------------------------------------------


def test_without_the_package_index_one_is_asked_for_a_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needs, "ROOT", tmp_path)
    (tmp_path / "requirements").mkdir()
    pinned = f"never-published==1.0 --hash=sha256:{'0' * 64}\n"
    (tmp_path / "requirements" / "more.txt").write_text(pinned)
    for name, value in {"INDEX_URL": NOWHERE, "EXTRA_INDEX_URL": "", "RETRIES": "0"}.items():
        monkeypatch.setenv(f"PIP_{name}", value)
    with pytest.raises(
        steps.Trouble, match=r"more\.txt: .* connection to the Python package index"
    ):
        needs.python_tools("more")


def test_without_the_npm_registry_one_is_asked_for_a_connection(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(needs, "WEB", tmp_path)
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    monkeypatch.setenv("npm_config_registry", NOWHERE)
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "cache"))
    wanted = {"name": "t", "version": "1.0.0", "dependencies": {"never-published": "1.0.0"}}
    locked = {"version": "1.0.0", "integrity": "sha512-" + "A" * 86 + "=="}
    packages = {"": wanted, "node_modules/never-published": locked}
    (tmp_path / "package.json").write_text(json.dumps(wanted))
    (tmp_path / "package-lock.json").write_text(
        json.dumps({**wanted, "lockfileVersion": 3, "packages": packages})
    )
    with pytest.raises(steps.Trouble, match=r"front-end libraries: .* connection to the npm regi"):
        needs.npm_packages()


def test_without_any_browser_one_is_told_which_to_install_and_how(tmp_path: Path) -> None:
    barren = {
        "PATH": str(tmp_path),
        "HOME": str(tmp_path),
        "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path),
        "PLAYWRIGHT_DOWNLOAD_HOST": NOWHERE,
    }
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "browsers.py", "firefox"],
        env=barren,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert last.startswith("firefox is missing and could not be installed. Install it")
    assert "apt-get install firefox-esr" in last
    assert "Traceback" not in done.stderr


def test_a_missing_browser_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> str:
        raise steps.Trouble("Finding the browsers: python failed (exit code 1).")

    monkeypatch.setattr(needs, "run", missing)
    monkeypatch.setattr(needs, "python_tools", lambda *_: Path("python"))
    with pytest.raises(steps.Trouble, match=r"^A browser is missing: it says above which"):
        needs.browsers("firefox")
