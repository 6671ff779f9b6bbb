"""The page passes every WCAG rule that a program can check, at both sizes and in both colours."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from node import WEB
from pages import DESKTOP, PHONE, OpenPage

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


def test_focus_goes_through_the_page_in_reading_order(open_page: OpenPage) -> None:
    """Tab reaches tools, map, dates, layers and list, each with a visible focus."""
    page = open_page()
    names = []
    for _ in range(60):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(e => e.getAttribute('aria-label') || e.id || e.className)(document.activeElement)"
        )
        names.append(name)
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline != "none", name
        if name == "row":
            break
    wanted = ["Dark mode", "Zoom in", "First day shown", "layer-0", "Search events", "row"]
    positions = [names.index(name) for name in wanted]
    assert positions == sorted(positions)


def test_count_is_read_out(open_page: OpenPage) -> None:
    """A screen reader announces when the events that are shown change."""
    page = open_page()
    page.get_by_role("checkbox", name="Korea").uncheck()
    expect(page.get_by_role("status").filter(has_text="events shown")).to_have_text(
        "5 of 12 events shown"
    )
