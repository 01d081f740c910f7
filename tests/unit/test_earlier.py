"""build.py keep: what a page of an earlier release needs stays on the site, for a month."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from tools import release
from tools.earlier import keep
from tools.steps import Trouble

TODAY = date(2026, 3, 1)


def publish(folder: Path, files: dict[str, str]) -> Path:
    """A site as it was built, with the list of its files."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    hashes = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
    (folder / "release.json").write_text(json.dumps({"id": "1", "files": hashes}))
    return folder


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return publish(
        tmp_path / "old",
        {"index.html": "old", "assets/a-1.js": "1", "assets/b.js": "same", "service-worker.js": ""},
    )


@pytest.fixture
def new(tmp_path: Path) -> Path:
    return publish(
        tmp_path / "new", {"index.html": "new", "assets/a-2.js": "2", "assets/b.js": "same"}
    )


def assets(site: Path) -> dict[str, str]:
    return {file.name: file.read_text() for file in sorted((site / "assets").iterdir())}


def test_the_scripts_of_the_last_release_stay_and_its_pages_do_not(old: Path, new: Path) -> None:
    keep(str(old), new, TODAY)
    assert assets(new) == {"a-1.js": "1", "a-2.js": "2", "b.js": "same"}
    assert (new / "index.html").read_text() == "new"
    assert not (new / "service-worker.js").exists()


def test_they_stay_for_a_month_from_the_day_on_which_they_were_replaced(
    old: Path, new: Path, tmp_path: Path
) -> None:
    keep(str(old), new, TODAY)
    later = publish(tmp_path / "later", {"index.html": "later", "assets/a-3.js": "3"})
    keep(str(new), later, TODAY + timedelta(days=31))
    assert assets(later) == {"a-1.js": "1", "a-2.js": "2", "a-3.js": "3", "b.js": "same"}
    last = publish(tmp_path / "last", {"index.html": "last", "assets/a-4.js": "4"})
    keep(str(later), last, TODAY + timedelta(days=32))
    assert assets(last) == {"a-2.js": "2", "a-3.js": "3", "a-4.js": "4", "b.js": "same"}


def test_a_file_that_is_of_the_release_again_is_not_an_earlier_one(
    old: Path, new: Path, tmp_path: Path
) -> None:
    keep(str(old), new, TODAY)
    again = publish(tmp_path / "again", {"index.html": "again", "assets/a-1.js": "1"})
    keep(str(new), again, TODAY + timedelta(days=1))
    assert "assets/a-1.js" not in json.loads((again / "earlier.json").read_text())["files"]
    release.verify(str(again))


def test_the_site_is_still_the_release_and_what_is_beside_it_is_looked_at_too(
    old: Path, new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(str(old), new, TODAY)
    capsys.readouterr()
    release.verify(str(new))
    assert "3 files (and 1 of earlier ones)" in capsys.readouterr().out
    (new / "assets" / "a-1.js").write_text("another")
    with pytest.raises(Trouble):
        release.verify(str(new))
    assert capsys.readouterr().out.startswith("assets/a-1.js is another file")


def test_what_the_site_no_longer_has_whole_is_told_and_left(
    old: Path, new: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (old / "assets" / "a-1.js").write_text("cut")
    keep(str(old), new, TODAY)
    assert "assets/a-1.js is not kept: the site no longer has it" in capsys.readouterr().out
    assert assets(new) == {"a-2.js": "2", "b.js": "same"}
    release.verify(str(new))


def test_where_there_is_no_room_the_oldest_are_left(
    old: Path, new: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(str(old), new, TODAY)
    later = publish(tmp_path / "later", {"index.html": "later", "assets/b.js": "same"})
    keep(str(new), later, TODAY + timedelta(days=1), room=1)
    assert assets(later) == {"a-2.js": "2", "b.js": "same"}
    assert "assets/a-1.js is not kept: there is no room" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["assets/../../out.js", "/etc/out", "assets/a/b.js", "out.js"])
def test_a_list_cannot_have_anything_written_elsewhere(old: Path, new: Path, name: str) -> None:
    listed = json.loads((old / "release.json").read_text())
    listed["files"][name] = hashlib.sha256(b"").hexdigest()
    if name != "/etc/out":
        (old / "assets" / "a").mkdir()
        (old / name).write_text("")
    (old / "release.json").write_text(json.dumps(listed))
    keep(str(old), new, TODAY)
    assert [n for n in json.loads((new / "earlier.json").read_text())["files"] if "out" in n] == []
    assert not list(new.rglob("out*"))


def test_a_first_release_has_nothing_to_keep(
    new: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    keep(str(tmp_path / "empty"), new, TODAY)
    assert "nothing to keep" in capsys.readouterr().out
    assert not (new / "earlier.json").exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"files": {"a": "b"}, "replaced": {"a": "?"}}'])
def test_a_list_of_earlier_files_that_cannot_be_read_is_told(
    old: Path, new: Path, text: str
) -> None:
    (old / "earlier.json").write_text(text)
    with pytest.raises(Trouble, match=r"earlier\.json of .* does not say since when"):
        keep(str(old), new, TODAY)
