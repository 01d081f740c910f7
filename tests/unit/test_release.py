"""build.py verify: whatever differs from a release is told, each in a sentence."""

from __future__ import annotations

import functools
import hashlib
import http.server
import json
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools import release
from tools.steps import ROOT, Trouble

FILES = {"index.html": "page", "assets/a b-1.js": "script", "_headers": "for the host"}


class Handler(http.server.SimpleHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.endswith("/_headers"):  # as hosts do that read it themselves
            self.send_error(404)
        else:
            super().do_GET()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site(tmp_path: Path) -> Path:
    root = tmp_path / "site"
    listed = {}
    for name, text in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
        listed[name] = hashlib.sha256(text.encode()).hexdigest()
    (root / "release.json").write_text(json.dumps({"id": "1", "files": listed}))
    return root


@pytest.fixture(params=["folder", "address", "address without a slash"])
def place(request: pytest.FixtureRequest, site: Path) -> Iterator[str]:
    if request.param == "folder":
        yield str(site)
        return
    handler = functools.partial(Handler, directory=str(site.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        end = "" if "without" in request.param else "/"
        yield f"http://127.0.0.1:{server.server_port}/site{end}"
        server.shutdown()


def test_a_site_as_it_was_built_is_the_release(
    place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    release.verify(place)
    files = 2 if place.startswith("http") else 3
    assert capsys.readouterr().out == (
        f"{place} is this release: {files} files, each with its SHA-256.\n"
    )


def change(site: Path) -> None:
    (site / "assets" / "a b-1.js").write_text("Script")


def lose(site: Path) -> None:
    (site / "index.html").unlink()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (change, r"assets/a b-1\.js is another file: SHA-256 [0-9a-f]{64}, not [0-9a-f]{64}\."),
        (lose, r"index\.html is missing\."),
    ],
)
def test_what_differs_is_named(
    spoil: Callable[[Path], None],
    told: str,
    site: Path,
    place: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    spoil(site)
    with pytest.raises(Trouble, match="is not this release: see the 1 lines above"):
        release.verify(place)
    assert re.fullmatch(told + "\n", capsys.readouterr().out)


def test_a_file_too_many_in_a_folder_is_named(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "assets" / "more.js").touch()
    with pytest.raises(Trouble):
        release.verify(str(site))
    assert capsys.readouterr().out == "assets/more.js is not of this release.\n"


def test_a_site_that_is_whole_but_of_other_sources_is_told(
    site: Path, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "mine.json"
    listed = json.loads((site / "release.json").read_text())["files"]
    mine.write_text(json.dumps({"files": listed}))
    release.verify(place, mine)
    mine.write_text(json.dumps({"files": {**listed, "index.html": "0" * 64}}))
    capsys.readouterr()
    with pytest.raises(Trouble, match="the 2 lines"):
        release.verify(place, mine)
    first, second = capsys.readouterr().out.splitlines()
    assert first == "release.json is that of another release."
    assert second.startswith("index.html is another file: ")


@pytest.mark.parametrize("name", ["more.html", "sw-2.js", "assets/more.HTML"])
def test_what_cannot_be_earlier_is_told_though_it_is_listed_as_that(
    name: str, site: Path, place: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / name).write_bytes(b"more")
    listed = {"files": {name: release.sha256(b"more")}}
    (site / "earlier.json").write_text(json.dumps(listed))
    with pytest.raises(Trouble):
        release.verify(place)
    told = f"{name} is listed as of an earlier release, and cannot be.\n"
    assert capsys.readouterr().out == told


def test_a_host_that_gives_a_page_for_what_it_lacks_has_no_such_list(
    site: Path, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def page_instead(handler: http.server.SimpleHTTPRequestHandler, *_: object) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html; charset=utf-8")
        handler.end_headers()
        handler.wfile.write(b"<!doctype html>")

    monkeypatch.setattr(Handler, "send_error", page_instead)
    release.verify(place)
    (site / "release.json").unlink()
    with pytest.raises(Trouble, match=r"has no release\.json"):
        release.verify(place)


@pytest.mark.parametrize("text", ["", "[]", '{"files": 1}', '{"files": {"a": 1}}', "\xff"])
def test_what_is_no_list_of_files_is_told(text: str, site: Path, place: str) -> None:
    (site / "release.json").write_bytes(text.encode("latin-1"))
    with pytest.raises(Trouble, match=r"release\.json of .* is not a list of a release's files"):
        release.verify(place)


def test_a_place_without_a_release_is_told(site: Path, place: str) -> None:
    (site / "release.json").unlink()
    with pytest.raises(Trouble, match=r"has no release\.json"):
        release.verify(place)


@pytest.mark.parametrize(
    ("nowhere", "told"),
    [
        ("no/such/folder", "is neither a folder nor an address"),
        ("http://127.0.0.1:9/", "cannot be read"),
        ("http://[", "cannot be read"),
    ],
)
def test_what_cannot_be_read_is_told(nowhere: str, told: str) -> None:
    with pytest.raises(Trouble, match=told):
        release.verify(nowhere)


def test_the_command_ends_with_one_when_the_site_is_another(site: Path) -> None:
    command = [sys.executable, ROOT / "build.py", "verify", site]
    assert subprocess.run(command, capture_output=True).returncode == 0
    change(site)
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "another file" in done.stdout
    assert done.stderr.strip().startswith(f"build.py: {site} is not this release")
