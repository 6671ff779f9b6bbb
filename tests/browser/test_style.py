"""Colours of events by a column of the settings."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dateline.map_settings import StyleSettings
from pages import SETTINGS, OpenPage, write_page
from sample_events import table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: The colour in the middle of the mark at a place.
PIXEL = """([lon, lat]) => {
  const { x, y } = dateline.map.latLngToContainerPoint([lat, lon]);
  const canvas = document.querySelector('.event-canvas');
  const ratio = canvas.width / canvas.clientWidth;
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  context.drawImage(canvas, -Math.round(x * ratio), -Math.round(y * ratio));
  const { data } = context.getImageData(0, 0, 1, 1);
  return '#' + [...data.slice(0, 3)].map((part) => part.toString(16).padStart(2, '0')).join('');
}"""


def test_a_column_colours_map_list_and_legend(open_page: OpenPage, tmp_path: Path) -> None:
    """With `style.colour` the mark, the symbol in the list and the legend have one colour."""
    rows = [
        {
            "event_id": f"e{n}",
            "title": f"Event {n}",
            "lon": 30.0 + 4 * n,
            "lat": 50.0,
            "event_type": ("riots", "battles", "riots")[n],
            "status": "occurred",
            "verification": "corroborated",
            "layer": "A",
        }
        for n in range(3)
    ]
    table = table_of(rows)
    points = table.set_geometry(table.geometry.from_xy(table["lon"], table["lat"], crs=4326))
    settings = dataclasses.replace(SETTINGS, style=StyleSettings(colour="event_type"))
    page = open_page(write_page(points, tmp_path / "map.html", settings), color_scheme="light")
    legend = page.get_by_role("region", name="Colour: Event type")
    expect(legend.get_by_role("listitem")).to_have_text(["Riots", "Battles", "Not stated"])
    marks = [page.evaluate(PIXEL, [30 + 4 * n, 50]) for n in range(3)]
    assert marks[0] == marks[2] != marks[1]
    swatches = legend.locator(".swatch").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).getPropertyValue('--on-light').trim())"
    )
    assert [marks[0], marks[1]] == swatches[:2]
    listed = page.locator("#events .symbol").evaluate_all(
        "all => all.map((one) => one.style.getPropertyValue('--on-light').trim())"
    )
    assert listed == marks
