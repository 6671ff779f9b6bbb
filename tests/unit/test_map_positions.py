"""Positions in one column: which coordinate comes first, and which rows they place."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dateline.mapping.positions import split_positions
from dateline.readers import RawTable
from dateline.settings import Settings
from reading import map_tables


def mapped(columns: dict[str, list]):
    series = [pd.Series(values, dtype="str") for values in columns.values()]
    lines = np.arange(2, 2 + len(series[0]))
    table = RawTable("a.csv", list(columns), series, lines, heading_line=1)
    return map_tables([table], Settings())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50.9, 34.8", ("50.9", "34.8", None)),
        ("50.9,34.8", ("50.9", "34.8", None)),
        ("(50.9 34.8)", ("50.9", "34.8", None)),
        ("[-12.5;-77.03]", ("-12.5", "-77.03", None)),
        ("50,9; 34,8", ("50,9", "34,8", None)),
        ("50,9 34,8", ("50,9", "34,8", None)),
        ("50.9216N 34.8003E", ("50.9216", "34.8003", None)),
        ("34.5 W, 10.25 S", ("-10.25", "-34.5", None)),
        ("50°30'00\" N 34°15'00\" E", ("50.5", "34.25", None)),
        ("geo:50.9,34.8", ("50.9", "34.8", None)),
        ("N 47.3 E 8.5", ("47.3", "8.5", None)),
        ("S 12.5, W 77.03", ("-12.5", "-77.03", None)),
        ("E 8.5 N 47.3", ("47.3", "8.5", None)),
        ("N47°18' E8°30'", ("47.3", "8.5", None)),
        ("POINT (34.8 50.9)", (None, None, "POINT (34.8 50.9)")),
        ("near Sumy", ("near Sumy", None, None)),
        ("50.9", ("50.9", None, None)),
    ],
)
def test_coordinates_in_one_column_are_split(text, expected):
    """Latitude comes first in a text of two numbers; other texts are left for the check."""
    parts = split_positions(pd.Series([text], dtype="str"), "")
    values = [parts[name][0] if name in parts else None for name in ("lat", "lon", "geometry")]
    assert expected == tuple(None if pd.isna(value) else value for value in values)


LON_FIRST = ["Länge/Breite", "position (lon, lat)", "lonlat", "Lng/Lat", "долгота, широта", "xy"]
LON_FIRST += [
    "经纬度",
    "longitud y latitud",
    "경도위도",
    "geo (X Y)",
    "long_lat",
    "Koordinaten [E: Länge]",
]
LAT_FIRST = [
    "Breite/Länge",
    "position (lat, lon)",
    "latlng",
    "широта/долгота",
    "纬度,经度",
    "위경도",
]
LAT_FIRST += ["latitud y longitud", "coordinates", "Koordinaten", "yx", "geolocation"]


@pytest.mark.parametrize("heading", [*LON_FIRST, *LAT_FIRST])
def test_a_heading_says_which_coordinate_comes_first(heading):
    """The words of the heading decide, in any language, with those in brackets."""
    table, _ = mapped({"headline": ["A", "B"], heading: ["34.8, 50.9", "33.2, 51.2"]})
    lon, lat = ("lon", "lat") if heading in LON_FIRST else ("lat", "lon")
    assert ["34.8", "33.2"] == table[lon].tolist()
    assert ["50.9", "51.2"] == table[lat].tolist()


@pytest.mark.parametrize(
    ("heading", "lat"), [("position", "50.9"), ("position (lat, lon)", "34.8")]
)
def test_values_say_which_coordinate_comes_first(heading, lat):
    """A first number beyond the pole is a longitude in all rows, unless the heading says more."""
    table, _ = mapped({"headline": ["A", "B"], heading: ["34.8, 50.9", "134.2, 51.2"]})
    assert lat == table["lat"].iloc[0]


def test_pairs_fill_rows_without_coordinates():
    """A row that has both does not keep other rows from being placed, and its pair is kept."""
    both = {"lat": ["50.1", "", "50.3"], "lon": ["34.1", "", ""]}
    pairs = ["34.1, 50.1", "50.2, 34.2", "50.3, 34.3"]
    table, _ = mapped({"headline": ["A", "B", "C"], **both, "position": pairs})
    assert ["50.1", "50.2", "50.3"] == table["lat"].tolist()
    assert ["34.1", "34.2", "34.3"] == table["lon"].tolist()
    assert pairs == table["position"].tolist()
