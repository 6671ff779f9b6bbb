"""Every format is read by a program that did not write it, with the same events."""

from __future__ import annotations

import json
import sqlite3
import struct
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pyogrio
import pytest

import duck
from dateline.export import FORMATS, export_events
from dateline.table_names import to_table_names
from export_sample import ACROSS, SETTINGS, event_layers, export_sample, write
from sample_events import point, shape, table_of

#: What DuckDB opens each format with.
SOURCES = {
    ".geojson": "ST_Read('{}')",
    ".json": "ST_Read('{}')",
    ".geojsonl": "ST_Read('{}')",
    ".geojsons": "ST_Read('{}')",
    ".gpkg": "ST_Read('{}', layer='events_points')",
    ".fgb": "ST_Read('{}')",
    ".parquet": "'{}'",
    ".csv": "read_csv('{}')",
    ".kml": "ST_Read('{}', layer='Ukraine/Kursk')",
    ".kmz": "ST_Read('/vsizip/{}/doc.kml', layer='Ukraine/Kursk')",
}
#: KML's driver in DuckDB reads neither dates nor extended data.
TABLES = [suffix for suffix in FORMATS if suffix not in (".kml", ".kmz")]
#: Formats whose columns have names that SQL accepts.
DATABASES = (".gpkg", ".fgb", ".parquet")
UTC_TYPE = "TIMESTAMP WITH TIME ZONE"
LOCAL_TYPES = {".parquet": "TIMESTAMP", ".fgb": "TIMESTAMP_MS"}


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return duck.connect()


def source_of(suffix: str, path: Path) -> str:
    """Return what DuckDB selects from: of a GeoPackage the tables of events, one after another."""
    if suffix != ".gpkg":
        return SOURCES[suffix].format(path)
    layers = [f"FROM ST_Read('{path}', layer='{layer}')" for layer in event_layers(path)]
    return f"({' UNION ALL BY NAME '.join(layers)})"


def readable(suffix: str) -> gpd.GeoDataFrame:
    """Return the sample; of a FlatGeobuf only what is placed.

    GDAL up to 3.12 reads memory that is not its own where a FlatGeobuf has a null geometry and is
    asked for by way of Arrow, as DuckDB does.
    """
    events = export_sample()
    has_place = [shape is not None and not shape.is_empty for shape in events.geometry]
    return events[has_place].reset_index(drop=True) if suffix == ".fgb" else events


@pytest.mark.parametrize("suffix", TABLES)
def test_duckdb_reads_every_event(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, suffix: str
) -> None:
    """DuckDB finds exactly the events, with id, title and number."""
    events = readable(suffix)
    source = source_of(suffix, write(tmp_path, suffix, events))
    found = duck.rows_of(connection, f"SELECT event_id, title, uncertainty_m FROM {source}")
    # The apostrophe that keeps a spreadsheet from running a text is part of the cell.
    titles = {row[0]: row[1].lstrip("'") for row in found}
    assert titles == {e: t.lstrip("'") for e, t in events[["event_id", "title"]].to_numpy()}
    assert 250.0 == {row[0]: row[2] for row in found}["everything"]


@pytest.mark.parametrize("suffix", TABLES)
def test_duckdb_types_dates_as_instants(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, suffix: str
) -> None:
    """Starts and ends are instants, in UTC where the format has zones and DuckDB reads them.

    GeoParquet has clock times as they were written; of a FlatGeobuf DuckDB drops the ``Z``.
    """
    source = source_of(suffix, write(tmp_path, suffix, readable(suffix)))
    types = duck.types_of(connection, source)
    expected = LOCAL_TYPES.get(suffix, UTC_TYPE)
    names = ["start", "end", "when"]
    names = to_table_names(names) if suffix in DATABASES else names
    assert [expected, expected, "VARCHAR"] == [types[name] for name in names]
    edges = ", ".join(f'epoch("{name}")' for name in names[:2])
    query = f"SELECT {edges} FROM {source} WHERE event_id = 'everything'"
    ((start, end),) = duck.rows_of(connection, query)
    assert datetime(2024, 1, 1, tzinfo=UTC).timestamp() == start
    assert datetime(2024, 2, 29, 23, 59, 59, tzinfo=UTC).timestamp() == end


