"""Parquet and GeoParquet are read with their types, positions and lists."""

from __future__ import annotations

import io

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dateline import pipeline
from dateline.readers import read_tables
from dateline.settings import LimitSettings, Settings
from reading import read_events

EVENTS = {
    "title": ["One", "Two", "Three"],
    "when": pd.to_datetime(["2024-03-01", "2024-03-02", None]),
    "code": ["01", "02", None],
    "count": pd.array([1, None, 3], dtype="Int64"),
    "share": [0.5, None, 2.0],
    "is_new": [True, False, True],
    "sources": [["https://example.org/a", "https://example.org/b"], [], None],
}


def test_columns_keep_their_types(tmp_path):
    """Text stays text, numbers stay numbers, dates are dates, and lists of links are sources."""
    path = tmp_path / "events.parquet"
    pd.DataFrame(EVENTS).assign(lon=[1.5, 2.5, 3.5], lat=50.0).to_parquet(path)
    table, findings = pipeline.read([path], Settings())
    assert [] == [found for found in findings if found.severity == "error"]
    assert ["2024-03-01", "2024-03-02"] == table["when"].dropna().tolist()
    assert "str" == table["code"].dtype
    assert ["01", "02"] == table["code"].dropna().tolist()
    assert "Int64" == table["count"].dtype
    assert "float64" == table["share"].dtype
    assert "boolean" == table["is_new"].dtype
    assert [1.5, 2.5, 3.5] == table["lon"].tolist()
    assert [2, 0, 0] == [len(links) for links in table["sources"]]
    assert [1, 2, 3] == table["origin_line"].tolist()


@pytest.mark.parametrize("suffix", [".parquet", ".geoparquet", ".csv"])
def test_shapes_are_converted_to_degrees(suffix, tmp_path):
    """Shapes of GeoParquet in any CRS become degrees, whatever the file is called."""
    shapes = gpd.GeoSeries.from_xy([10, 20], [50, 60], crs="EPSG:4326")
    frame = gpd.GeoDataFrame({"title": ["One", "Two"]}, geometry=shapes).to_crs("EPSG:3857")
    path = tmp_path / f"events{suffix}"
    frame.to_parquet(path, write_covering_bbox=True, schema_version="1.1.0")
    table, _ = read_events([path], Settings())
    assert [(10, 50), (20, 60)] == [(round(s.x, 6), round(s.y, 6)) for s in table["geometry"]]
    assert "bbox" not in table


@pytest.mark.parametrize("content", [b"PAR1", b"PAR1 and nothing more PAR1", b"title,when\nA,2024"])
def test_a_damaged_file_is_one_finding(content, tmp_path):
    """A file that is no Parquet is reported once, with what to do, and never raises."""
    path = tmp_path / "events.parquet"
    path.write_bytes(content)
    _, findings = read_tables([path], Settings())
    assert ["file-unreadable"] == [found.code for found in findings]
    assert "not Parquet" in findings[0].message
    assert findings[0].hint.startswith("write it again")


def test_the_size_is_checked_before_the_rows_are_read():
    """A table of too many cells is refused by its metadata; standard input is read, too."""
    stream = io.BytesIO()
    pq.write_table(pa.table({"title": pa.repeat("A", 2_000_000)}), stream)
    limits = LimitSettings(cells_million=1)
    tables, findings = read_tables(["-"], Settings(limits=limits), stdin=stream.getvalue())
    assert [] == tables
    assert ["limit-exceeded"] == [found.code for found in findings]
