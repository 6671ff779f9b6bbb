"""Colours and sizes of exported events: those of the page."""

from __future__ import annotations

import dataclasses
import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pyogrio
import pytest

from dateline.errors import SettingsError
from dateline.export import export_events
from dateline.layers import PALETTE, assign_layers
from dateline.map_settings import StyleSettings
from dateline.settings import Settings
from sample_events import table_of

KML = "{http://www.opengis.net/kml/2.2}"
ROWS = [
    {"event_id": "a", "event_type": "riots", "fatalities_best": 100, "layer": "One"},
    {"event_id": "b", "event_type": "battles", "fatalities_best": 1, "layer": "Two"},
    {"event_id": "c", "event_type": "riots", "layer": "One"},
    {"event_id": "d", "fatalities_best": 0},
]


def write(folder: Path, suffix: str, **style: object) -> Path:
    table = table_of([{"title": "T", "lon": 3.0, "lat": 4.0, **row} for row in ROWS])
    points = table.set_geometry(table.geometry.from_xy(table["lon"], table["lat"], crs=4326))
    settings = dataclasses.replace(Settings(), style=StyleSettings(**style))
    path = folder / f"events{suffix}"
    export_events(points, path, settings)
    return path


def kml_looks(path: Path) -> dict[str, tuple[str, float]]:
    """Return colour, as #rrggbb, and scale of the icon of each event."""
    root = ET.parse(path).getroot()  # noqa: S314 - we wrote it
    styles = {}
    for style in root.iter(f"{KML}Style"):
        alpha, blue, green, red = (
            style.findtext(f"{KML}IconStyle/{KML}color")[at : at + 2] for at in (0, 2, 4, 6)
        )
        assert alpha == "ff"
        scale = float(style.findtext(f"{KML}IconStyle/{KML}scale"))
        styles["#" + style.attrib["id"]] = (f"#{red}{green}{blue}", scale)
    return {
        mark.findtext(f".//{KML}Data[@name='event_id']/{KML}value"): styles[
            mark.findtext(f"{KML}styleUrl")
        ]
        for mark in root.iter(f"{KML}Placemark")
    }


def test_kml_has_the_colours_of_the_layers(tmp_path: Path) -> None:
    """Without a column of colours, they are those that the page gives the layers."""
    found = kml_looks(write(tmp_path, ".kml"))
    _, layers = assign_layers(table_of(ROWS), Settings())
    colour = {layer.path: layer.colour for layer in layers}
    assert found["a"] == found["c"] == (colour["One"], 1)
    assert found["b"] == (colour["Two"], 1)
    assert len({*found.values()}) == 3


def test_kml_has_the_colours_and_sizes_of_columns(tmp_path: Path) -> None:
    """Each class has the colour of the page, and the largest number the largest icon."""
    found = kml_looks(write(tmp_path, ".kml", colour="event_type", size="fatalities_best"))
    assert [found[name][0] for name in "abc"] == [PALETTE[n][0] for n in (0, 1, 0)]
    assert found["a"][1] > found["b"][1] == found["d"][1] > found["c"][1]


@pytest.mark.parametrize("suffix", [".kml", ".kmz"])
def test_gdal_reads_kml_with_styles(tmp_path: Path, suffix: str) -> None:
    """Every event is still read."""
    path = write(tmp_path, suffix, colour="event_type")
    layers = [name for name, _ in pyogrio.list_layers(path)]
    assert sum(pyogrio.read_info(path, layer=name)["features"] for name in layers) == len(ROWS)


def test_geojson_has_simplestyle_when_asked(tmp_path: Path) -> None:
    """The properties are those of the spec, and absent unless asked for."""
    path = write(
        tmp_path, ".geojson", colour="event_type", size="fatalities_best", simplestyle=True
    )
    found = [one["properties"] for one in json.loads(path.read_bytes())["features"]]
    assert [one["marker-color"] for one in found[:3]] == [PALETTE[n][0] for n in (0, 1, 0)]
    assert all(one["marker-color"] == one["stroke"] == one["fill"] for one in found)
    assert [one["marker-size"] for one in found] == ["large", "small", "small", "small"]
    assert pyogrio.read_dataframe(path)["marker-color"].tolist() == [
        one["marker-color"] for one in found
    ]
    plain = json.loads(write(tmp_path, ".geojson", colour="event_type").read_bytes())
    assert "marker-color" not in plain["features"][0]["properties"]


def test_a_column_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    """The error is that of the page."""
    with pytest.raises(SettingsError, match=r"style\.colour"):
        write(tmp_path, ".kml", colour="event_typ")
