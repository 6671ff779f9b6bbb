"""What the card of an event says of its date, place, figures, sources and corrections."""

from __future__ import annotations

from pathlib import Path

import pytest
import shapely
from playwright.sync_api import expect

from any_events import table_of_any
from pages import OpenPage, write_page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

HOSTILE = "<img src=x onerror=alert(1)>"
EVENTS = [
    {
        "event_id": "ship",
        "title": "Ship hit",
        "when": "2024-03-05/2024-03-31",
        "when_text": f"early March {HOSTILE}",
        "where": "50 nm west of Hodeidah",
        "figures": [
            {"label": "Dead", "value": 5, "low": 3, "high": 8, "unit": "people"},
            {"label": "Hurt", "high": 1200, "unit": "people"},
        ],
        "sources": [
            {
                "title": "Report",
                "publisher": "Daily",
                "url": "https://example.org/a",
                "archive_url": "https://archive.example.org/a",
                "published_at": "2024-03-06",
                "quote": "hit by a missile",
            }
        ],
        "record_status": "corrected",
        "updated_at": "2024-04-02",
        "related_ids": ["zone", HOSTILE],
    },
    {
        "event_id": "zone",
        "title": "Warning zone",
        "when": "2024-03",
        "geometry": shapely.box(41, 13, 43.5, 16),
    },
    {
        "event_id": "far",
        "title": "Elsewhere",
        "description": "A depot of the navy burned down.",
        "when": "2024-03",
        "geometry": shapely.box(30, 50, 31, 51),
    },
]


@pytest.fixture(scope="module")
def card_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(table_of_any(EVENTS), tmp_path_factory.mktemp("card") / "map.html")


def test_a_card_speaks_of_date_and_place_as_people_do(open_page: OpenPage, card_page: Path) -> None:
    """The date stands as written and as understood; an expression of a place stands as written."""
    page = open_page(card_page)
    expect(page.locator("#events li", has_text="Ship hit")).to_contain_text(
        "50 nm west of Hodeidah"
    )
    page.get_by_role("button", name="Ship hit").click()
    facts = page.locator("#card .facts").first
    expect(facts).to_contain_text("50 nm west of Hodeidah")
    expect(facts).to_contain_text(f"early March {HOSTILE}")
    expect(facts).to_contain_text("from 5 March 2024 to 31 March 2024")
    expect(page.locator("#card .placing")).to_contain_text("Interpreted as")


def test_a_card_has_ranges_sources_and_archive_links(open_page: OpenPage, card_page: Path) -> None:
    """Figures have their range and unit, sources their publisher, date, archive link and quote."""
    page = open_page(card_page, fragment="#event=ship")
    figures = page.locator("#card .figures")
    expect(figures).to_contain_text("5 (3–8) people")
    expect(figures).to_contain_text("at most 1,200 people")
    sources = page.locator("#card .sources")
    expect(sources).to_contain_text("Daily · published 6 March 2024")
    expect(sources).to_contain_text("hit by a missile")
    archive = sources.get_by_role("link", name="Archived copy")
    expect(archive).to_have_attribute("href", "https://archive.example.org/a")


def test_a_card_says_when_it_was_corrected_and_leads_to_related_events(
    open_page: OpenPage, card_page: Path
) -> None:
    """A correction has its date; a related event on the page is a link, another is only named."""
    page = open_page(card_page, fragment="#event=ship")
    log = page.locator("#card .record-log")
    expect(log).to_contain_text("Corrected (2 April 2024).")
    expect(log).to_contain_text(f"{HOSTILE} (not on this page)")
    log.get_by_role("button", name="Warning zone").click()
    expect(page.locator("#card h2")).to_have_text("Warning zone")


def test_a_card_lists_events_in_areas_that_overlap_its_place(
    open_page: OpenPage, card_page: Path
) -> None:
    """A point lists the areas that contain it, an area the events inside, and nothing else."""
    page = open_page(card_page, fragment="#event=ship")
    page.get_by_text("1 event in areas that overlap this place").click()
    page.locator("#card .is-around").get_by_role("button", name="Warning zone").click()
    expect(page.locator("#card h2")).to_have_text("Warning zone")
    page.get_by_text("1 event in areas that overlap this place").click()
    expect(page.locator("#card .is-around li")).to_contain_text("Ship hit")


def test_the_search_covers_descriptions(open_page: OpenPage, card_page: Path) -> None:
    """An event is found by a word of its description, and its card still shows the description."""
    page = open_page(card_page)
    page.get_by_role("searchbox", name="Search events").fill("navy depot")
    expect(page.get_by_text("1 of 3 events shown").first).to_be_visible()
    page.get_by_role("button", name="Elsewhere").click()
    expect(page.locator("#card .description")).to_have_text("A depot of the navy burned down.")
