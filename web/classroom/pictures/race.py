"""The ways to the same gradient, timed one after the other on the learner's machine."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable

from classroom.protocol import LapEvent, RaceLap, RaceResult
from classroom.run.console import Clock

SECONDS_A_WAY = 0.25
PAUSE = 0.05
FEWEST = 3
SHORTEST = 4e-3  # that a timing takes: clocks of browsers tell milliseconds apart, at worst

Ways = Iterable[tuple[str, Callable[[], Iterable[float]]]]


def race(ways: Ways, clock: Clock) -> Generator[LapEvent, None, RaceResult]:
    """Yield a lap for each way as its time grows more certain; return the RaceResult.

    `seconds` of a lap is the least that a call took: what else ran meanwhile only adds to it. Short
    calls are timed many at once, as the clocks of browsers are coarse.
    """
    laps = []
    for name, gradient in ways:
        found = list(gradient())  # what is made once, on the first call, is not counted
        best, calls, at_once = float("inf"), 0, 1
        began = paused_at = clock()
        while calls < FEWEST or clock() - began < SECONDS_A_WAY:
            at = clock()
            for _ in range(at_once):
                gradient()
            now = clock()
            calls += at_once
            if now - at < SHORTEST:
                at_once *= 2
                continue
            best = min(best, (now - at) / at_once)
            if now - paused_at > PAUSE:
                yield _event(_lap(name, best, calls, found))
                paused_at = clock()
        laps.append(_lap(name, best, calls, found))
        yield _event(laps[-1])
    return {"laps": laps}


def _lap(name: str, seconds: float, calls: int, gradient: list[float]) -> RaceLap:
    return {"name": name, "seconds": seconds, "calls": calls, "gradient": gradient}


def _event(lap: RaceLap) -> LapEvent:
    return {"event": "lap", "lap": lap}
