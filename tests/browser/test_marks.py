"""Marks on the map: hexagons of many events, and names next to marks."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import expect

from pages import OpenPage, write_page
from sample_events import table_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_hexagons_have_counts_for_pointer_and_keyboard(open_page: OpenPage, tmp_path: Path) -> None:
    """Many events of the whole world are hexagons: a pointer and a key say their counts."""
    random = np.random.default_rng(7)
    rows = [
        {"event_id": f"e{n}", "title": f"Event {n}", "lon": lon, "lat": lat, "status": "occurred"}
        for n, (lon, lat) in enumerate(random.uniform((-140, -40), (150, 60), (900, 2)))
    ]
    rows += [row | {"event_id": f"f{n}", "lon": 30.0, "lat": 10.0} for n, row in enumerate(rows)]
    table = table_of(rows)
    points = table.set_geometry(table.geometry.from_xy(table["lon"], table["lat"], crs=4326))
    page = open_page(write_page(points, tmp_path / "map.html"))
    page.locator(".mark-stop").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#mark-words")).to_have_text(re.compile(r"^[0-9,]+ events?$|^Event"))
    x, y = page.evaluate(
        """() => {
          const { x, y } = dateline.map.latLngToContainerPoint([10, 30]);
          const box = dateline.map.getContainer().getBoundingClientRect();
          return [x + box.x, y + box.y];
        }"""
    )
    page.mouse.move(x, y)
    page.mouse.move(x + 1, y)
    tip = page.locator(".tip")
    expect(tip).to_contain_text("9")
    said = int(tip.inner_text().split()[0].replace(",", ""))
    assert 900 < said < 1000
    before = page.evaluate("dateline.map.getZoom()")
    page.mouse.click(x, y)
    page.wait_for_function("before => dateline.map.getZoom() > before", arg=before)
