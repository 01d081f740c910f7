"""The hosted workflows: pinned, each doing its part once, with commands that exist."""

from __future__ import annotations

import re
import shlex

import pytest

import build
from tools.steps import ROOT

GITHUB = ROOT / ".github"
FILES = {file.name: file.read_text("utf-8") for file in sorted(GITHUB.rglob("*.yml"))}
COMMAND = re.compile(r"- run: (?:>-\n +)?((?:python3 build\.py|\.ci/run).*(?:\n {10}.*)*)")


def commands(name: str) -> list[list[str]]:
    """The calls of build.py in a workflow, as words after its name."""
    texts = COMMAND.findall(FILES[name])
    return [shlex.split(re.sub(r"^\.ci/run", "python3 build.py test", text))[2:] for text in texts]


@pytest.mark.parametrize("name", FILES)
def test_an_action_of_others_is_pinned_by_digest_with_its_version(name: str) -> None:
    used = re.findall(r"uses: (.*)", FILES[name])
    assert used
    pinned = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+|\./\.github/actions/\w+")
    assert [action for action in used if not pinned.fullmatch(action)] == []


def test_one_version_of_an_action_is_used_everywhere() -> None:
    used = {use for text in FILES.values() for use in re.findall(r"uses: (\w.*)", text)}
    assert len(used) == len({use.split("@")[0] for use in used})


def test_a_push_runs_the_suite_once_and_the_night_all_of_it() -> None:
    assert commands("test.yml") == [["test", *"${{ matrix.part }}".split()]]
    assert commands("long.yml") == [["test", "--all"]]


def test_the_parts_of_a_push_are_the_whole_short_suite() -> None:
    [parts] = re.findall(r"part: \[(.*)\]", FILES["test.yml"])
    assert parts.split(", ") == [
        "--quick", "--browser chromium", "--browser firefox", "--browser webkit"
    ]  # fmt: skip
    for part in parts.split(", "):
        assert build.parser().parse_known_args(["test", *part.split()])[1] == []


def test_publishing_checks_the_course_and_uses_the_site_once() -> None:
    [[command, *words], keeping] = commands("pages.yml")
    assert keeping[0] == "keep"
    _, tests = build.parser().parse_known_args([command, *words])
    assert {"tests/content", "tests/site"} < set(tests)
    for test in tests:
        path, *names = test.removesuffix("[chromium]").split("::")
        assert (ROOT / path).exists()
        assert all(f"def {name}(" in (ROOT / path).read_text("utf-8") for name in names)


def test_downloads_are_kept_by_the_lock_files() -> None:
    locks = re.findall(r"hashFiles\((.*)\)", FILES["action.yml"])
    assert locks == ["'requirements/*.txt', 'web/package-lock.json'"]
    assert list((ROOT / "requirements").glob("*.txt"))
    assert (ROOT / "web" / "package-lock.json").exists()
