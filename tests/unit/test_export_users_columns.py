"""Users' own columns and large files can be exported in all formats."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from dateline.export import FORMATS, export_events
from export_sample import SETTINGS, export_sample, read_gis
from sample_events import point, table_of

#: Names that mean a geometry or a number to GDAL, end early in C, or are equal in another case.
HOSTILE_NAMES = [
    "Geometry", "GEOMETRY", "geometry_", "OGC_FID", "ogc_fid", "FID", "Geom", "wkb_geometry",
    "title\0", "title\0x", "\0", "", "TITLE", "rowid", "_rowid_", "bbox", "select", "0",
    "x" * 10_000, 'a"b', "'; --", "a\nb", "İ", "__proto__", "__index_level_0__",
]  # fmt: skip


def write(folder: Path, suffix: str, events: gpd.GeoDataFrame) -> Path:
    path = folder / f"events{suffix}"
    export_events(events, path, SETTINGS)
    return path


def test_columns_that_a_geopackage_cannot_hold_are_renamed(tmp_path: Path) -> None:
    """Names that GDAL reserves, or that differ only in case, get a suffix."""
    table = table_of([{"event_id": "a", "title": "A", **point(1, 2)}])
    for name in ("fid", "geom", "Note", "note"):
        table[name] = f"in {name}"
    found = read_gis(write(tmp_path, ".gpkg", table)).iloc[0]
    assert ["in fid", "in geom", "in Note", "in note"] == [
        found[name] for name in ("fid_", "geom_", "Note", "note_")
    ]


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_hostile_column_names_can_be_exported(tmp_path: Path, suffix: str) -> None:
    """Every format holds columns whose names GDAL reserves, cuts short or finds twice."""
    table = table_of([{"event_id": "a", "title": "A", **point(1, 2)}])
    for number, name in enumerate(HOSTILE_NAMES):
        table[name] = f"value {number}"
    path = write(tmp_path, suffix, table)
    content = zipfile.ZipFile(path).read("doc.kml") if suffix == ".kmz" else path.read_bytes()
    if suffix in (".gpkg", ".fgb", ".parquet"):
        read = gpd.read_parquet if suffix == ".parquet" else read_gis
        content = str(read(path).iloc[0].tolist()).encode()
    for number in range(len(HOSTILE_NAMES)):
        assert f"value {number}".encode() in content


def test_words_that_are_no_texts_are_exported(tmp_path: Path) -> None:
    """A category of numbers, which users may have, is written as text."""
    table = table_of([{"event_id": "a", "title": "A", **point(1, 2)}])
    table["rank"] = pd.Categorical([2])
    for suffix in (".geojson", ".gpkg", ".csv"):
        assert write(tmp_path, suffix, table).is_file()


def test_a_large_kmz_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document beyond the limit of classic ZIP archives can be exported."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 100)
    with zipfile.ZipFile(write(tmp_path, ".kmz", export_sample())) as archive:
        assert archive.testzip() is None
