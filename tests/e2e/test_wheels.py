"""A wheel that an instructor adds is installed from the site's own bytes."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.e2e.engines.server import SiteServer

NAME = "extra_points-1.2-py3-none-any.whl"
FILES = {
    "extra_points.py": "def origin():\n    return (0.0, 0.0)\n",
    "extra_points-1.2.dist-info/METADATA": "Metadata-Version: 2.1\nName: extra_points\n"
    "Version: 1.2\nRequires-Dist: not-on-this-site\n",
    "extra_points-1.2.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\n"
    "Tag: py3-none-any\n",
}


def make_wheel() -> bytes:
    record = "".join(f"{name},,\n" for name in [*FILES, "extra_points-1.2.dist-info/RECORD"])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in {**FILES, "extra_points-1.2.dist-info/RECORD": record}.items():
            archive.writestr(name, text)
    return packed.getvalue()


@pytest.mark.parametrize("boot", ["snapshot", pytest.param("plain", marks=pytest.mark.long)])
def test_an_added_wheel_can_be_imported(
    boot: str, python_page: Callable[..., Page], python_site: SiteServer
) -> None:
    wheel = make_wheel()
    (python_site.root / "assets" / NAME).write_bytes(wheel)
    file = {
        "path": f"assets/{NAME}",
        "name": NAME,
        "size": len(wheel),
        "sha256": hashlib.sha256(wheel).hexdigest(),
    }
    page = python_page()
    page.evaluate(
        """([file, boot]) => {
          globalThis.client = new PythonClient({ site: { ...PYTHON_SITE, wheels: [file] }, boot });
        }""",
        [file, boot],
    )
    code = (
        "import extra_points, importlib.metadata\n"
        "print(extra_points.origin(), importlib.metadata.version('extra_points'))"
    )
    assert page.evaluate("code => printed(code)", code) == "(0.0, 0.0) 1.2\n"
    assert page.evaluate("client.about.boot") == boot
