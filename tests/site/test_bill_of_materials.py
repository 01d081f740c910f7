"""dist/bom.json lists what is shipped, as lock file and wheels say it, in the form of CycloneDX."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

from tools.steps import ROOT

DIGITS = {"SHA-256": 64, "SHA-512": 128}


@pytest.fixture(scope="module")
def bill(dist: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((dist / "bom.json").read_text())
    return content


@pytest.fixture(scope="module")
def shipped() -> dict[str, dict[str, Any]]:
    """What the lock file has of the page's packages, by place."""
    packages = json.loads((ROOT / "web" / "package-lock.json").read_text())["packages"]
    return {place: p for place, p in packages.items() if place and not p.get("dev")}


def test_it_has_the_form_that_its_readers_expect(bill: dict[str, Any]) -> None:
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    product = bill["metadata"]["component"]
    for part in [product, *bill["components"]]:
        assert part["type"] in {"application", "library"}
        assert all(
            isinstance(part[key], str) and part[key] for key in ("name", "version", "bom-ref")
        )
        [licence] = part["licenses"]
        assert set(licence) == {"expression"} or set(licence["license"]) == {"name"}
        assert part.get("purl", part["bom-ref"]) == part["bom-ref"]
        for found in part.get("hashes", []):
            assert re.fullmatch(f"[0-9a-f]{{{DIGITS[found['alg']]}}}", found["content"])


def test_each_part_is_there_once_and_is_needed_by_something(bill: dict[str, Any]) -> None:
    refs = [part["bom-ref"] for part in bill["components"]]
    assert len(refs) == len(set(refs)) > 30
    needs = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}
    waiting = [bill["metadata"]["component"]["bom-ref"]]
    reached: set[str] = set()
    while waiting:
        ref = waiting.pop()
        reached.add(ref)
        waiting += [need for need in needs[ref] if need not in reached]
    assert reached == {*refs, bill["metadata"]["component"]["bom-ref"]} == set(needs)


def test_it_lists_the_packages_of_the_lock_file_with_their_hashes(
    bill: dict[str, Any], shipped: dict[str, dict[str, Any]]
) -> None:
    listed = {
        (part["name"], part["version"]): part["hashes"]
        for part in bill["components"]
        if part["bom-ref"].startswith("pkg:npm/")
    }
    expected = {}
    for place, package in shipped.items():
        kind, digest = package["integrity"].split("-", 1)
        name = place.rpartition("node_modules/")[2]
        content = base64.b64decode(digest).hex()
        expected[name, package["version"]] = [
            {"alg": kind.replace("sha", "SHA-"), "content": content}
        ]
    assert listed == expected


def test_it_says_which_of_them_needs_which(
    bill: dict[str, Any], shipped: dict[str, dict[str, Any]]
) -> None:
    needs = {one["ref"]: one["dependsOn"] for one in bill["dependencies"]}
    names = {part["bom-ref"]: part["name"] for part in bill["components"]}
    for place, package in shipped.items():
        name = place.rpartition("node_modules/")[2]
        ref = f"pkg:npm/{name.replace('@', '%40')}@{package['version']}"
        assert [names[need] for need in needs[ref]] == [*package.get("dependencies", {})]


def test_it_lists_the_wheels_of_the_site(bill: dict[str, Any], dist: Path) -> None:
    wheels = {
        hashlib.sha256(file.read_bytes()).hexdigest(): file.name
        for file in dist.glob("assets/*.whl")
    }
    for digest, name in wheels.items():
        [part] = [
            p for p in bill["components"] if digest in {h["content"] for h in p.get("hashes", [])}
        ]
        assert name.startswith(f"{part['name']}-{part['version']}-")


def test_people_are_told_the_same_and_where_it_is(bill: dict[str, Any], dist: Path) -> None:
    page = (dist / "licences.html").read_text()
    assert 'href="bom.json"' in page
    rows = re.findall(r"<tr><td>([^<]*)</td><td>([^<]*)</td>", page)
    assert rows == [(part["name"], part["version"]) for part in bill["components"]]


def test_it_is_of_the_release(dist: Path) -> None:
    assert "bom.json" in json.loads((dist / "release.json").read_text())["files"]
