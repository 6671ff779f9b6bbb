"""The first view: the map opens where the events are, as one world that fills it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page

import dateline
from dateline.map_settings import MapSettings
from dateline.settings import Settings
from pages import DESKTOP, PHONE, SETTINGS, OpenPage, write_page
from sample_events import table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WIDE = {"width": 2560, "height": 1440}
#: Eight towns close together, a country, and a town on the other side of the Earth.
PLACES = [
    *((30 + n, 50 + n / 4, "settlement") for n in range(8)),
    (100, 60, "country"),
    (-157, 21, "settlement"),
]
WHERE = """() => {
  const { lng, lat } = dateline.map.getCenter();
  return [lng, lat, dateline.map.getZoom()];
}"""
#: The pixels of a place on the page.
AT = """([lon, lat]) => {
  const { x, y } = dateline.map.latLngToContainerPoint([lat, lon]);
  const box = dateline.map.getContainer().getBoundingClientRect();
  return [x + box.x, y + box.y];
}"""
#: The rows of the map's box that are outside the world, above and below.
EMPTY = """() => {
  const { min, max } = dateline.map.getPixelBounds();
  const world = 256 * 2 ** dateline.map.getZoom();
  return [Math.max(0, -min.y), Math.max(0, max.y - world), Math.max(0, max.x - min.x - world)];
}"""


def page_at(path: Path, settings: MapSettings | None = None) -> Path:
    rows = [
        {
            "event_id": f"e{n}",
            "title": f"Event {n}",
            "lon": lon,
            "lat": lat,
            "place_precision": precision,
            "status": "occurred",
            "when": f"2024-0{3 + n % 2}-05",
            "start": f"2024-0{3 + n % 2}-05",
            "end": f"2024-0{3 + n % 2}-06",
            "date_precision": "day",
        }
        for n, (lon, lat, precision) in enumerate(PLACES)
    ]
    table = table_of(rows)
    points = table.set_geometry(table.geometry.from_xy(table["lon"], table["lat"], crs=4326))
    chosen = dataclasses.replace(SETTINGS, map=settings or MapSettings())
    return write_page(points, path, chosen)


@pytest.mark.parametrize("size", [DESKTOP, PHONE, WIDE])
def test_the_map_opens_on_most_of_the_precise_events(
    open_page: OpenPage, tmp_path: Path, size: dict[str, int]
) -> None:
    """All towns are on the free part of the map, closely; the outlier and the country are not."""
    page = open_page(page_at(tmp_path / "map.html"), viewport=size)
    page.wait_for_function("() => dateline.map.getZoom() > 4")
    for lon, lat, _ in PLACES[:8]:
        x, y = page.evaluate(AT, [lon, lat])
        assert page.evaluate(
            "([x, y]) => document.elementFromPoint(x, y)?.closest('.map') !== null", [x, y]
        )
    span = page.evaluate(AT, [37, 50])[0] - page.evaluate(AT, [30, 50])[0]
    assert span > 0.35 * min(size["width"] - 650, size["width"])


def test_the_opening_view_and_dates_are_those_of_the_settings(
    open_page: OpenPage, tmp_path: Path
) -> None:
    """With settings for the first view the page opens there, and a link can show other dates."""
    given = MapSettings(
        open={"lon": 10.5, "lat": 45.25, "zoom": 6.0}, first_day="2024-04", last_day="2024"
    )
    path = page_at(tmp_path / "map.html", given)
    page = open_page(path)
    assert page.evaluate(WHERE) == pytest.approx([10.5, 45.25, 6], abs=0.01)
    page.locator("#events .count", has_text="5 of 10 events").wait_for()
    page.goto("about:blank")
    page.goto(f"{path.as_uri()}#from=")
    page.locator("#events .count", has_text="10 of 10 events").wait_for()


def test_the_map_opens_at_a_place(open_page: OpenPage, tmp_path: Path) -> None:
    """A name in the settings is looked up when the map is built; the place is in the view."""
    table = pd.DataFrame({"title": ["One", "Two"], "where": ["Lagos", "Kursk"]})
    settings = Settings(root=tmp_path, map=MapSettings(open="Kursk Oblast"))
    dateline.build(table, settings)
    page = open_page(tmp_path / "output" / "map.html")
    (west, north), (east, south) = (page.evaluate(AT, at) for at in ([34.1, 52.4], [38.5, 50.9]))
    assert 0 < west < east < DESKTOP["width"]
    assert 0 < north < south < DESKTOP["height"]
    assert page.evaluate(WHERE)[2] >= 6


def test_a_box_is_shown_across_180_degrees(open_page: OpenPage, tmp_path: Path) -> None:
    """A box whose west is greater than its east is shown as one piece."""
    box = {"west": 170.0, "south": -25.0, "east": -175.0, "north": -10.0}
    page = open_page(page_at(tmp_path / "map.html", MapSettings(open=box)))
    west, east = (page.evaluate(AT, [lon, -17])[0] for lon in (170, 185))
    assert 100 < west < east < DESKTOP["width"]


@pytest.mark.parametrize("size", [DESKTOP, PHONE, WIDE])
def test_one_world_fills_the_map(open_page: OpenPage, tmp_path: Path, size: dict[str, int]) -> None:
    """However far one zooms out and drags, nothing outside the world or twice is on the map."""
    page = open_page(page_at(tmp_path / "map.html"), viewport=size)
    for _ in range(9):
        zoom_out(page)
    assert page.evaluate(EMPTY) == [0, 0, 0]
    x, y = size["width"] / 2 + 60, 200
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 150, steps=4)
    assert page.evaluate(EMPTY) == [0, 0, 0]
    page.mouse.up()
    page.set_viewport_size({"width": size["width"], "height": size["height"] + 600})
    page.wait_for_function(f"() => ({EMPTY})().every((pixels) => pixels === 0)")


def zoom_out(page: Page) -> None:
    page.locator("#zoom-out").click()
