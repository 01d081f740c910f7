"""The package as an index has it: built, and tried alone in each Python that is here."""

from __future__ import annotations

import email.message
import email.parser
import email.policy
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest

import py_engine

ROOT = Path(__file__).resolve().parents[2]
PLACE = "https://example.org/it"
OLDEST = 11  # of Python 3
EXAMPLES = """
import doctest, importlib, pkgutil, py_engine
found = pkgutil.walk_packages(py_engine.__path__, "py_engine.")
modules = [py_engine, *(importlib.import_module(module.name) for module in found)]
results = [doctest.testmod(module) for module in modules]
assert sum(result.attempted for result in results) > 20
print(sum(result.failed for result in results), py_engine.__version__)
"""


def ran(*words: str | Path, folder: Path = ROOT, **more: str) -> str:
    found = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        words, cwd=folder, env={**found, **more}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(kind: str, project: Path, out: Path, **more: str) -> Path:
    ran(sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", out, folder=project, **more)
    [made] = out.iterdir()
    return made


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution."""
    folder = tmp_path_factory.mktemp("source")
    with tarfile.open(build("sdist", ROOT, folder / "made", PROJECT_URL=PLACE)) as archive:
        archive.extractall(folder, filter="data")
    [project] = folder.glob("py_engine-*")
    return project


@pytest.fixture(scope="module")
def wheel(unpacked: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that is made of it."""
    return build("wheel", unpacked, tmp_path_factory.mktemp("wheel") / "made")


def metadata(wheel: Path) -> email.message.EmailMessage:
    with zipfile.ZipFile(wheel) as archive:
        [name] = [n for n in archive.namelist() if n.endswith(".dist-info/METADATA")]
        text = archive.read(name).decode()
    return email.parser.Parser(policy=email.policy.default.clone(utf8=True)).parsestr(text)


def pythons() -> dict[int, Path]:
    """An interpreter of each version that is here and supported."""
    own = [Path(sys.executable)]
    named = [shutil.which(f"python3.{minor}") for minor in range(OLDEST, 30)]
    others = [*map(Path, filter(None, named)), *Path.home().glob(".pyenv/versions/3.*/bin/python")]
    found: dict[int, Path] = {}
    for python in own + others:
        asked: Sequence[str | Path] = [python, "-c", "import sys; print(sys.version_info[1])"]
        done = subprocess.run(asked, capture_output=True, text=True, check=False)
        if done.returncode == 0 and int(done.stdout) >= OLDEST:
            found.setdefault(int(done.stdout), python)
    return found


@pytest.mark.long
def test_in_each_python_it_is_installed_alone_and_its_examples_are_right(
    wheel: Path, dist: Path, tmp_path: Path
) -> None:
    [shipped] = dist.glob("assets/py_engine-*.whl")
    for minor, python in pythons().items():
        home = tmp_path / str(minor)
        ran(python, "-m", "venv", "--without-pip", home)
        alone = home / "bin" / "python"
        for each in (wheel, shipped):
            pip = [sys.executable, "-m", "pip", "--python", alone, "install", "--no-index"]
            ran(*pip, "--force-reinstall", each)
            told = ran(alone, "-W", "error", "-c", EXAMPLES, folder=tmp_path)
            assert told.split() == ["0", py_engine.__version__]


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_the_tests_in_the_source_distribution_pass(unpacked: Path) -> None:
    told = ran(sys.executable, "-m", "pytest", "-q", "-m", "not long", "tests", folder=unpacked)
    assert int(re.findall(r"(\d+) passed", told)[-1]) > 1000
    assert "skipped" not in told


@pytest.mark.long
def test_the_index_is_told_where_the_project_lives(wheel: Path) -> None:
    told = metadata(wheel)
    assert told["Version"] == py_engine.__version__
    assert told["Requires-Dist"] is None
    addresses = dict(address.split(", ") for address in told.get_all("Project-URL"))
    assert addresses["Source"] == PLACE
    links = re.findall(r"\]\(([^)]+)\)", told.get_payload())
    assert len(links) > 1
    for link in links:
        assert (ROOT / link.removeprefix(f"{PLACE}/blob/HEAD/")).is_file()
        assert link.startswith(PLACE)


def test_where_nobody_says_where_it_lives_there_are_no_links(tmp_path: Path) -> None:
    told = metadata(build("wheel", ROOT, tmp_path / "made", PROJECT_URL=""))
    assert told["Project-URL"] is None
    assert "what has changed" in told.get_payload()
    assert "](" not in told.get_payload()
