"""Draw the app's icons from web/install/icon.svg (needs the tests' Chromium).

    python -m tools.icons

Run it after changing the drawing, and commit what it writes.
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tools.browsers import ensure

INSTALL = Path(__file__).parent.parent / "web" / "install"
ICONS = {"icon-192.png": (192, False), "icon-512.png": (512, False)}
MASKABLE = {"icon-maskable-512.png": (512, True)}


def draw(page: Page, size: int, maskable: bool) -> bytes:
    """Return the drawing as a PNG; a maskable one fills its square, for the system to cut."""
    svg = (INSTALL / "icon.svg").read_text(encoding="utf-8")
    if maskable:  # the graph lies within the middle 80 %, which no mask cuts
        svg = svg.replace('rx="96"', 'rx="0"')
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(f'<body style="margin:0;width:{size}px">{svg}')
    return page.screenshot(omit_background=True)


def main() -> None:
    """Write every icon."""
    [browser] = ensure(["chromium"])
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=browser.executable, args=["--no-sandbox"]
        )
        page = chromium.new_page()
        for name, (size, maskable) in (ICONS | MASKABLE).items():
            (INSTALL / name).write_bytes(draw(page, size, maskable))
        chromium.close()


if __name__ == "__main__":
    main()
