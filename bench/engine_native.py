"""The engine beside others, in this Python: `python bench/engine_native.py [--json FILE]`.

micrograd recurses as deep as the graph, so everything runs in a thread with a large stack.
"""

from __future__ import annotations

import argparse
import json
import sys
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from _engine import measure, table  # noqa: E402  # found on the path that was just set


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", type=Path, help="write the figures to this file")
    given = parser.parse_args()
    figures: list[dict[str, object]] = []
    threading.stack_size(512 * 1024 * 1024)
    thread = threading.Thread(target=lambda: figures.append(measure()))
    thread.start()
    thread.join()
    if not figures:
        sys.exit("The measurement failed; what went wrong is said above.")
    print(table(figures[0]))
    if given.json:
        given.json.write_text(json.dumps(figures[0], indent=1) + "\n")


if __name__ == "__main__":
    main()
