"""Steps of a build: tools run quietly with signs of life, and only where their inputs changed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".build"
VENV = STATE / "venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
WEB = ROOT / "web"
GENERATED = {"__pycache__", "node_modules", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
Command = Iterable[str | Path]
FULL = "The disk is full: make room, and begin again."
ROOM = 100_000  # bytes, with less than which a disk is full
GRACE = 10.0  # seconds that a tool has to end by itself, its browsers with it


class Trouble(Exception):
    """What cannot be had or done, in one sentence for the person at the terminal."""


def say(text: str) -> None:
    """Print a line at once, whatever the output goes to."""
    print(text, flush=True)


# --- tools ------------------------------------------------------------------------------------


def run(what: str, command: Command, *, fix: str = "", cwd: Path = ROOT) -> str:
    """Run a tool quietly, with signs of life; return what it printed.

    Raises Trouble where it fails: `what` failed, `fix` is what to do; its last words come first.
    """
    started = time.monotonic()
    say(f"- {what}")
    with open_log(what) as log:
        with started_tool(what, command, log, fix=fix, cwd=cwd) as process:
            while (code := wait(process, 10)) is None:
                say(f"  ... {time.monotonic() - started:.0f} s")
        log.seek(0)
        output = log.read()
    if code:
        say("\n".join(line[:300] for line in output.splitlines()[-25:]))
        name = Path(str(process.args[0])).name  # type: ignore[index]
        advice = FULL if is_full(output) else fix
        raise Trouble(f"{what}: {name} failed (exit code {code}). {advice}".strip())
    return output


def is_full(output: str) -> bool:
    """Whether a tool failed for want of room: it says so, or could not even say it."""
    said = any(word in output for word in ("ENOSPC", os.strerror(errno.ENOSPC)))
    return said or shutil.disk_usage(STATE).free < ROOM


def show(what: str, command: Command, cwd: Path = ROOT) -> None:
    """Run a tool whose output is the point; raise Trouble where it finds something."""
    say(f"- {what}")
    with started_tool(what, command, None, cwd=cwd) as process:
        code = process.wait()
    if code:
        raise Trouble(f"{what}: not passed (exit code {code}); what is above says why.")


@contextlib.contextmanager
def started_tool(
    what: str,
    command: Command,
    log: TextIO | None,
    *,
    fix: str = "",
    cwd: Path = ROOT,
) -> Iterator[subprocess.Popen[bytes]]:
    """Start a tool, which ends with all that it started when this block is left.

    Raises Trouble where it cannot be started.
    """
    words = [str(word) for word in command]
    try:
        process = subprocess.Popen(
            words,
            cwd=cwd,
            env=environment(),
            stdin=subprocess.DEVNULL if log else None,
            stdout=log,
            stderr=log,
            start_new_session=bool(log),  # what is at the terminal gets Ctrl+C from there
        )
    except OSError as error:
        raise Trouble(f"{what}: {words[0]} cannot be started ({error.strerror}). {fix}") from None
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """End a tool: asked first, so that it closes its browsers; then it and all that it started."""
    try:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)
            wait(process, GRACE)
    finally:  # a second Ctrl+C does not wait
        if os.name != "nt":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()  # where it leads no group
        process.wait()


def open_log(what: str) -> TextIO:
    """Open a file for what a tool prints, which stays for reading later."""
    folder = STATE / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    return (folder / f"{plain(what)}.log").open("w+", encoding="utf-8", errors="replace")


def plain(what: str) -> str:
    """Make a file's name of a sentence."""
    return "".join(letter if letter.isalnum() else "-" for letter in what.lower())[:60]


def wait(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    """Wait for the process's exit code; None if it still runs."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        return process.wait(seconds)
    return None


def environment() -> dict[str, str]:
    """Give the environment of every tool: ours first on the path, and the same result each time."""
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    packages = str(WEB)  # beside the engine, which is where tools are started: the classroom
    fixed = {"PATH": path, "PYTHONPATH": packages, "PYTHONHASHSEED": "0", "TZ": "UTC"}
    fixed["SOURCE_DATE_EPOCH"] = "1577836800"
    return {**os.environ, **fixed, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "NO_UPDATE_NOTIFIER": "1"}


# --- what is made, and made once --------------------------------------------------------------


def once(
    name: str, inputs: Iterable[Path | str], outputs: Iterable[Path], work: Callable[[], object]
) -> None:
    """Do `work` unless it was done with the very same inputs, and its outputs are there."""
    wanted = [*inputs]
    digest = digest_of(wanted)
    if is_done(name, digest) and all(output.exists() for output in outputs):
        return
    undo(name)
    work()
    if digest_of(wanted) == digest:  # else they changed meanwhile: of which was it made?
        mark_done(name, digest)


def digest_of(inputs: Iterable[Path | str]) -> str:
    """Hash files and the files of folders, with their names; and texts."""
    digest = hashlib.sha256()
    for item in inputs:
        for file in files_in(item) if isinstance(item, Path) else [item]:
            label = str(file.relative_to(ROOT)) if isinstance(file, Path) else ""
            content = file.read_bytes() if isinstance(file, Path) else file.encode()
            digest.update(f"{label}:{len(content)}:".encode() + content)
    return digest.hexdigest()


def is_done(name: str, digest: str) -> bool:
    """Whether the step was done with these inputs."""
    stamp = STATE / "stamps" / name
    return stamp.is_file() and stamp.read_text() == digest


def undo(name: str) -> None:
    """Forget that the step was done."""
    (STATE / "stamps" / name).unlink(missing_ok=True)


def mark_done(name: str, digest: str) -> None:
    """Remember that the step was done with these inputs."""
    with made(STATE / "stamps" / name) as stamp:
        stamp.write_text(digest)


def files_in(path: Path) -> list[Path]:
    """List the file, or the folder's files, in a fixed order, without what tools generate."""
    if path.is_file():
        return [path]
    found = (f for f in path.rglob("*") if GENERATED.isdisjoint(f.relative_to(path).parts))
    return sorted(f for f in found if f.is_file())


def clear_leftovers() -> None:
    """Throw away what killed runs were making; for a run that knows it is the only one."""
    shutil.rmtree(STATE / "making", ignore_errors=True)


@contextlib.contextmanager
def made(target: Path) -> Iterator[Path]:
    """Give a place for a file or a folder, which becomes `target` when the block has ended well.

    So nobody meets a half of it, whenever this is interrupted.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    making = STATE / "making"
    making.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=making))
    try:
        yield folder / target.name
        if target.is_dir():
            target.rename(folder / "before")  # a folder cannot be replaced by another at once
        (folder / target.name).replace(target)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
