"""The last month's files beside those of the release: a page of then, kept or open, finds its own.

Hosts let browsers keep a page for some minutes, and a tab is open for days; its scripts are named
by their content, so that those of two releases can lie beside each other. The service worker, which
gives out one release whole, knows nothing of them, nor does release.json.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from tools import release
from tools.site_build import DIST
from tools.steps import Trouble, say, undo

LISTED = release.EARLIER
AGE = timedelta(days=31)
ROOM = 300_000_000  # bytes: hosts have a limit, and each release may bring its own Python


def keep(place: str, dist: Path = DIST, today: date | None = None, room: int = ROOM) -> None:
    """Put into `dist` what the site at `place`, a folder or an address, has from the last month.

    Raises Trouble where the site cannot be read, or lists its files in a way that cannot be.
    """
    today = today or datetime.now(UTC).date()
    read = release.reader(place)
    published = read(release.LISTED)
    if published is None:
        say(f"{place} has no release yet: there is nothing to keep.")
        return
    if dist == DIST:
        undo("site")  # from here on it is more than what was built
    wanted, replaced = earlier_files(place, published, read(LISTED), today)
    own = {file.relative_to(dist).as_posix() for file in (dist / "assets").iterdir()}
    dates = {name: day for name, day in replaced.items() if name not in own}
    kept = bring(dates, wanted, read, dist, room)
    listed = {
        "files": {name: wanted[name] for name in kept},
        "replaced": {name: replaced[name].isoformat() for name in kept},
    }
    (dist / LISTED).write_text(json.dumps(listed, indent=1) + "\n")
    say(f"Beside the release there are now {len(kept)} files of the last {AGE.days} days.")


def earlier_files(
    place: str, published: bytes, listed: bytes | None, today: date
) -> tuple[dict[str, str], dict[str, date]]:
    """Give the hash of each file that may be kept, and since when it is not of the last release."""
    wanted = release.hashes(published, f"{release.LISTED} of {place}")
    replaced = dict.fromkeys(wanted, today)
    if listed is not None:
        days = dates_of(listed, place)
        replaced = {name: day for name, day in days.items() if today - day <= AGE} | replaced
        wanted = release.hashes(listed, f"{LISTED} of {place}") | wanted
    return wanted, {n: day for n, day in replaced.items() if release.may_be_earlier(n)}


def dates_of(listed: bytes, place: str) -> dict[str, date]:
    """Read since when each file is of no release. Raises Trouble where that is not said."""
    try:
        content = json.loads(listed)
        return {name: date.fromisoformat(content["replaced"][name]) for name in content["files"]}
    except (ValueError, LookupError, TypeError):
        raise Trouble(f"{LISTED} of {place} does not say since when its files are old.") from None


def bring(
    dates: dict[str, date],
    wanted: dict[str, str],
    read: Callable[[str], bytes | None],
    dist: Path,
    room: int,
) -> list[str]:
    """Copy what is whole, the youngest first, as far as there is room; give the names, sorted."""
    kept = []
    names = sorted(dates, key=lambda name: (-dates[name].toordinal(), name))
    with ThreadPoolExecutor(release.AT_ONCE) as threads:
        for name, content in zip(names, threads.map(read, names), strict=True):
            if content is None or release.sha256(content) != wanted[name]:
                say(f"{name} is not kept: the site no longer has it as it was.")
            elif len(content) > room:
                say(f"{name} is not kept: there is no room for it.")
            else:
                room -= len(content)
                (dist / name).write_bytes(content)
                kept.append(name)
    return sorted(kept)
