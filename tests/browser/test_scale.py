"""The map says its scale and how exact its outlines are."""

from __future__ import annotations

import math

import pytest
from playwright.sync_api import Page, expect

from pages import PHONE, OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

EARTH_M = 40_075_016.7


def look(page: Page, lat: float, zoom: int) -> None:
    page.evaluate(f"() => dateline.map.setView([{lat}, 35], {zoom}, {{ animate: false }})")


def metres_of(page: Page) -> float:
    """Return the length that the bar names."""
    number, unit = page.locator(".scale").inner_text().split()
    return float(number.replace(",", "")) * (1000 if unit == "km" else 1)


@pytest.mark.parametrize("viewport", [None, PHONE])
@pytest.mark.parametrize("zoom", [4, 9, 15])
def test_the_bar_is_true_where_the_reader_looks(
    open_page: OpenPage, viewport: dict[str, int] | None, zoom: int
) -> None:
    """Its length is round, and true at the latitude in the middle of the map."""
    page = open_page(**({"viewport": viewport} if viewport else {}))
    bar = page.locator(".scale")
    for lat in (0, 51, 65):
        look(page, lat, zoom)
        middle = page.evaluate("() => dateline.map.getCenter().lat")
        per_pixel = EARTH_M * math.cos(math.radians(middle)) / 256 / 2**zoom
        metres, box = metres_of(page), bar.bounding_box()
        assert box
        assert box["width"] == pytest.approx(metres / per_pixel, rel=0.02, abs=0.5)
        assert 40 <= box["width"] <= 100.5
        assert str(metres)[0] in "125"
    expect(bar).to_be_in_viewport()


def test_outlines_say_how_exact_they_are_once_it_shows(open_page: OpenPage) -> None:
    """From zoom 9 on the credits say it; About always does."""
    page = open_page()
    said = page.locator(".credit .exactness")
    look(page, 51, 8)
    expect(said).to_be_hidden()
    look(page, 51, 9)
    expect(said).to_have_text(
        "Coasts and borders are generalised to about 1 km near the events, 5 km elsewhere."
    )
    expect(said).to_be_visible()
    look(page, 51, 5)
    page.get_by_role("button", name="About", exact=True).click()
    expect(page.get_by_role("dialog")).to_contain_text("generalised to about 1 km near the events")
