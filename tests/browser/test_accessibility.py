"""The page passes every WCAG rule that a program can check, at both sizes and in both colours."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from node import WEB
from pages import DESKTOP, PHONE, OpenPage, layer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"


def violations(page: Page) -> list[str]:
    """Return the violations that axe-core finds, each as its rule and the first element."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    return [f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:120]}" for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_no_violation(open_page: OpenPage, size: dict[str, int], scheme: str) -> None:
    """axe-core finds nothing wrong, with every panel open in turn."""
    page = open_page(viewport=size, color_scheme=scheme)
    assert [] == violations(page)
    if size == PHONE:
        page.get_by_role("button", name="Layers", exact=True).click()
        assert [] == violations(page)
        page.get_by_role("button", name="Events", exact=True).click()
    page.get_by_role("button", name="About 3,000 soldiers").click()
    page.get_by_role("heading", level=2, name=re.compile("3,000")).wait_for()
    assert [] == violations(page)
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="About", exact=True).click()
    page.get_by_role("dialog").wait_for()
    assert [] == violations(page)


FOCUSED = "(e => e.getAttribute('aria-label') || e.id || e.className)(document.activeElement)"


def test_focus_goes_through_the_page_in_reading_order(open_page: OpenPage) -> None:
    """Tab reaches tools, search, list, map, dates and layers, each with a visible focus."""
    page = open_page()
    names = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate(FOCUSED)
        names.append(name)
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", name
        if name == "layer-0":
            break
    wanted = ["Dark mode", "Search events", "row", "Zoom in", "First day shown", "layer-0"]
    positions = [names.index(name) for name in wanted]
    assert positions == sorted(positions)
    assert names.index("Search events") < 5
    assert names.count("row") == 1


def test_the_list_is_one_stop_with_arrow_keys(open_page: OpenPage) -> None:
    """Tab enters the list where it was left, arrows move in it, and Tab leaves it."""
    page = open_page()
    page.get_by_label("Search events").focus()
    for _ in ("order", "table", "download", "list"):
        page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    third = page.evaluate("document.activeElement.closest('li').ariaPosInSet")
    assert third == "3"
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_text("Download, cite")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('li').ariaPosInSet") == third


def test_focus_never_falls_off_the_page(open_page: OpenPage) -> None:
    """A control that disappears when it is used gives its focus to one nearby."""
    page = open_page(fragment="#from=2024-02-01")
    for name in ("All dates", "Reset filters"):
        if name == "Reset filters":
            page.get_by_role("checkbox", name="Planned").uncheck()
        page.get_by_role("button", name=name, exact=True).focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("12 of 12 events shown").first).to_be_visible()
        page.wait_for_function("() => document.activeElement !== document.body")


def test_marks_on_the_map_are_reached_with_the_keyboard(open_page: OpenPage) -> None:
    """One stop on the map moves between its marks; Enter opens a card or zooms in."""
    page = open_page()
    marks = page.get_by_role("button", name=re.compile("^Marks on the map"))
    marks.focus()
    words = page.locator("#mark-words")
    expect(words).not_to_be_empty()
    first = words.inner_text()
    page.keyboard.press("ArrowRight")
    expect(words).not_to_have_text(first)
    for key in ("ArrowLeft", "ArrowUp", "ArrowDown"):
        page.keyboard.press(key)
    expect(marks).to_be_focused()
    zoom = page.evaluate("dateline.map.getZoom()")
    page.keyboard.press("Enter")
    page.wait_for_function(
        "zoom => dateline.map.getZoom() > zoom || !document.querySelector('#card').hidden", arg=zoom
    )
    page.wait_for_function("() => document.activeElement !== document.body")


def test_count_is_read_out(open_page: OpenPage) -> None:
    """A screen reader announces when the events that are shown change."""
    page = open_page()
    layer(page, "Korea").uncheck()
    expect(page.get_by_role("status").filter(has_text="events shown")).to_have_text(
        "5 of 12 events shown"
    )
