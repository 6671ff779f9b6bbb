"""Users' own columns and large files can be exported in all formats."""

from __future__ import annotations

import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from dateline.export import export_events
from export_sample import SETTINGS, export_sample
from sample_events import point, table_of


def write(folder: Path, suffix: str, events: gpd.GeoDataFrame) -> Path:
    path = folder / f"events{suffix}"
    export_events(events, path, SETTINGS)
    return path


def test_columns_that_a_geopackage_cannot_hold_are_renamed(tmp_path: Path) -> None:
    """Names that GDAL reserves, or that differ only in case, get a suffix."""
    table = table_of([{"event_id": "a", "title": "A", **point(1, 2)}])
    for name in ("fid", "geom", "Note", "note"):
        table[name] = f"in {name}"
    found = gpd.read_file(write(tmp_path, ".gpkg", table)).iloc[0]
    assert ["in fid", "in geom", "in Note", "in note"] == [
        found[name] for name in ("fid_", "geom_", "Note", "note_")
    ]


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
