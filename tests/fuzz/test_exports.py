"""Exports: any table of events is written in every format, twice the same, and can be opened."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import shapely
from hypothesis import example, given
from hypothesis import strategies as st

from any_events import TABLES, table_of_any
from dateline.export import FORMATS, export_events
from dateline.layers import assign_layers
from dateline.normalise import normalise
from dateline.schema import GIVEN
from dateline.settings import Settings
from exploring import bounded, examples
from export_sample import read_gis
from reading import read_events

PLACEMARK = "{http://www.opengis.net/kml/2.2}Placemark"


def _count_json(path: Path) -> int:
    return len(json.loads(path.read_bytes())["features"])


def _count_lines(path: Path) -> int:
    lines = path.read_bytes().replace(b"\x1e", b"").splitlines()
    return len([json.loads(line) for line in lines])


def _count_csv(path: Path) -> int:
    text = path.read_bytes().decode("utf-8")
    return len(list(csv.DictReader(io.StringIO(text, newline=""), strict=True)))


def _count_marks(content: bytes) -> int:
    return len(list(ET.fromstring(content).iter(PLACEMARK)))  # noqa: S314 - we wrote it


def _count_kmz(path: Path) -> int:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return _count_marks(archive.read("doc.kml"))


#: Suffix to how many events a client that knows nothing of dateline finds.
COUNTS = {
    ".geojson": _count_json,
    ".json": _count_json,
    ".geojsonl": _count_lines,
    ".geojsons": _count_lines,
    ".csv": _count_csv,
    ".kml": lambda path: _count_marks(path.read_bytes()),
    ".kmz": _count_kmz,
    ".parquet": lambda path: pq.read_table(path).num_rows,
    ".gpkg": lambda path: len(read_gis(path)),
    ".fgb": lambda path: len(pyogrio.read_dataframe(path)),
}


def test_every_format_is_counted() -> None:
    """No format is left out of the property below."""
    assert set(FORMATS) == set(COUNTS)


@examples(8)
@given(TABLES, st.sampled_from(sorted(FORMATS)))
def test_any_events_are_written(events: list[dict[str, Any]], suffix: str) -> None:
    """Whatever events hold, a format has each of them, and twice the same bytes."""
    table, _ = assign_layers(table_of_any(events), Settings())
    with tempfile.TemporaryDirectory() as folder:
        first, second = Path(folder) / f"a{suffix}", Path(folder) / f"b{suffix}"
        with bounded():
            export_events(table, first, Settings())
            export_events(table, second, Settings())
        assert first.read_bytes() == second.read_bytes()
        assert len(events) == COUNTS[suffix](first)


#: Fields whose values an export keeps as they were typed.
KEPT = [name for name in GIVEN if name not in {"geometry", "lon", "lat", "where"}]


@example([{"title": "An event", "geometry": shapely.Point()}], ".geojson")
@example([{"title": "", "Title": "A"}, {"title": "An event"}], ".csv")
@examples(8)
@given(TABLES, st.sampled_from([".geojson", ".geojsonl", ".geojsons", ".csv"]))
def test_any_events_come_back(events: list[dict[str, Any]], suffix: str) -> None:
    """What a writer gave is read back from our own exports as it was."""
    table, _ = assign_layers(table_of_any(events), Settings())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        with bounded():
            export_events(table, path, Settings())
            raw, _ = read_events([path], Settings())
            found, _ = normalise(raw, Settings())
    for name in KEPT:
        assert [_plain(value) for value in table[name]] == [_plain(v) for v in found[name]], name
    _same_shapes(table, found)


def _plain(value: Any) -> Any:
    """Return a value in a form that compares: missing is None, numbers rounded, text repaired."""
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    if isinstance(value, float):
        return None if pd.isna(value) else round(value, 6)
    if isinstance(value, (tuple, list)):
        return tuple(_plain(item) for item in value)
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return None if pd.isna(value) else value


def _same_shapes(table: gpd.GeoDataFrame, found: pd.DataFrame) -> None:
    """Check that shapes came back; those that span more than half the world are cut at 180°."""
    for before, after in zip(table["geometry"], found["geometry"], strict=True):
        assert (before is None or before.is_empty) == (after is None or after.is_empty)
        if before is not None and not before.is_empty:
            west, _, east, _ = before.bounds
            if -180 <= west <= east <= 180 and east - west <= 180:
                distance = before.hausdorff_distance(after)
                assert distance < 1e-6, (before.wkt, after.wkt)