@pytest.mark.parametrize("suffix", [s for s in FORMATS if s not in (".parquet", ".csv")])
def test_duckdb_reads_the_geometry(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection, suffix: str
) -> None:
    """DuckDB reads the same geometry, longitude first."""
    source = source_of(suffix, write(tmp_path, suffix, readable(suffix)))
    found = duck.rows_of(connection, f"SELECT ST_AsText(geom) FROM {source}")
    assert ("POINT (34.8 50.9216)",) in found


def test_duckdb_reads_the_wkt_of_a_csv(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    """DuckDB can convert the geometry of a CSV from its text."""
    path = write(tmp_path, ".csv")
    query = f"SELECT ST_AsText(ST_GeomFromText(WKT)) FROM read_csv('{path}') LIMIT 1"
    assert [("POINT (34.8 50.9216)",)] == duck.rows_of(connection, query)


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb"])
def test_pyogrio_reads_instants_in_utc(tmp_path: Path, suffix: str) -> None:
    """GDAL reads the date-times as UTC, row-wise and column-wise."""
    path = write(tmp_path, suffix, readable(suffix))
    for use_arrow in (False, True):
        layer = event_layers(path)[0]
        found = gpd.read_file(path, layer=layer, use_arrow=use_arrow).set_index("event_id")
        end = found["end_time"]["everything"]
        assert pd.Timestamp("2024-02-29T23:59:59", tz="UTC") == end


# --- GeoPackage -------------------------------------------------------------------------------


def test_geopackage_writes_date_times_as_the_standard_wants(
    tmp_path: Path,
) -> None:
    """Every date-time is a text such as 2024-01-01T00:00:00.000Z (GeoPackage 1.2, table 1)."""
    path = write(tmp_path, ".gpkg")
    database = sqlite3.connect(path)
    texts = database.execute(
        " UNION ALL ".join(
            f"SELECT start_time FROM {layer} UNION ALL SELECT end_time FROM {layer}"
            for layer in event_layers(path)
        )
    )
    written = [text for (text,) in texts if text is not None]
    types = dict(database.execute("SELECT name, type FROM pragma_table_info('events_unplaced')"))
    database.close()
    pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[.][0-9]{3}Z"
    assert pd.Series(written).str.fullmatch(pattern).all()
    assert (len(written) > 20, "DATETIME", "DATETIME") == (
        True,
        types["start_time"],
        types["end_time"],
    )


# --- KMZ --------------------------------------------------------------------------------------


def test_kmz_has_a_plain_local_header(tmp_path: Path) -> None:
    """The entry needs only zip 2.0, has no extra field, and has its sizes in its header."""
    path = write(tmp_path, ".kmz")
    content = path.read_bytes()
    version, flags, method = struct.unpack_from("<HHH", content, 4)
    packed, size, name, extra = struct.unpack_from("<IIHH", content, 18)
    with zipfile.ZipFile(path) as archive:
        (entry,) = archive.infolist()
        assert archive.testzip() is None
    assert (20, 0, zipfile.ZIP_DEFLATED, 0) == (version, flags, method, extra)
    assert (entry.compress_size, entry.file_size, len("doc.kml")) == (packed, size, name)
    assert (b"", 3, 0o644 << 16) == (entry.extra, entry.create_system, entry.external_attr)


def test_a_huge_kmz_is_zip64(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document beyond the limits of plain zip is written as ZIP64."""
    monkeypatch.setattr(zipfile, "ZIP64_LIMIT", 10_000)
    path = write(tmp_path, ".kmz")
    (version,) = struct.unpack_from("<H", path.read_bytes(), 4)
    with zipfile.ZipFile(path) as archive:
        assert (45, None) == (version, archive.testzip())


def test_kmz_leaves_nothing_beside_it(tmp_path: Path) -> None:
    """No temporary file of the zipped document is left."""
    write(tmp_path, ".kmz")
    assert ["events.kmz"] == [path.name for path in tmp_path.iterdir()]


# --- GeoParquet -------------------------------------------------------------------------------


def test_parquet_has_a_box_for_each_place_and_none_for_no_place(tmp_path: Path) -> None:
    """With unplaced events there is a covering too; their box is null, not NaN."""
    path = write(tmp_path, ".parquet")
    geo = json.loads(pq.read_metadata(path).metadata[b"geo"])
    column = geo["columns"]["geometry"]
    edges = {edge: ["bbox", edge] for edge in ("xmin", "ymin", "xmax", "ymax")}
    assert ("1.1.0", edges) == (geo["version"], column["covering"]["bbox"])
    table = pq.read_table(path)
    is_placed = table["geometry"].combine_chunks().is_valid()
    assert is_placed.equals(table["bbox"].combine_chunks().is_valid())
    assert 0 < is_placed.true_count < len(table)
    boxes = table["bbox"].combine_chunks().filter(is_placed).flatten()
    assert not any(np.isnan(np.asarray(edge)).any() for edge in boxes)


def test_unplaced_events_do_not_keep_a_parquet_from_being_read_by_area(
    tmp_path: Path, connection: duckdb.DuckDBPyConnection
) -> None:
    """GeoPandas and DuckDB find the events in an area by the boxes."""
    path = write(tmp_path, ".parquet")
    area = gpd.read_parquet(path, bbox=(12, 41, 13, 42))
    query = (
        f"SELECT event_id FROM '{path}' WHERE bbox.xmin <= 13 AND bbox.xmax >= 12 "
        "AND bbox.ymin <= 42 AND bbox.ymax >= 41 "
        "AND ST_Intersects(geometry, ST_MakeEnvelope(12, 41, 13, 42)::GEOMETRY)"
    )
    assert ["ancient"] == area["event_id"].tolist()
    assert [("ancient",)] == duck.rows_of(connection, query)


@pytest.mark.parametrize(
    ("rows", "box"),
    [
        ([{"event_id": "a"}], None),
        ([{"event_id": "a"}, {"event_id": "b", **point(1, 2)}], [1, 2, 1, 2]),
        ([{"event_id": "a", **shape(ACROSS)}], [170, 10, -170, 20]),
        (
            [{"event_id": "a", **shape(ACROSS)}, {"event_id": "b", **point(-160, 0)}],
            [170, 0, -160, 20],
        ),
    ],
)
def test_the_box_of_a_parquet_is_that_of_its_places(
    tmp_path: Path, rows: list[dict[str, object]], box: list[float] | None
) -> None:
    """It is missing without places, and west is greater than east for a shape across 180°."""
    path = tmp_path / "events.parquet"
    export_events(table_of(rows), path, SETTINGS)
    geo = json.loads(pq.read_metadata(path).metadata[b"geo"])
    assert box == geo["columns"]["geometry"].get("bbox")
    assert [row["event_id"] for row in rows] == gpd.read_parquet(path)["event_id"].tolist()


# --- all of them ------------------------------------------------------------------------------


def test_every_format_has_a_client() -> None:
    """Every format, also a new one, is read by another program in these tests."""
    assert set(FORMATS) == set(SOURCES)


@pytest.mark.parametrize("suffix", [s for s in FORMATS if s not in (".parquet", ".csv", ".kmz")])
def test_pyogrio_counts_every_event(tmp_path: Path, suffix: str) -> None:
    """GDAL counts the events of all layers."""
    path = write(tmp_path, suffix)
    layers = event_layers(path) if suffix == ".gpkg" else pyogrio.list_layers(path)[:, 0]
    counts = [
        pyogrio.read_info(path, layer=layer, force_feature_count=True)["features"]
        for layer in layers
    ]
    assert len(export_sample()) == sum(counts)
