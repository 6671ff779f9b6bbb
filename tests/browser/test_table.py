"""The events as a table next to the map: columns, orders, keys, and what it shares with the map."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pages import PHONE, OpenPage, write_page
from sample_events import point, table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


@pytest.fixture
def made(tmp_path: Path) -> Path:
    status = ["planned", "occurred", None]
    rows = [
        {
            "event_id": f"e{n:04}",
            "title": f"Event {n:04}",
            "status": status[n % 3],
            "layer": "ab"[n % 2],
            "fatalities_best": n % 7,
            "place_name": f"Place {n % 5}",
            **point(10 + n % 20, 50),
        }
        for n in range(600)
    ]
    return write_page(table_of(rows), tmp_path / "map.html")


def opened(open_page: OpenPage, made: Path, **options: object) -> Page:
    page = open_page(made, **options)  # type: ignore[arg-type]
    if options.get("viewport") == PHONE:
        page.get_by_role("button", name="Events", exact=True).click()
    page.get_by_role("button", name="Table", exact=True).click()
    page.locator("tr[data-at='0'] button").wait_for()
    return page


def test_the_table_has_the_events_of_the_list(open_page: OpenPage, made: Path) -> None:
    """Columns have headings, rows are numbered for those who hear them, few have elements."""
    page = opened(open_page, made)
    heads = page.locator(".events-table thead th").all_inner_texts()
    expected = ["Date", "Event", "Place", "Layer", "Status", "Verification", "Deaths"]
    assert [head.strip() for head in heads] == expected
    table = page.get_by_role("table", name="Events")
    expect(table).to_have_attribute("aria-rowcount", "601")
    assert page.locator("tr[data-at]").count() < 60
    first = page.locator("tr[data-at='0']").all_inner_texts()[0].split("\t")
    assert [cell.strip() for cell in first] == [
        "undated", "Event 0000", "Place 0", "a", "Planned", "Not stated", "0",
    ]  # fmt: skip
    page.locator(".is-table").evaluate("(pane) => pane.scrollTo(0, pane.scrollHeight)")
    expect(page.get_by_role("button", name="Event 0599")).to_be_visible()


def test_a_heading_sorts_and_a_filter_shortens(open_page: OpenPage, made: Path) -> None:
    """Each heading gives an order, which is said; the list keeps it; filters apply."""
    page = opened(open_page, made)
    page.get_by_role("button", name="Deaths").click()
    head = page.get_by_role("columnheader", name="Deaths")
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(page.locator("tr[data-at='0'] .is-deaths")).to_have_text("6")
    page.get_by_role("button", name="Status", exact=True).click()
    expect(page.locator("tr[data-at='0'] .is-status")).to_have_text("Occurred")
    expect(head).not_to_have_attribute("aria-sort", "descending")
    page.get_by_role("button", name="Date", exact=True).click()
    page.get_by_role("button", name="Date", exact=True).click()
    expect(page.get_by_role("columnheader", name="Date")).to_have_attribute(
        "aria-sort", "descending"
    )
    page.get_by_label("Search events").fill("Event 0007")
    expect(page.get_by_role("table", name="Events")).to_have_attribute("aria-rowcount", "2")
    assert "table=1" in page.evaluate("location.hash")


def test_keys_move_through_the_table_and_open_a_card(open_page: OpenPage, made: Path) -> None:
    """The arrow keys move from row to row, Enter opens, and closing returns to the row."""
    page = opened(open_page, made)
    page.locator("tr[data-at='0'] button").focus()
    for _ in range(30):
        page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Event 0030")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Event 0030")).to_be_visible()
    expect(page.locator("tr.is-open")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Event 0030")).to_be_focused()


def test_the_table_and_the_map_point_at_the_same_event(open_page: OpenPage, made: Path) -> None:
    """A row under the pointer is marked on the map, and the other way around."""
    page = opened(open_page, made)
    page.locator("tr[data-at='3']").hover()
    hovered = "async () => (await dateline.ready).app.hovered()"
    assert page.evaluate(hovered) >= 0
    page.evaluate("async () => (await dateline.ready).app.hover(5)")
    expect(page.locator("tr.is-hovered")).to_have_count(1)


def test_a_link_opens_the_table(open_page: OpenPage, made: Path) -> None:
    """It is part of the state, and goes away again."""
    page = open_page(made, fragment="#table=1", ready=False)
    page.locator("tr[data-at='0'] button").wait_for()
    page.get_by_role("button", name="Table", exact=True).click()
    expect(page.locator(".is-table")).to_be_hidden()
    expect(page.locator(".row-title").first).to_be_visible()


def test_the_table_fits_a_phone(open_page: OpenPage, made: Path) -> None:
    """It scrolls sideways in its own panel; the page does not."""
    page = opened(open_page, made, viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    pane = page.locator(".is-table")
    assert pane.evaluate("(one) => one.scrollWidth > one.clientWidth")
