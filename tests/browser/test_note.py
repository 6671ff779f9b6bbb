"""The note about the evidence stays in sight at every size of the window."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from playwright.sync_api import Page

from pages import SETTINGS, OpenPage, write_page
from sample_events import sample_events

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LONG = " ".join(f"Sentence {n} says what nobody has checked." for n in range(40)) + " The end."

SIZES = [(1440, 900), (1024, 420), (844, 390), (640, 300), (390, 844), (320, 256)]


def in_sight(page: Page, width: int, height: int) -> None:
    """Check that the whole note lies in the window and that nothing covers it."""
    note = page.locator(".masthead .note-text")
    box = note.bounding_box()
    assert box
    assert box["width"] > 100
    assert box["height"] > 10
    assert box["x"] + box["width"] <= width
    assert box["y"] + box["height"] <= height
    assert page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).classList.contains('note-text')",
        [box["x"] + 20, box["y"] + box["height"] / 2],
    )


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_note_never_hides(open_page: OpenPage, width: int, height: int) -> None:
    """The note is complete in a window of any size, with a card or a panel open too."""
    page = open_page(viewport={"width": width, "height": height})
    in_sight(page, width, height)
    note = page.locator(".masthead .note-text")
    assert note.evaluate("node => node.scrollHeight <= node.clientHeight + 1")
    page.evaluate("location.hash = 'event=dispatch'")
    page.locator("#card h2").wait_for()
    in_sight(page, width, height)
    if page.locator("#tabs").is_visible():
        page.get_by_role("button", name="Events", exact=True).click()
        in_sight(page, width, height)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_long_note_scrolls(open_page: OpenPage, tmp_path: Path, *, width: int, height: int) -> None:
    """A note too long for the window can be read to its end, with the keyboard too."""
    settings = dataclasses.replace(SETTINGS, note=LONG)
    path = write_page(sample_events(), tmp_path / "map.html", settings)
    page = open_page(path, viewport={"width": width, "height": height})
    in_sight(page, width, height)
    note = page.locator(".masthead .note-text")
    note.focus()
    page.keyboard.press("End")
    page.wait_for_function(
        "n => n.scrollTop + n.clientHeight >= n.scrollHeight - 1", arg=note.element_handle()
    )
    in_sight(page, width, height)
