"""How certain the page says that things are: dates in a window, statuses, withdrawn records."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from any_events import table_of_any
from pages import OpenPage, write_page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: Dates by title, in the order of the list.
DATES = {
    "Since the year before": "2023/..",
    "Across the start": "2024-01-15/2024-02-15",
    "Some day of the year": "2024",
    "Inside": "2024-02-10/2024-02-12",
    "After the window": "2024-07-01",
    "No date": None,
}
WINDOW = "#from=2024-02-01&to=2024-03-31"


@pytest.fixture(scope="module")
def dated_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    events = [
        {"event_id": str(number), "title": title, "when": when, "lon": 30 + number, "lat": 50}
        for number, (title, when) in enumerate(DATES.items())
    ]
    path = tmp_path_factory.mktemp("dated") / "map.html"
    return write_page(table_of_any(events), path)


def row(page: Page, title: str) -> str:
    return page.get_by_role("button", name=title).inner_text()


def test_only_vague_dates_are_called_possible(open_page: OpenPage, dated_page: Path) -> None:
    """Events that certainly overlap the window say so; only vague dates are possibly in it."""
    page = open_page(dated_page, fragment=WINDOW)
    expect(page.get_by_text("5 of 6 events shown").first).to_be_visible()
    why = page.locator(".why")
    expect(why).to_contain_text(
        "1 inside these dates, 2 going on beyond them, 1 only possibly in them, 1 undated."
    )
    assert "longer" in row(page, "Since the year before")
    assert "longer" in row(page, "Across the start")
    assert "possibly" in row(page, "Some day of the year")
    assert not {"longer", "possibly"} & set(row(page, "Inside").split())
    page.get_by_role("button", name="Some day of the year").click()
    expect(page.locator("#card")).to_contain_text("its dates are vague")


def test_certain_only_leaves_what_is_certain(open_page: OpenPage, dated_page: Path) -> None:
    """A checkbox leaves only events that are certainly in the window, and says what it hides."""
    page = open_page(dated_page, fragment=WINDOW)
    page.get_by_role("checkbox", name="Certain only").check()
    expect(page.get_by_text("3 of 6 events shown").first).to_be_visible()
    expect(page.locator(".why")).to_contain_text("1 not certainly in these dates, 1 undated")
    expect(page.get_by_role("checkbox", name="Undated events")).to_be_disabled()
    page.wait_for_function("() => location.hash.includes('certain=1')")
    page.get_by_role("button", name="All dates").click()
    expect(page.get_by_text("6 of 6 events shown").first).to_be_visible()


def test_a_link_to_an_event_outside_the_window_says_so(
    open_page: OpenPage, dated_page: Path
) -> None:
    """The card of an event that the window hides says that it is outside."""
    page = open_page(dated_page, fragment=f"{WINDOW}&event=4")
    expect(page.locator("#card")).to_contain_text("After the window")
    expect(page.locator("#card")).to_contain_text("outside the selected dates")


def test_undated_events_have_their_rule_beside_the_toggle(
    open_page: OpenPage, dated_page: Path
) -> None:
    """The page says when undated events are shown."""
    page = open_page(dated_page, fragment=WINDOW)
    undated = page.locator("label", has=page.locator("#undated"))
    expect(undated).to_contain_text("shown whatever the dates")


def test_a_retracted_record_is_off_and_struck_through(open_page: OpenPage, tmp_path: Path) -> None:
    """A retracted event is hidden at first, with its count, and struck through when shown."""
    events = [
        {"event_id": "a", "title": "Stands", "when": "2024", "lon": 30, "lat": 50},
        {
            "event_id": "b",
            "title": "Withdrawn",
            "when": "2024",
            "lon": 35,
            "lat": 50,
            "record_status": "retracted",
        },
    ]
    page = open_page(write_page(table_of_any(events), tmp_path / "map.html"))
    expect(page.get_by_text("1 of 2 events shown").first).to_be_visible()
    expect(page.locator(".why")).to_contain_text("1 retracted")
    box = page.get_by_role("checkbox", name="Retracted")
    expect(page.locator("li", has=box).locator(".tally")).to_have_text("1")
    box.check()
    expect(page.get_by_text("2 of 2 events shown").first).to_be_visible()
    title = page.locator(".row-title", has_text="Withdrawn")
    assert "line-through" in title.evaluate("node => getComputedStyle(node).textDecorationLine")
    assert "Retracted" in row(page, "Withdrawn")
    page.get_by_role("button", name="Withdrawn").click()
    heading = page.locator("#card h2")
    assert "line-through" in heading.evaluate("node => getComputedStyle(node).textDecorationLine")


def test_only_this_value_of_a_facet(open_page: OpenPage) -> None:
    """A button leaves one value of a facet on, another brings all back, and the link says so."""
    page = open_page()
    planned = page.locator("li", has=page.get_by_role("checkbox", name="Planned"))
    planned.hover()
    planned.get_by_role("button", name="Only Planned").click()
    expect(page.get_by_role("checkbox", name="Occurred")).not_to_be_checked()
    page.wait_for_function("() => location.hash.includes('only=status:planned')")
    group = page.locator(
        "section.group", has=page.get_by_role("heading", name="Status", exact=True)
    )
    group.get_by_role("button", name="All", exact=True).click()
    expect(page.get_by_role("checkbox", name="Occurred")).to_be_checked()
    expect(page.get_by_text("12 of 12 events shown").first).to_be_visible()
