"""Steps of a build: tools run quietly with signs of life, and only where their inputs changed."""

from __future__ import annotations

import contextlib
import hashlib
import os
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).resolve().parent.parent
STATE = ROOT / ".build"
VENV = STATE / "venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")


class Trouble(Exception):
    """What cannot be had or done, in one sentence for the person at the terminal."""


def say(text: str) -> None:
    """Print a line at once, whatever the output goes to."""
    print(text, flush=True)


def run(what: str, command: Iterable[str | Path], *, fix: str = "", cwd: Path = ROOT) -> str:
    """Run a tool quietly, with signs of life; return what it printed.

    Raises Trouble where it fails: `what` failed, `fix` is what to do; its last words come first.
    """
    words = [str(word) for word in command]
    started = time.monotonic()
    say(f"- {what}")
    with open_log(what) as log:
        try:
            process = subprocess.Popen(words, cwd=cwd, env=environment(), stdout=log, stderr=log)
        except OSError as error:
            raise Trouble(
                f"{what}: {words[0]} cannot be started ({error.strerror}). {fix}"
            ) from None
        with ended_with(process):
            while (code := wait(process, 10)) is None:
                say(f"  ... {time.monotonic() - started:.0f} s")
        log.seek(0)
        output = log.read()
    if code:
        say("\n".join(line[:300] for line in output.splitlines()[-25:]))
        raise Trouble(f"{what}: {Path(words[0]).name} failed (exit code {code}). {fix}".strip())
    return output


def open_log(what: str) -> TextIO:
    """Open a file for what a tool prints, which stays for reading later."""
    folder = STATE / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    name = "".join(letter if letter.isalnum() else "-" for letter in what.lower())
    return (folder / f"{name[:60]}.log").open("w+", encoding="utf-8", errors="replace")


def wait(process: subprocess.Popen[bytes], seconds: float) -> int | None:
    """Wait for the process's exit code; None if it still runs."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        return process.wait(seconds)
    return None


@contextlib.contextmanager
def ended_with(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """End the process where we end first (Ctrl+C)."""
    try:
        yield
    finally:
        if process.poll() is None:
            process.terminate()


def show(what: str, command: Iterable[str | Path], cwd: Path = ROOT) -> None:
    """Run a tool whose output is the point; raise Trouble where it finds something."""
    say(f"- {what}")
    if code := subprocess.run(
        [str(word) for word in command], cwd=cwd, env=environment()
    ).returncode:
        raise Trouble(f"{what}: not passed (exit code {code}); what is above says why.")


def environment() -> dict[str, str]:
    """Give the environment of every tool: ours first on the path, and the same result each time."""
    path = os.pathsep.join([str(BIN), os.environ.get("PATH", "")])
    fixed = {"PATH": path, "PYTHONHASHSEED": "0", "TZ": "UTC", "SOURCE_DATE_EPOCH": "1577836800"}
    return {**os.environ, **fixed, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "NO_UPDATE_NOTIFIER": "1"}


def once(
    name: str, inputs: Iterable[Path | str], outputs: Iterable[Path], work: Callable[[], object]
) -> None:
    """Do `work` unless it was done with the very same inputs, and its outputs are there."""
    digest = hashlib.sha256()
    for item in inputs:
        for file in files_in(item) if isinstance(item, Path) else [item]:
            label = str(file.relative_to(ROOT)) if isinstance(file, Path) else ""
            content = file.read_bytes() if isinstance(file, Path) else file.encode()
            digest.update(f"{label}:{len(content)}:".encode() + content)
    stamp = STATE / "stamps" / name
    if (
        stamp.is_file()
        and stamp.read_text() == digest.hexdigest()
        and all(o.exists() for o in outputs)
    ):
        return
    stamp.unlink(missing_ok=True)
    work()
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest())


def files_in(path: Path) -> list[Path]:
    """List the file, or the folder's files, in a fixed order, without caches."""
    if path.is_file():
        return [path]
    return sorted(f for f in path.rglob("*") if f.is_file() and "__pycache__" not in f.parts)
