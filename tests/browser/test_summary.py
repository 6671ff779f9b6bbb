"""The sentence above the list sums up what is shown, under every filter."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from pages import OpenPage, write_page
from sample_events import table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

EVENTS = (
    *(("Kursk Oblast", "RU", "2024-03-05", deaths, "A") for deaths in (40, 50, None)),
    ("Sumy", "UA", "2024-03-20", 3, "B"),
    ("Sumy", "UA", "2024-05-01", 5, "B"),
)


def test_the_sentence_follows_dates_layers_and_search(open_page: OpenPage, tmp_path: Path) -> None:
    """Number, dates, certain ones, main region and deaths are those of what is shown."""
    rows = [
        {
            "event_id": f"e{n}",
            "title": f"Clash {n}",
            "lon": 35.0,
            "lat": 51.0,
            "admin1": region,
            "country": country,
            "status": "occurred",
            "fatalities_best": deaths,
            "layer": layer,
            "when": day,
            "start": day,
            "end": day + "T23:59:59",
            "date_precision": "day",
        }
        for n, (region, country, day, deaths, layer) in enumerate(EVENTS)
    ]
    table = table_of(rows)
    points = table.set_geometry(table.geometry.from_xy(table["lon"], table["lat"], crs=4326))
    page = open_page(write_page(points, tmp_path / "map.html"))
    line = page.locator(".summary")
    expect(line).to_have_text("5 events, most in Kursk Oblast; 98 killed as reported in 4 of them.")
    expect(line).to_have_attribute("role", "status")
    page.get_by_role("checkbox", name="A").first.uncheck()
    expect(line).to_have_text("2 events, all in Sumy; 8 killed as reported.")
    page.evaluate("location.hash = 'from=2024-03&to=2024-03'")
    page.reload()
    expect(line).to_have_text(
        "4 events in March 2024, 4 certain, most in Kursk Oblast; "
        "93 killed as reported in 3 of them."
    )
    page.locator("#events input[type=search]").fill("Clash 3")
    expect(line).to_have_text("1 event in March 2024, 1 certain; 3 killed as reported.")
