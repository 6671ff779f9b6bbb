"""Back, panels and tabs: what a reader opened is closed in the reverse order."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from pages import PHONE, OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

LANDSCAPE = {"width": 844, "height": 390}


def tab(page: Page, name: str) -> None:
    page.locator("#tabs").get_by_role("button", name=name).click()


def test_back_closes_the_card_then_the_panel(open_page: OpenPage) -> None:
    """On a phone Back closes the card, then the list below it, and the page stays."""
    page = open_page(viewport=PHONE)
    before = page.evaluate("history.length")
    tab(page, "Events")
    page.locator("#events .row").first.click()
    expect(page.locator("#card")).to_be_visible()
    page.go_back()
    expect(page.locator("#card")).to_be_hidden()
    expect(page.locator("#events")).to_be_visible()
    page.go_back()
    expect(page.locator("#events")).to_be_hidden()
    expect(page.locator(".stage")).to_be_visible()
    assert page.evaluate("history.length") == before + 2


def test_closing_by_hand_leaves_no_step(open_page: OpenPage) -> None:
    """After a card and a panel are closed by hand, Back does not open them again."""
    page = open_page(viewport=PHONE)
    page.evaluate("history.pushState({ mine: 1 }, '')")
    tab(page, "Events")
    page.locator("#events .row").first.click()
    page.locator("#card .is-close").click()
    expect(page.locator("#events")).to_be_visible()
    page.wait_for_function("() => !location.hash.includes('event=')")
    tab(page, "Events")
    expect(page.locator("#events")).to_be_hidden()
    page.wait_for_function("() => history.state.dateline.panel === 'map'")
    page.go_back()
    expect(page.locator("#card")).to_be_hidden()
    expect(page.locator("#events")).to_be_hidden()


def test_dates_stay_in_reach_and_filters_are_counted(open_page: OpenPage) -> None:
    """With the list open on a phone the dates can be changed, and tabs count filters."""
    page = open_page(viewport=PHONE, fragment="#without=status:planned&hide=Cyber")
    tab(page, "Events")
    box = page.locator("#when .handle").first.bounding_box()
    top = page.evaluate(
        "([x, y]) => document.elementFromPoint(x, y).closest('#when') !== null",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    )
    assert top
    expect(page.locator("#tabs .is-key")).to_have_text("Layers · 2")
    expect(page.locator("#tabs .is-events")).to_have_text("Events")


def test_landscape_keeps_the_map(open_page: OpenPage) -> None:
    """On a phone on its side, list and card are next to the map."""
    page = open_page(viewport=LANDSCAPE)
    tab(page, "Events")
    stage, panel = (page.locator(one).bounding_box() for one in (".stage", "#events"))
    assert stage["width"] > 300
    assert stage["height"] > 100
    assert panel["x"] >= stage["x"] + stage["width"] - 1
