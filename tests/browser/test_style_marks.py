"""Sizes and forms of marks by columns of the settings, and the figures that list and map show."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import geopandas as gpd
import pytest
from playwright.sync_api import Page, expect

from dateline.map_settings import StyleSettings
from pages import DESKTOP, SETTINGS, OpenPage, write_page
from sample_events import table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

KINDS = ("battle", "strike", "battle", "protest", "battle", "riot", "strike", "flood", "siege")
DEATHS = (900, 100, 9, 0, None, 400, 25, 1, None)
STATUS = ("occurred", "occurred", None, "planned", "occurred", "ongoing", "cancelled", "forecast")

#: The number of pixels of a mark that differ from the map around it, in a square at a place.
AREA = """([lon, lat]) => {
  const { x, y } = dateline.map.latLngToContainerPoint([lat, lon]);
  const canvas = document.querySelector('.event-canvas');
  const ratio = canvas.width / canvas.clientWidth;
  const side = Math.round(64 * ratio);
  const context = new OffscreenCanvas(side, side).getContext('2d', { willReadFrequently: true });
  context.drawImage(canvas, side / 2 - Math.round(x * ratio), side / 2 - Math.round(y * ratio));
  const { data } = context.getImageData(0, 0, side, side);
  let filled = 0;
  for (let at = 3; at < data.length; at += 4) if (data[at] > 127) filled++;
  return filled / ratio ** 2;
}"""


#: The colours of a canvas, as #rrggbb.
HUES = """(canvas) => {
  const { width, height } = canvas;
  const { data } = canvas.getContext('2d').getImageData(0, 0, width, height);
  const found = new Set();
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] < 255) continue;
    const hue = [...data.slice(at, at + 3)].map((part) => part.toString(16).padStart(2, '0'));
    found.add('#' + hue.join(''));
  }
  return [...found];
}"""


def events(*, times: int = 1, **more: object) -> gpd.GeoDataFrame:
    """Return events in a row from west to east, 4 degrees apart, each some times."""
    rows = [
        {
            "event_id": f"e{n}-{time}",
            "title": f"Event {n}",
            "lon": 10.0 + 4 * n,
            "lat": 48.0,
            "event_type": KINDS[n],
            "status": STATUS[n % len(STATUS)],
            "fatalities_best": DEATHS[n],
            "layer": "A",
            "when": "2024-03-01",
            "start": "2024-03-01",
            "end": "2024-03-02",
            "date_precision": "day",
        }
        for time in range(times)
        for n in range(len(KINDS))
    ]
    table = table_of(rows).assign(**more)
    return table.set_geometry(table.geometry.from_xy(table["lon"], table["lat"], crs=4326))


def opened(open_page: OpenPage, tmp_path: Path, style: StyleSettings, **more: object) -> Page:
    settings = dataclasses.replace(SETTINGS, style=style)
    path = write_page(events(**more), tmp_path / "map.html", settings)
    return open_page(path, fragment="#at=18.00,48.00,5.00", viewport=DESKTOP)


def test_the_area_of_a_mark_is_proportional_to_its_number(
    open_page: OpenPage, tmp_path: Path
) -> None:
    """Nine times the deaths is nine times the area; one without a number is a small ring."""
    page = opened(open_page, tmp_path, StyleSettings(size="fatalities_best"))
    area = {n: page.evaluate(AREA, [10 + 4 * n, 48]) for n in (0, 1, 4, 7)}
    assert area[0] / area[1] == pytest.approx(9, rel=0.25)  # each has a rim of one width
    assert area[4] < area[7] < area[1]
    legend = page.get_by_role("region", name="Size: Fatalities best")
    expect(legend.get_by_role("listitem")).to_have_text(
        ["500", "200", "50", "Up to 9", "Not stated"]
    )
    widths = legend.locator(".sample").evaluate_all("all => all.map((one) => one.clientWidth)")
    assert widths == sorted(widths, reverse=True)


def test_a_large_mark_can_be_clicked_at_its_edge(open_page: OpenPage, tmp_path: Path) -> None:
    """What can be seen can be clicked."""
    page = opened(open_page, tmp_path, StyleSettings(size="fatalities_best"))
    at = page.evaluate("() => dateline.map.latLngToContainerPoint([48, 10])")
    box = page.locator(".map").bounding_box()
    assert box
    page.mouse.click(box["x"] + at["x"] + 19, box["y"] + at["y"])
    expect(page.locator("#card").get_by_role("heading", name="Event 0")).to_be_visible()


def test_list_and_map_show_the_deaths(open_page: OpenPage, tmp_path: Path) -> None:
    """Deaths stand in the list and at the pointer, but not those of a forecast."""
    page = opened(open_page, tmp_path, StyleSettings())
    rows = page.get_by_role("list").locator("li[data-at]")
    expect(rows.nth(0)).to_contain_text("900 killed")
    expect(rows.nth(7)).to_contain_text("Forecast")
    expect(rows.nth(7)).not_to_contain_text("killed")
    at = page.evaluate("() => dateline.map.latLngToContainerPoint([48, 14])")
    box = page.locator(".map").bounding_box()
    assert box
    page.mouse.move(box["x"] + at["x"], box["y"] + at["y"])
    expect(page.locator(".tip")).to_have_text("Event 1100 killed")


def test_list_shows_the_number_that_gives_the_size(open_page: OpenPage, tmp_path: Path) -> None:
    """The numbers of any column of sizes stand in the list, and its hostile name is a name."""
    name = "<img src=x onerror=alert(1)>"
    numbers = [1.5, 20_000, None, 3, 4, 5, 6, 7, 8]
    page = opened(open_page, tmp_path, StyleSettings(size=name), **{name: numbers})
    expect(page.get_by_role("region", name=f"Size: {name}")).to_be_visible()
    rows = page.get_by_role("list").locator("li[data-at]")
    expect(rows.nth(0)).to_contain_text(f"{name}: 1.5")
    expect(rows.nth(1)).to_contain_text(f"{name}: 20,000")
    expect(rows.nth(2)).not_to_contain_text(name)
    assert page.locator("img").count() == 0


def test_a_column_gives_the_forms(open_page: OpenPage, tmp_path: Path) -> None:
    """Each word has its form in list and legend, and the filling of a form shows the status."""
    page = opened(open_page, tmp_path, StyleSettings(symbol="event_type"))
    legend = page.get_by_role("region", name="Symbol: Event type")
    words = ["Battle", "Strike", "Flood", "Protest", "Riot", "Siege", "Not stated"]
    expect(legend.get_by_role("listitem")).to_have_text(words)
    forms = legend.locator("path:first-child").evaluate_all(
        "all => all.map((one) => one.getAttribute('d'))"
    )
    assert len(set(forms)) == len(words)
    listed = page.locator("#events .symbol path:first-child").evaluate_all(
        "all => all.map((one) => one.getAttribute('d'))"
    )
    assert listed == [forms[words.index(kind.capitalize())] for kind in KINDS]
    # All statuses of one form look different.
    drawn = page.get_by_role("region", name="Status").locator(".symbol")
    assert drawn.count() == 6
    looks = drawn.evaluate_all("all => all.map((one) => one.innerHTML)")
    assert len(set(looks)) == 6
    assert all(look.startswith(f'<path d="{forms[0]}"') for look in looks)


@pytest.mark.parametrize("times", [1, 6])
def test_the_time_strip_has_the_colours_of_the_column(
    open_page: OpenPage, tmp_path: Path, times: int
) -> None:
    """Lines of few events and bars of many have the colours of the legend, not of the layers."""
    settings = dataclasses.replace(SETTINGS, style=StyleSettings(colour="event_type"))
    path = write_page(events(times=times), tmp_path / "map.html", settings)
    page = open_page(path, viewport=DESKTOP, color_scheme="light")
    legend = page.get_by_role("region", name="Colour: Event type")
    swatches = legend.locator(".swatch").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).getPropertyValue('--on-light').trim())"
    )
    hues = set(page.locator("canvas.bars").evaluate(HUES))
    # Each kind has an event that is not planned or forecast, but for the protest and the flood,
    # whose lines are dashed and thin.
    occurred = {swatches[n] for n in (0, 1, 4, 5)}
    assert occurred <= hues
    if times > 1:
        assert set(swatches[:-1]) <= hues


@pytest.mark.parametrize("style", [StyleSettings(), StyleSettings(colour="event_type")])
def test_bars_can_be_in_rows(open_page: OpenPage, tmp_path: Path, style: StyleSettings) -> None:
    """The bars of each layer or class get a row, on one scale; the words say each row's highest."""
    layers = ["North", "South", "South"] * 18
    settings = dataclasses.replace(SETTINGS, style=style)
    path = write_page(events(times=6).assign(layer=layers), tmp_path / "map.html", settings)
    page = open_page(path, viewport=DESKTOP, color_scheme="light")
    strip = page.locator("canvas.bars")
    switch = page.get_by_role("checkbox", name="Layers apart")
    expect(strip).to_have_accessible_name("Events per day, up to 54")
    before = strip.bounding_box()
    switch.check()
    rows = "North: up to 18; South: up to 36"
    if style.colour:
        rows = "Battle: up to 18; Strike: up to 12; Flood: up to 6; Protest: up to 6; "
        rows += "Riot: up to 6; Siege: up to 6"
    expect(strip).to_have_accessible_name(f"Events per day, in rows on one scale. {rows}")
    after = strip.bounding_box()
    assert before
    assert after
    assert after["height"] > before["height"]
    switch.uncheck()
    expect(strip).to_have_accessible_name("Events per day, up to 54")
    assert strip.bounding_box() == before


def test_lines_of_few_events_have_no_rows(open_page: OpenPage, tmp_path: Path) -> None:
    """Lines stand in lanes by layer already."""
    page = opened(open_page, tmp_path, StyleSettings())
    expect(page.locator("canvas.bars")).to_have_accessible_name(
        "Events over time, a line for each of 9"
    )
    expect(page.get_by_role("checkbox", name="Layers apart")).to_be_hidden()
