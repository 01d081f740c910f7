"""The reference in the site: a page for each name, reached from a list and from the editor."""

from __future__ import annotations

import base64
import json
import re
import zlib
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import py_engine
from tools import names


def test_each_name_has_a_page_and_the_list_leads_there(dist: Path) -> None:
    page = (dist / "reference.html").read_text()
    listed = re.findall(r'<li><a href="reference-(\w+)\.html">', page)
    assert sorted(listed) == sorted(py_engine.__all__)
    assert [name for name in listed if not (dist / f"reference-{name}.html").is_file()] == []
    assert {function.__name__ for function in names.offered()} <= set(listed)


def test_links_between_names_lead_somewhere(dist: Path) -> None:
    links = {
        link
        for page in dist.glob("reference*.html")
        for link in re.findall(r'href="(reference[\w-]*\.html)"', page.read_text())
    }
    assert "reference-value_and_grad.html" in links
    assert [link for link in links if not (dist / link).is_file()] == []


def test_a_derivative_is_typeset_from_the_table(dist: Path) -> None:
    page = (dist / "reference-asin.html").read_text()
    [tex] = re.findall(r'<annotation encoding="application/x-tex">(\\begin.*?)</annotation>', page)
    assert r"\frac{\partial v}{\partial x} &= \frac{1}{\sqrt{1 - x^2}}" in unescape(tex)
    assert "katex-html" in page


def test_each_loss_of_an_example_opens_in_the_lab(dist: Path) -> None:
    """Read as app/model/share-link.js writes it."""
    opened = 0
    for page in [file.read_text() for file in dist.glob("reference-*.html")]:
        [marked] = re.findall(r"<code-block.*?<code>(.*?)</code>", page, re.DOTALL)
        shown = unescape(re.sub("<[^>]*>", "", marked))
        links = re.findall(r'href="\./#lab=2\.\w+\.([\w-]+)"', page)
        assert len(links) == ("def loss(" in shown)
        for link in links:
            packed = base64.urlsafe_b64decode(link + "=" * (-len(link) % 4))
            assert json.loads(zlib.decompress(packed, wbits=-15))["code"] == shown
            opened += 1
    assert opened > 40


def test_a_name_is_found_by_what_is_said_of_it(
    site: str, open_page: Callable[..., Page]
) -> None:
    page = open_page(f"{site}reference.html")
    page.get_by_test_id("name-search").fill("angle POINT")
    expect(page.get_by_role("status")).to_have_text("1 name fits.")
    page.get_by_role("link", name="atan2").click()
    expect(page.get_by_test_id("run-block")).to_be_enabled()


@pytest.mark.long
def test_an_example_runs_in_the_page(site: str, open_page: Callable[..., Page]) -> None:
    page = open_page(f"{site}reference-atan2.html")
    expect(page.get_by_test_id("status")).to_be_hidden()
    page.get_by_test_id("run-block").click()
    expect(page.get_by_test_id("console")).to_contain_text("(0.7853981633974483, (0.99")
    expect(page.get_by_test_id("status")).to_be_visible()
