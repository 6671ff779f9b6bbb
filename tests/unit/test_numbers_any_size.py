"""Numbers of any size, and non-numbers, in every field and format: accepted or reported."""

from __future__ import annotations

import json
import math

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.normalise import normalise
from dateline.readers.geometry import (
    GeometryError,
    geometries_from_texts,
    geometry_from_text,
)
from dateline.settings import Settings
from deadline import deadline
from reading import read_events

WORDS = (
    *("0", "-0", "00", "1e308", "-1e308", "1e309", "1e999", "1e-400", "nan", "NaN", "inf", "-inf"),
    *("Infinity", "9" * 20, "9" * 400, "1" + "0" * 5000, "9223372036854775808", "1e300", "0x10"),
    *("1e+", "1.7976931348623157e308", "4.9e-324", "18446744073709551616", "٣", "1_0", "1e18"),
)
NUMBERS = st.one_of(
    st.sampled_from(WORDS),
    st.floats().map(repr),
    st.builds("{}e{}".format, st.integers(-99, 99), st.integers(-400, 400)),
)

#: Fields with ``{}`` in place of the number.
FIELDS = {
    "lon": "{}",
    "lat": "{}",
    "uncertainty_m": "{}",
    "fatalities_best": "{}",
    "fatalities_low": "{}",
    "figures": "killed: {} persons",
    "geometry": "{}",
    "when": "{}",
    "year": "{}",
    "month": "{}",
    "day": "{}",
    "coordinates": "{}, {}",
    "tags": "{}",
}
SHAPES = (
    *("POINT ({} 51)", "POINT ({} {})", "POINT Z (35 51 {})", "SRID=4326;POINT (35 {})"),
    *("LINESTRING (0 0, {} 1)", "POLYGON ((0 0, 1 0, 1 {}, 0 0))", "MULTIPOINT ((0 0), ({} 1))"),
    "GEOMETRYCOLLECTION (POINT ({} 1), LINESTRING (0 0, 1 {}))",
)


def read(content: str, name: str, folder) -> pd.DataFrame:
    """Return the typed events of a file."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    raw, _ = read_events([path], Settings())
    table, _ = normalise(raw, Settings())
    return table


def check(table: pd.DataFrame) -> None:
    """Assert that all values of a typed table are within their limits."""
    assert 1 == len(table)
    row = table.iloc[0]
    for name, most in (("lon", 180), ("lat", 90), ("uncertainty_m", 20_004_000)):
        assert math.isnan(row[name]) or abs(row[name]) <= most
    for name in ("fatalities_best", "fatalities_low", "fatalities_high"):
        assert pd.isna(row[name]) or 0 <= row[name] < 2**63
    if row["geometry"] is not None:
        west, south, east, north = row["geometry"].bounds
        assert -180 <= west <= east <= 180
        assert -90 <= south <= north <= 90
    json.loads(json.dumps([dict(figure) for figure in row["figures"]], allow_nan=False))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("numbers")


@pytest.mark.parametrize("field", FIELDS)
@given(number=NUMBERS)
@example(number="1e999")
@example(number="9" * 400)
@settings(max_examples=8, derandomize=True)
def test_any_number_in_any_cell(folder, field, number):
    """Any number in a cell is read in range or reported, without a Python warning."""
    others = {"lon": "lat", "lat": "lon", "month": "year", "day": "year,month"}.get(field, "when")
    cells = {"year": "2024", "month": "2", "lon": "35", "lat": "51"}
    beside = ",".join(cells.get(name, "") for name in others.split(","))
    value = FIELDS[field].replace("{}", number)
    with deadline():
        check(read(f'title,{others},{field}\nA,{beside},"{value}"\n', "a.csv", folder))


@pytest.mark.parametrize("shape", SHAPES)
@given(number=NUMBERS)
@example(number="1e999")
@settings(max_examples=8, derandomize=True)
def test_any_number_in_any_geometry(folder, shape, number):
    """Any number in a geometry is drawn in range or reported, without a Python warning."""
    with deadline():
        value = shape.replace("{}", number)
        check(read(f'title,geometry\nA,"{value}"\n', "a.csv", folder))
        check(read(f"- title: A\n  geometry: '{value}'\n", "a.yaml", folder))


JSON_NUMBERS = st.one_of(
    st.sampled_from(["0", "1e308", "-1e308", "1e309", "1e999", "1e-400", "9" * 20, "9" * 400]),
    st.floats(allow_nan=False, allow_infinity=False).map(repr),
    st.integers().map(str),
)
GEOJSON = (
    '{"type": "Point", "coordinates": [{}, 51]}',
    '{"type": "Point", "coordinates": [35, 51, {}]}',
    '{"type": "LineString", "coordinates": [[0, 0], [{}, 1]]}',
    '{"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, {}], [0, 0]]]}',
    '{"type": "GeometryCollection", "geometries": [{"type": "Point", "coordinates": [1, {}]}]}',
)


@pytest.mark.parametrize("shape", GEOJSON)
@given(number=JSON_NUMBERS)
@example(number="1e999")
@settings(max_examples=8, derandomize=True)
def test_any_number_in_geojson(folder, shape, number):
    """A feature with any number in its geometry is drawn in range, or reported."""
    geometry = shape.replace("{}", number)
    properties = f'{{"title": "A", "uncertainty_m": {number}, "fatalities_best": {number}}}'
    feature = f'{{"type": "Feature", "geometry": {geometry}, "properties": {properties}}}'
    figures = f'[{{"title": "A", "figures": [{{"label": "a", "value": {number}}}]}}]'
    with deadline():
        (folder / "a.geojson").write_text(feature, encoding="utf-8")
        raw, found = read_events([folder / "a.geojson"], Settings())
        if not any(one.code == "json-syntax" for one in found):
            check(normalise(raw, Settings())[0])
        (folder / "a.json").write_text(figures, encoding="utf-8")
        raw, found = read_events([folder / "a.json"], Settings())
        if not any(one.code == "json-syntax" for one in found):
            check(normalise(raw, Settings())[0])


@given(
    lon=st.floats(allow_nan=True, allow_infinity=True),
    lat=st.floats(allow_nan=True, allow_infinity=True),
)
@example(lon=math.inf, lat=0.0)
@example(lon=math.nan, lat=0.0)
@settings(max_examples=60, derandomize=True)
def test_any_number_in_wkb(lon, lat):
    """Hexadecimal WKB with any number gives a finite geometry, no geometry, or an error."""
    header = "0102000000" + "02000000"
    position = np.array([lon, lat, 0, 0], dtype="<f8").tobytes().hex()
    shapes, errors = geometries_from_texts([header + position])
    is_finite = math.isfinite(lon) and math.isfinite(lat)
    assert is_finite == (not errors)
    assert is_finite == (shapes[0] is not None)


@pytest.mark.parametrize("number", ["1e999", "nan", "inf", "-1e400"])
def test_one_text_and_many_texts_are_read_alike(number):
    """A geometry that is not finite is refused alone and in bulk."""
    text = f"LINESTRING (0 0, 1 {number})"
    _, errors = geometries_from_texts(["POINT (1 1)", text])
    with pytest.raises(GeometryError) as caught:
        geometry_from_text(text)
    assert {1: str(caught.value)} == {place: str(error) for place, error in errors.items()}
    assert shapely.from_wkt("POINT (1 1)") == geometry_from_text("POINT (1 1)")
