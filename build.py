#!/usr/bin/env python3
"""Build, serve, test, measure and verify the site: `python3 build.py serve`.

Needs Python 3.11 or later and nothing else. What it needs besides (a virtual environment, Node.js,
npm packages, a browser) it puts into .build/ and web/node_modules/, pinned by hash. A step whose
inputs have not changed is not done again. Each command is a file in tools/.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (an older one cannot even read what follows)
    sys.exit("build.py: Python 3.11 or later is needed; this is " + sys.version.split()[0] + ".")

import argparse
import signal
from pathlib import Path

from tools.bench import bench
from tools.earlier import keep
from tools.lock import only_run
from tools.release import verify
from tools.serve import serve
from tools.site_build import build
from tools.steps import ROOT, Trouble, say
from tools.suite import Choice, test

PORT = 8000


def main(words: list[str]) -> int:
    """Read the command line and do what it says; give the exit code."""
    given, rest = parser().parse_known_args(words)
    if rest and given.command != "test":
        parser().error(f"unknown: {' '.join(rest)}")
    end_in_order()
    try:
        if given.command == "verify":  # which makes nothing, and needs nothing of this checkout
            verify(given.site, given.against)
            return 0
        with only_run(" ".join(["build.py", *words])):
            if given.command == "build":
                say(f"The site is in {build().relative_to(ROOT)}/")
            elif given.command == "serve":
                build()
            elif given.command == "keep":
                keep(given.site)
            elif given.command == "bench":
                bench(given.json)
            else:
                return test(Choice(given.quick, given.all, given.again, given.browser), rest)
        if given.command == "serve":
            serve(ROOT / "dist", given.port)
    except Trouble as trouble:
        print(f"\nbuild.py: {trouble}", file=sys.stderr)
        return 1
    except OSError as error:  # a full disk, a checkout that one may only read
        print(f"\nbuild.py: {sentence(error)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nbuild.py: ended; whatever it had started has ended too, and nothing is half made.")
        return 130
    return 0


def end_in_order() -> None:
    """Take whatever ends it as Ctrl+C, even where the shell that began it has that ignored.

    A terminal that is closed ends it too, but not where one asked that it shall not (nohup).
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    if sys.platform != "win32" and signal.getsignal(signal.SIGHUP) is signal.SIG_DFL:
        signal.signal(signal.SIGHUP, signal.default_int_handler)


def sentence(error: OSError) -> str:
    """Say what the system could not do, and with which file where it tells."""
    names = [str(name) for name in (error.filename, error.filename2) if name is not None]
    return ": ".join([error.strerror or str(error), *names])


def port(text: str) -> int:
    """Read a port's number. Raises ValueError for what is none."""
    if not text.isdecimal() or int(text) > 65535:
        raise ValueError
    return int(text)


def parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    commands = words.add_subparsers(dest="command", required=True)
    commands.add_parser("build", help="make dist/")
    serving = commands.add_parser("serve", help="make dist/ and serve it")
    serving.add_argument("--port", type=port, default=PORT)
    testing = commands.add_parser(
        "test", help="run what a change must pass, or, with pytest's own arguments, only that"
    )
    where = testing.add_mutually_exclusive_group()  # both together would leave nothing to run
    where.add_argument("--quick", action="store_true", help="only what needs no browser")
    testing.add_argument("--all", action="store_true", help="also what looks for the unlikely")
    testing.add_argument(
        "--again", action="store_true", help="also what has passed since its inputs changed last"
    )
    where.add_argument(
        "--browser",
        action="append",
        choices=["chromium", "firefox", "webkit"],
        help="only what runs in this browser (may be given again)",
    )
    verifying = commands.add_parser("verify", help="compare a site with its release.json")
    verifying.add_argument("site", metavar="DIR-or-URL")
    verifying.add_argument(
        "--against", type=Path, metavar="FILE", help="or with this one, such as dist/release.json"
    )
    keeping = commands.add_parser(
        "keep", help="put into dist/ what a site has of the last month's releases"
    )
    keeping.add_argument("site", metavar="DIR-or-URL")
    measuring = commands.add_parser("bench", help="measure, side by side")
    measuring.add_argument("--json", type=Path, metavar="FILE")
    return words


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
