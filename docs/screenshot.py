"""Take the picture of the README: ``python docs/screenshot.py`` after ``make map``."""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from chromium import ARGUMENTS, find_chromium, install_chromium  # noqa: E402  (of the tests)

#: What the picture shows: the window's size, and the event whose card is open.
SIZE = {"width": 1440, "height": 900}
EVENT = "kursk-operations"


def main() -> None:
    """Open the map at one event and save what a reader sees."""
    with sync_playwright() as playwright:
        path = find_chromium() or install_chromium()
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        page = browser.new_page(viewport=SIZE, color_scheme="light", reduced_motion="reduce")
        page.goto((ROOT / "output" / "map.html").as_uri())
        page.locator("#events button", has_text="Kursk").first.click()
        page.evaluate("dateline.ready")
        page.get_by_role("heading", name="North Korean units").wait_for()
        page.evaluate("new Promise((done) => setTimeout(done, 800))")
        page.screenshot(path=ROOT / "docs" / "images" / "map.png")
        browser.close()


if __name__ == "__main__":
    main()
