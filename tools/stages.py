"""Stages of a run: commands side by side, each proved once for its inputs, each with its verdict.

A stage's stamp holds the hash of all that it reads (tools/steps.py), and is set when it passed.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import time
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen
from typing import TextIO

from tools.steps import (
    ROOT,
    STATE,
    digest_of,
    end,
    is_done,
    made,
    mark_done,
    open_log,
    plain,
    say,
    started_tool,
    undo,
)

OFTEN = 0.05  # seconds between two looks at what runs
SIGN_OF_LIFE = 30.0


@dataclass(frozen=True)
class Stage:
    """A command that must succeed.

    `inputs` are all that decides its verdict: paths from the root of the checkout, and texts after
    a colon. None of them: it is run each time. `results` is where it lists its tests, as JUnit
    does; a stage without is one check. `after` names the stages that must have passed before.
    """

    name: str
    command: Sequence[str | Path]
    inputs: Sequence[str]
    lane: str = "python"
    browser: str = ""
    folder: Path = ROOT
    after: Sequence[str] = ()
    results: Path | None = None
    minutes: float = 60.0  # far more than it takes on a busy machine: what hangs has failed


@dataclass
class Verdict:
    """What a stage came to."""

    name: str
    seconds: float = 0.0
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    earlier: bool = False  # proved by an earlier run, with the same inputs
    slowest: list[tuple[float, str]] = field(default_factory=list)
    failing: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return self.passed > 0 and not self.failed and not self.skipped


@dataclass
class Running:
    """A stage at work."""

    stage: Stage
    digest: str
    process: Popen[bytes]
    log: TextIO
    close: Callable[[], object]
    began: float
    late: bool = False


def run_stages(stages: Iterable[Stage], lanes: Sequence[str], *, again: bool) -> list[Verdict]:
    """Run them all, one to a lane at a time; a lane that has no more helps the next.

    Whatever fails, all that does not need it is run: one run tells everything.
    """
    waiting = list(stages)
    verdicts: dict[str, Verdict] = {}
    running: dict[str, Running] = {}
    told = time.monotonic()
    with contextlib.ExitStack() as ending:  # on Ctrl+C: everything that still runs
        while waiting or running:
            for lane, one in list(running.items()):
                if one.process.poll() is not None or is_late(one):
                    del running[lane]
                    verdicts[one.stage.name] = finish(one)
            for lane in lanes:
                while lane not in running and (stage := following(waiting, lane, verdicts)):
                    waiting.remove(stage)
                    if verdict := known(stage, verdicts, again=again):
                        verdicts[stage.name] = verdict
                        tell(verdict)
                    else:
                        running[lane] = begin(stage, ending)
            if time.monotonic() - told > SIGN_OF_LIFE and running:
                told = time.monotonic()
                say("         ... " + ", ".join(one.stage.name for one in running.values()))
            time.sleep(OFTEN)
    return list(verdicts.values())


def following(waiting: list[Stage], lane: str, verdicts: dict[str, Verdict]) -> Stage | None:
    """Choose the lane's next stage; where it has none, another's: what can begin now."""
    ready = [stage for stage in waiting if all(name in verdicts for name in stage.after)]
    return min(ready, key=lambda stage: stage.lane != lane, default=None)


def known(stage: Stage, verdicts: dict[str, Verdict], *, again: bool) -> Verdict | None:
    """Give the verdict that needs no run: what it needs failed, or it has passed like this."""
    if not all(verdicts[name].good for name in stage.after):
        return Verdict(stage.name, failed=1, failing=[f"{stage.name}: not run, for what it needs"])
    if again or not stage.inputs or not is_done(stamp(stage), digest(stage)):
        return None
    with contextlib.suppress(OSError, ValueError, TypeError):
        return Verdict(**json.loads(record(stage).read_text()), earlier=True)
    return None


def stamp(stage: Stage) -> str:
    return f"suite-{plain(stage.name)}"


def record(stage: Stage) -> Path:
    return STATE / "suite" / f"{plain(stage.name)}.json"


def digest(stage: Stage) -> str:
    """Hash all that decides the stage's verdict."""
    given = [text.removeprefix(":") if text[0] == ":" else ROOT / text for text in stage.inputs]
    return digest_of([*given, repr([str(word) for word in stage.command])])


def begin(stage: Stage, ending: contextlib.ExitStack) -> Running:
    """Start a stage. Raises Trouble where its command is missing."""
    now = digest(stage) if stage.inputs else ""
    undo(stamp(stage))
    if stage.results:
        stage.results.parent.mkdir(parents=True, exist_ok=True)
        stage.results.unlink(missing_ok=True)
    own = contextlib.ExitStack()
    ending.push(own)
    log = own.enter_context(open_log(stage.name))
    process = own.enter_context(started_tool(stage.name, stage.command, log, cwd=stage.folder))
    return Running(stage, now, process, log, own.close, time.monotonic())


def finish(one: Running) -> Verdict:
    """Judge a stage that has ended; show all that it had to say where it failed."""
    verdict = judge(one)
    tell(verdict)
    if not verdict.good:
        one.log.seek(0)
        say(one.log.read())
    elif one.stage.inputs and digest(one.stage) == one.digest:
        kept = dataclasses.asdict(verdict)
        del kept["earlier"]
        with made(record(one.stage)) as file:
            file.write_text(json.dumps(kept))
        mark_done(stamp(one.stage), one.digest)
    one.close()
    return verdict


def is_late(one: Running) -> bool:
    """Whether a stage has had its time; it is ended then."""
    late = time.monotonic() - one.began > 60 * one.stage.minutes
    if late:
        end(one.process)
        one.late = True
    return late


def judge(one: Running) -> Verdict:
    """Read what a stage's command came to."""
    stage, seconds, code = one.stage, time.monotonic() - one.began, one.process.returncode
    verdict = Verdict(stage.name, seconds)
    if stage.results and stage.results.exists():
        read_results(stage.results, verdict)
    elif not stage.results and not code:
        verdict.passed = 1
    if one.late or ((code or not verdict.passed) and not verdict.failed):
        verdict.failed += 1
        why = f"had not ended after {stage.minutes:g} minutes" if one.late else f"exit code {code}"
        verdict.failing.append(f"{stage.name}: {why}")
    return verdict


def read_results(file: Path, verdict: Verdict) -> None:
    """Count a JUnit file's tests into the verdict."""
    for test in ET.parse(file).iter("testcase"):
        name = f"{test.get('classname', '')}: {test.get('name')}"
        verdict.slowest.append((float(test.get("time", 0)), name))
        kinds = {child.tag for child in test}
        if kinds & {"failure", "error"}:
            verdict.failed += 1
            verdict.failing.append(name)
        elif "skipped" in kinds:
            verdict.skipped += 1
            verdict.failing.append(f"{name}: skipped, which proves nothing")
        else:
            verdict.passed += 1
    verdict.slowest = sorted(verdict.slowest, reverse=True)[:10]


def tell(verdict: Verdict) -> None:
    """Say in one line how a stage went."""
    word = "FAILED" if not verdict.good else "the same" if verdict.earlier else "passed"
    tests = verdict.passed + verdict.failed + verdict.skipped
    counted = f"{tests:5} tests" if tests > 1 else ""
    say(f"{word:8} {verdict.name:32} {verdict.seconds:6.1f} s {counted}".rstrip())
