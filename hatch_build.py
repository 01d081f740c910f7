"""What the package's index is told of the project's place, which each who builds it may say.

    PROJECT_URL=https://host/owner/name python -m hatchling build

The links of the package's README then lead there; without a place they are words alone.
"""

from __future__ import annotations

import os
import posixpath
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

README = "py_engine/README.md"
LINK = re.compile(r"\[([^\]]*)\]\((?!\w+:)([^)]+)\)")
PAGES = {"Changelog": "blob/HEAD/CHANGELOG.md", "Issues": "issues", "Source": ""}


class Place(MetadataHookInterface):
    """Gives the README, and the addresses beside it."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in what pyproject.toml leaves open."""
        place = os.environ.get("PROJECT_URL", "").rstrip("/")
        text = (Path(self.root) / README).read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": with_links(text, place)}
        if place:
            metadata["urls"] = {name: f"{place}/{path}".rstrip("/") for name, path in PAGES.items()}


def with_links(text: str, place: str) -> str:
    """The README with absolute links, or with none."""

    def link(found: re.Match[str]) -> str:
        words, target = found.groups()
        path = posixpath.normpath(posixpath.join(posixpath.dirname(README), target))
        return f"[{words}]({place}/blob/HEAD/{path})" if place else words

    return LINK.sub(link, text)
