"""dist/ is a site that any static host can serve from any path, with nothing from elsewhere."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from packaging.utils import parse_wheel_filename
from playwright.sync_api import Page

TEXTS = {".html", ".css", ".js", ".json", ".svg", ".webmanifest"}
# Names, not addresses: no browser asks them for anything.
NAMES = re.compile(
    r"http://www\.w3\.org/(1998/Math/MathML|1999/xhtml|1999/xlink|2000/svg|2000/xmlns/|XML/1998/namespace)(?![\w/])"
)
ADDRESS = re.compile(r"""\b(?:https?|wss?)://[\w[]|["'(=]//[a-z0-9-]+\.[a-z]""", re.IGNORECASE)


def texts(dist: Path) -> list[Path]:
    return [f for f in dist.rglob("*") if f.suffix in TEXTS]


class Links(HTMLParser):
    """What a page asks a browser to fetch or to follow."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [
            (tag, value) for name, value in attrs if name in {"src", "href", "srcset"} and value
        ]


def test_what_a_page_loads_comes_from_the_site(dist: Path) -> None:
    loaded = [
        (page.name, tag, link)
        for page in dist.rglob("*.html")
        for tag, link in Links(page).found
        if tag != "a" and re.match(r"[a-z]+:|//|/", link) and not link.startswith("data:")
    ]
    assert loaded == []


def test_no_script_or_style_names_an_address_outside_the_site(dist: Path) -> None:
    found = {
        (file.name, text[max(0, at.start() - 40) : at.end() + 40])
        for file in texts(dist)
        if file.suffix != ".html"
        for text in [NAMES.sub("", file.read_text(encoding="utf-8"))]
        for at in ADDRESS.finditer(text)
    }
    assert found == set()


def test_every_link_of_a_page_leads_to_a_file_of_the_site(dist: Path) -> None:
    broken = [
        (page.relative_to(dist), link)
        for page in dist.rglob("*.html")
        for _, link in Links(page).found
        if not re.match(r"[a-z]+:|#", link)
        and not (target := (page.parent / link.split("#")[0].split("?")[0]).resolve()).is_file()
        and not (target / "index.html").is_file()
    ]
    assert broken == []


def test_every_page_has_the_policy_before_anything_that_it_governs(dist: Path) -> None:
    for page in dist.rglob("*.html"):
        head = page.read_text(encoding="utf-8").split("</head>")[0]
        policy = head.index("Content-Security-Policy")
        assert "default-src 'none'" in head
        assert "'unsafe-" not in head
        for tag in ("<link", "<script", "<style"):
            assert head.find(tag) == -1 or head.index(tag) > policy, page


OWN = re.compile(r"'(none|self|wasm-unsafe-eval|sha256-[\w+/=]+|nonce-\w+)'|blob:|data:")


def test_no_policy_opens_a_way_to_another_host(dist: Path) -> None:
    for page in dist.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)
        for name, *sources in (directive.split() for directive in policy.split("; ")):
            if name in {"require-trusted-types-for", "trusted-types"}:
                continue  # which name no sources
            assert [source for source in sources if not OWN.fullmatch(source)] == [], (page, name)
            if name in {"connect-src", "script-src"}:
                assert not {"data:", "blob:"} & {*sources}, (page, name)


def headers_for_the_host(dist: Path) -> dict[str, str]:
    """What the host is asked to give with every file."""
    place, *lines = (dist / "_headers").read_text().splitlines()
    assert place == "/*"
    return dict(line.strip().split(": ", 1) for line in lines)


def test_the_host_is_asked_for_the_policy_of_the_pages_and_for_what_they_cannot_say(
    dist: Path,
) -> None:
    headers = headers_for_the_host(dist)
    policy = headers["Content-Security-Policy"]
    for page in dist.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        if "<script" in text:
            assert f'"Content-Security-Policy" content="{policy}"' in text
    assert "frame-ancestors" not in policy  # see docs/hosting.md
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_what_only_the_host_reads_is_of_the_release_and_not_kept_offline(dist: Path) -> None:
    assert "_headers" in json.loads((dist / "release.json").read_text())["files"]
    assert '"_headers"' not in (dist / "service-worker.js").read_text()


@pytest.mark.parametrize("suffix", [".js", ".css", ".wasm", ".gz", ".zip", ".woff2"])
def test_assets_are_named_by_their_content(dist: Path, suffix: str) -> None:
    names = [f.name for f in (dist / "assets").glob(f"*{suffix}")]
    assert names
    assert [n for n in names if not re.search(r"-([0-9a-f]{8}|[A-Z0-9]{8})\.", n)] == []


def test_wheels_are_named_by_their_content_as_pip_takes_it(dist: Path) -> None:
    wheels = [*dist.glob("assets/*.whl")]
    assert wheels
    for wheel in wheels:
        _name, _version, build, _tags = parse_wheel_filename(wheel.name)
        assert build == (0, f"_{hashlib.sha256(wheel.read_bytes()).hexdigest()[:8]}")


def test_pythons_files_carry_the_start_of_their_hash(dist: Path) -> None:
    for file in [
        *dist.glob("assets/*.gz"),
        *dist.glob("assets/*.wasm"),
    ]:
        assert hashlib.sha256(file.read_bytes()).hexdigest()[:8] in file.name


@pytest.mark.parametrize("package", ["py_engine", "classroom"])
def test_our_wheels_need_nothing(dist: Path, package: str) -> None:
    [wheel] = dist.glob(f"assets/{package}-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        [metadata] = [n for n in archive.namelist() if n.endswith(".dist-info/METADATA")]
        text = archive.read(metadata).decode()
        files = archive.namelist()
    folders = {name.split("/")[0] for name in files}
    assert f"Name: {package}" in text
    assert "Requires-Dist" not in text
    assert folders == {package, metadata.split("/")[0]}
    assert package != "py_engine" or "py_engine/py.typed" in files  # which editors look for


def test_the_page_loads_below_a_sub_path(site: str, open_page: Callable[..., Page]) -> None:
    assert site.endswith("/some/course/")
    page = open_page(site)
    loaded = page.evaluate(
        "performance.getEntriesByType('resource').map((e) => [e.name, e.responseStatus])"
    )
    files = [(name, status) for name, status in loaded if name.startswith("http")]
    assert files
    assert [f for f in files if not f[0].startswith(site) or f[1] != 200] == []
