"""Routes end at the border of a country of which no more is known, and fade out there."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

import dateline
from pages import OpenPage, write_page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: How opaque the events' canvas is around a place, at most, from 0 to 255.
INK = """([lon, lat, reach]) => {
  const canvas = document.querySelector("canvas.event-canvas");
  const ratio = canvas.width / canvas.clientWidth;
  const { x, y } = dateline.map.latLngToContainerPoint([lat, lon]);
  const side = 2 * reach * ratio;
  const context = new OffscreenCanvas(side, side).getContext("2d");
  context.drawImage(canvas, (reach - x) * ratio, (reach - y) * ratio);
  const { data } = context.getImageData(0, 0, side, side);
  return data.filter((_, i) => i % 4 === 3).reduce((a, b) => Math.max(a, b), 0);
}"""


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of one route to a country."""
    rows = {"title": ["Column"], "where": ["from Kharkiv to Poland"], "when": ["2024-03-05"]}
    built = dateline.build(pd.DataFrame(rows))
    return write_page(built.events, tmp_path_factory.mktemp("routes") / "map.html")


def ink(page: Page, lon: float, lat: float) -> int:
    return int(page.evaluate(INK, [lon, lat, 7]))


def test_a_route_fades_out_at_a_border(open_page: OpenPage, routes: Path) -> None:
    """It is full at the town, faint at the border, and not drawn inside the country."""
    page = open_page(routes, fragment="#at=28,50.5,6")
    page.wait_for_function("() => dateline.map.getZoom() === 6")
    expect(page.locator("canvas.event-canvas")).to_be_visible()
    line = dateline.build(
        pd.DataFrame({"title": ["Column"], "where": ["from Kharkiv to Poland"]})
    ).events.geometry[0]
    first, near, last = line.coords[1], line.coords[-2], line.coords[-1]
    assert ink(page, *first) > 200
    assert 0 < ink(page, *near) < 200
    assert ink(page, *last) < 60
    west = last[0] - (near[0] - last[0]), last[1] - (near[1] - last[1])
    assert ink(page, *west) == 0


def test_the_legend_and_the_card_say_why_it_fades(open_page: OpenPage, routes: Path) -> None:
    """The reader learns that only the country is known."""
    page = open_page(routes)
    signs = page.get_by_role("region", name="On the map")
    expect(signs).to_contain_text("Line that fades out: only the country or area")
    page.get_by_role("button", name="Column").click()
    card = page.get_by_role("complementary", name="Column")
    expect(card).to_contain_text(
        "where in Poland it ends is not known: the line fades out there", ignore_case=True
    )
