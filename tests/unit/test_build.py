"""build.py: what was done is not done again, and what cannot be done is said in one sentence."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import build
from tools import steps

ROOT = Path(build.__file__).resolve().parent


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


def test_a_tool_that_is_missing_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(steps.Trouble, match="Doing it: no-such-tool cannot be started"):
        steps.run("Doing it", ["no-such-tool"], cwd=tmp_path)


def test_a_port_in_use_is_told_with_another_to_try(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "build", lambda: tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            steps.Trouble, match=rf"Port {port} cannot be used .*--port {port + 1}\."
        ):
            build.serve(port)


def test_a_wheel_with_machine_code_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "WEB", tmp_path)
    (tmp_path / "wheels").mkdir()
    (tmp_path / "wheels" / "fast-1.0-cp314-cp314-linux_x86_64.whl").touch()
    with pytest.raises(steps.Trouble, match="not pure Python"):
        build.added_wheels()


def test_a_damaged_wheel_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "WEB", tmp_path)
    (tmp_path / "wheels").mkdir()
    wheel = tmp_path / "wheels" / "nice-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("nice.py", "")
    assert build.added_wheels() == [wheel]
    wheel.write_bytes(wheel.read_bytes()[:10])
    with pytest.raises(steps.Trouble, match="damaged"):
        build.added_wheels()


def test_the_command_line_refuses_what_it_does_not_know() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "build.py", "build", "--fast"], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert "unknown: --fast" in done.stderr


def test_trouble_is_one_sentence_without_a_traceback(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        script = "import build, sys; build.build = lambda: build.ROOT; sys.exit(build.main())"
        done = subprocess.run(
            [sys.executable, "-c", script, "serve", "--port", port],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert done.stderr.strip().startswith(f"build.py: Port {port} cannot be used")


COMMAND = re.compile(r"^    (python3 build\.py .*?)(?:  +#.*)?$", re.MULTILINE)


def test_every_command_of_the_readme_is_one_that_build_knows() -> None:
    commands = COMMAND.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert {"python3 build.py serve", "python3 build.py test"} <= set(commands)
    for command in commands:
        words = command.split()[2:]
        help_asked = [sys.executable, ROOT / "build.py", words[0], "--help"]
        done = subprocess.run(help_asked, capture_output=True, text=True)
        assert done.returncode == 0, command
        assert all(word in done.stdout for word in words[1:] if word.startswith("--")), command
