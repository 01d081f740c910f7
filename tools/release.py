"""A release as its hashes: say whether a site is that release, whole and unchanged.

dist/release.json lists each file with its SHA-256. A build of the same commit gives the same list,
so that whoever builds can say of anybody's site whether it is what the sources make.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

from tools.steps import Trouble, say

LISTED = "release.json"
EARLIER = "earlier.json"  # lists the files of earlier releases that are beside this one's
HEADERS = "_headers"  # some hosts read this file, and do not give it out
NAMED_BY_CONTENT = re.compile(r"assets/\w[\w.+-]*")  # only these may be of an earlier release
AT_ONCE = 8
PATIENCE = 30  # seconds

Read = Callable[[str], bytes | None]  # from a path of the site to its content, where it has one


def verify(place: str, against: Path | None = None) -> None:
    """Compare the site in a folder or at an address with a release, by default the one it names.

    Raises Trouble where it differs, after a sentence for each file that does.
    """
    read = reader(place)
    own = read(LISTED)
    if own is None:
        raise Trouble(f"{place} has no {LISTED}: is it the address of a site of this project?")
    published = hashes(own, f"{LISTED} of {place}")
    wanted = hashes(against.read_bytes(), str(against)) if against else published
    wrong = [] if published == wanted else [f"{LISTED} is that of another release."]
    listed = read(EARLIER)
    earlier = hashes(listed, f"{EARLIER} of {place}") if listed is not None else {}
    odd = [name for name in earlier if name not in wanted and not may_be_earlier(name)]
    wrong += [f"{name} is listed as of an earlier release, and cannot be." for name in odd]
    beside = {**earlier, **wanted}
    names = [name for name in beside if not (is_address(place) and name == HEADERS)]
    with ThreadPoolExecutor(AT_ONCE) as threads:
        wrong += filter(None, threads.map(lambda name: fault(name, beside[name], read), names))
    if not is_address(place):
        wrong += unlisted(Path(place), beside)
    if wrong:
        say("\n".join(wrong))
        raise Trouble(f"{place} is not this release: see the {len(wrong)} lines above.")
    more = f" (and {len(earlier)} of earlier ones)" if earlier else ""
    count = len(names) - len(earlier)
    say(f"{place} is this release: {count} files{more}, each with its SHA-256.")


def may_be_earlier(name: str) -> bool:
    """Whether a file may lie beside a release: never a page, which anyone could open by itself."""
    page = name.lower().endswith((".html", ".htm", ".svg"))
    return bool(NAMED_BY_CONTENT.fullmatch(name)) and not page


def is_address(place: str) -> bool:
    """Whether the site is on a host, and not in a folder."""
    return place.startswith(("http://", "https://"))


def reader(place: str) -> Read:
    """Give the function that reads a file of the site. Raises Trouble for what is no site."""
    if is_address(place):
        base = place if place.endswith("/") else f"{place}/"
        return lambda name: fetched(base + quote(name))
    folder = Path(place)
    if not folder.is_dir():
        raise Trouble(f"{place} is neither a folder nor an address that begins with http.")
    return lambda name: (folder / name).read_bytes() if (folder / name).is_file() else None


def fetched(address: str) -> bytes | None:
    """Ask a host for a file; None where it has none. Raises Trouble where it does not answer."""
    try:
        asking = urllib.request.Request(address, headers={"Cache-Control": "no-cache"})
        with urllib.request.urlopen(asking, timeout=PATIENCE) as answer:
            if address.endswith(".json") and answer.headers.get_content_type() == "text/html":
                return None  # some hosts give out a page for whatever they do not have
            content: bytes = answer.read()
            return content
    except urllib.error.HTTPError as error:
        if error.code in {404, 410}:
            return None
        raise Trouble(f"{address}: the host answered {error.code}.") from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Trouble(f"{address} cannot be read ({error}).") from None


def hashes(listed: bytes, name: str) -> dict[str, str]:
    """Read a list of files. Raises Trouble where it is none."""
    try:
        files = json.loads(listed)["files"]
        if all(isinstance(text, str) for pair in files.items() for text in pair):
            return dict(files)
    except (ValueError, LookupError, TypeError, AttributeError):
        pass
    raise Trouble(f"{name} is not a list of a release's files.")


def sha256(content: bytes) -> str:
    """Hash a file as the build does."""
    return hashlib.sha256(content).hexdigest()


def fault(name: str, wanted: str, read: Read) -> str | None:
    """Say in a sentence what is wrong with a file, if anything."""
    content = read(name)
    if content is None:
        return f"{name} is missing."
    found = sha256(content)
    return None if found == wanted else f"{name} is another file: SHA-256 {found}, not {wanted}."


def unlisted(folder: Path, wanted: dict[str, str]) -> list[str]:
    """Say which files of a folder are not of the release."""
    found = (file for file in folder.rglob("*") if file.is_file())
    names = sorted(file.relative_to(folder).as_posix() for file in found)
    known = {*wanted, LISTED, EARLIER}
    return [f"{name} is not of this release." for name in names if name not in known]
