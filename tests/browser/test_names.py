"""The names on the base map: near an event, every settlement is named from zoom 9 on."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

import dateline
from pages import OpenPage, write_page

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

#: Two villages within 50 km of Sumy.
SMALL = {"Richky": (34.494, 51.122), "Boromlia": (34.967, 50.62)}
#: How many pixels are painted in a square of six around a place: the dot that a name has.
PAINTED = """([lon, lat]) => {
  const canvas = document.querySelector(".leaflet-basemap-labels-pane canvas");
  const at = dateline.map.latLngToContainerPoint([lat, lon]);
  const box = canvas.getBoundingClientRect();
  const map = dateline.map.getContainer().getBoundingClientRect();
  const ratio = canvas.width / box.width;
  const area = new OffscreenCanvas(6 * ratio, 6 * ratio).getContext("2d");
  area.drawImage(canvas, (box.x - map.x - at.x + 3) * ratio, (box.y - map.y - at.y + 3) * ratio);
  const { data } = area.getImageData(0, 0, 6 * ratio, 6 * ratio);
  return data.filter((value, i) => i % 4 === 3 && value > 100).length / ratio ** 2;
}"""


@pytest.fixture(scope="module")
def near_sumy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page of one event near Sumy."""
    rows = {"title": ["Assault"], "where": ["near Sumy, Ukraine"], "when": ["2024-03-05"]}
    built = dateline.build(pd.DataFrame(rows))
    return write_page(built.events, tmp_path_factory.mktemp("names") / "map.html")


@pytest.mark.parametrize("place", SMALL)
def test_a_small_place_near_an_event_is_named_close_by(
    open_page: OpenPage, near_sumy: Path, place: str
) -> None:
    """A reader who zooms in finds the villages around; from farther away they are not there."""
    page = open_page(near_sumy, fragment="#at=34.8,50.91,9")
    page.wait_for_function("() => dateline.map.getZoom() === 9")
    page.wait_for_function(f"() => ({PAINTED})({list(SMALL[place])}) > 8")
    page.evaluate("dateline.map.setZoom(8, { animate: false })")
    page.wait_for_function("() => dateline.map.getZoom() === 8")
    page.wait_for_function(f"() => ({PAINTED})({list(SMALL[place])}) === 0")
