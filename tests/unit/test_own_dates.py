"""Columns of dates that are no field of an event stay dates in every export."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import sqlite3
from pathlib import Path

import duckdb
import geopandas as gpd
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import pytest

import dateline
from dateline.iso_dates import date_kind
from dateline.settings import Settings
from export_sample import event_layers

#: Columns, two values each: all dates, or nearly.
OWN = {
    "checked": ["2024-06-07", "2023-12-31"],
    "taken": ["2024-06-07 12:30", "2024-06-07T12:30:59"],
    "sent": ["2024-06-07T12:30:00+03:00", "2024-06-07T23:59:00Z"],
    "partly": ["2024-06-07", "N/A"],
    "month": ["2024-06-07", "2024-06"],
    "unreal": ["2024-02-29", "2023-02-29"],
    "mixed": ["2024-06-07", "2024-06-07T12:30"],
    "numeric": ["20240607", "20231231"],
}
TEXTS = {**OWN, "partly": ["2024-06-07", ""], "numeric": [20240607, 20231231]}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dates")
    rows = [["title", "when", "lon", "lat", *OWN]]
    rows += [[f"E{row}", "2024", "34", "50", *(v[row] for v in OWN.values())] for row in (0, 1)]
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    (folder / "in.csv").write_text(text.getvalue(), encoding="utf-8")
    table = dateline.read(folder / "in.csv", Settings()).table
    for suffix in ("geojson", "gpkg", "fgb", "parquet", "csv"):
        dateline.export(table, folder / f"out.{suffix}", Settings())
    return folder


def test_geopackage_has_dates(exported: Path) -> None:
    """A GeoPackage declares DATE and DATETIME, and programs read them so."""
    with sqlite3.connect(exported / "out.gpkg") as connection:
        columns = connection.execute("PRAGMA table_info(events_points)").fetchall()
        kinds = {name: kind for _, name, kind, *_ in columns if name in OWN}
        written = connection.execute("SELECT checked, taken, sent FROM events_points").fetchone()
    texts = dict.fromkeys(("month", "unreal", "mixed"), "TEXT")
    dates = {"checked": "DATE", "partly": "DATE", "taken": "DATETIME", "sent": "DATETIME"}
    assert {**dates, **texts, "numeric": "INTEGER"} == kinds
    assert ("2024-06-07", "2024-06-07T12:30:00.000Z", "2024-06-07T09:30:00.000Z") == written


@pytest.mark.parametrize("suffix", ["gpkg", "fgb"])
def test_gis_programs_read_dates(exported: Path, suffix: str) -> None:
    """GDAL sees dates and date-times in a GeoPackage and a FlatGeobuf."""
    path = exported / f"out.{suffix}"
    layer = event_layers(path)[0]
    info = pyogrio.read_info(path, layer=layer)
    kinds = dict(zip(info["fields"], info["ogr_types"], strict=True))
    day = "OFTDate" if suffix == "gpkg" else "OFTDateTime"  # FlatGeobuf has only the latter
    expected = {"checked": day, "partly": day, "taken": "OFTDateTime"}
    assert expected | {"month": "OFTString", "numeric": "OFTInteger64"} == {
        name: kinds[name] for name in (*expected, "month", "numeric")
    }
    # Without Arrow, pyogrio 0.12.0 loses all dates with pandas 3.
    frame = pyogrio.read_dataframe(path, layer=layer, use_arrow=True).sort_values("title")
    assert [dt.date(2024, 6, 7), dt.date(2023, 12, 31)] == list(
        pd.to_datetime(frame["checked"]).dt.date
    )


def test_geoparquet_has_dates(exported: Path) -> None:
    """GeoParquet has date32 and timestamps; zoned ones are instants."""
    table = pq.read_table(exported / "out.parquet")
    kinds = {name: table.schema.field(name).type for name in OWN}
    clock, moment = pa.timestamp("us"), pa.timestamp("us", "UTC")
    expected = {"checked": pa.date32(), "partly": pa.date32(), "taken": clock, "sent": moment}
    assert expected == {name: kinds[name] for name in expected}
    assert all(pa.types.is_large_string(kinds[name]) for name in ("month", "unreal", "mixed"))
    assert [dt.date(2024, 6, 7), None] == table["partly"].to_pylist()
    path = exported / "out.parquet"
    found = duckdb.sql(f"SELECT year(checked), hour(taken), second(taken) FROM '{path}'").fetchall()
    assert [(2024, 12, 0), (2023, 12, 59)] == found


def test_text_formats_have_the_dates_as_written(exported: Path) -> None:
    """GeoJSON and CSV have the texts of the dates."""
    features = json.loads((exported / "out.geojson").read_text(encoding="utf-8"))["features"]
    with (exported / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for name, values in TEXTS.items():
        assert values == [feature["properties"].get(name, "") for feature in features]
        assert [str(value) for value in values] == [row[name] for row in rows]


@pytest.mark.parametrize("suffix", ["geojson", "csv", "parquet"])
def test_dates_survive_a_round_trip(exported: Path, suffix: str, tmp_path: Path) -> None:
    """What was exported, read and exported again has the same types and values."""
    table = dateline.read(exported / f"out.{suffix}", Settings()).table
    dateline.export(table, tmp_path / "again.parquet", Settings())
    before, after = (
        pq.read_table(p) for p in (exported / "out.parquet", tmp_path / "again.parquet")
    )
    for name in OWN:
        assert before.schema.field(name).type == after.schema.field(name).type
        assert before[name].to_pylist() == after[name].to_pylist()


def test_dates_of_a_frame_stay_dates(tmp_path: Path) -> None:
    """Dates of pandas, Arrow and GeoPandas are dates in the export, whenever they were added."""
    frame = pd.DataFrame(
        {
            "title": ["A", "B"],
            "where": ["Sumy", "Kursk"],
            "when": ["2024", "2025"],
            "stamps": pd.to_datetime(["2024-06-07 12:30:00.123456", None]),
            "zoned": pd.to_datetime(["2024-06-07T12:30:00Z", "2024-06-08T12:30:00Z"]),
            "days": pd.array([dt.date(2024, 6, 7), None], dtype=pd.ArrowDtype(pa.date32())),
        }
    )
    placed = dateline.geocode(frame, Settings()).table
    placed["added"] = pd.to_datetime(["2024-06-07", "2024-06-09"])
    placed["added_days"] = frame["days"].array
    placed["added_clock"] = frame["stamps"].array
    dateline.export(placed, tmp_path / "out.parquet", Settings())
    table = pq.read_table(tmp_path / "out.parquet")
    kinds = {name: table.schema.field(name).type for name in table.schema.names}
    days = ("days", "added", "added_days")
    assert [pa.date32()] * 3 == [kinds[name] for name in days]
    assert [pa.timestamp("us")] * 2 == [kinds[name] for name in ("stamps", "added_clock")]
    assert pa.timestamp("us", "UTC") == kinds["zoned"]
    assert dt.datetime(2024, 6, 7, 12, 30, 0, 123456) == table["stamps"][0].as_py()  # noqa: DTZ001 - no zone
    read = gpd.read_parquet(tmp_path / "out.parquet")
    assert [dt.date(2024, 6, 7), None] == read["days"].tolist()


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["2024-02-29", None], "date"),
        (["9999-12-31"], "date"),
        (["0000-01-01"], None),
        (["2024-02-30"], None),
        (["2024-06-07 "], None),
        (["-2024-06-07"], None),
        (["2024-06-07T24:00"], None),
        (["2024-06-07T12"], None),
        (["2024-06-07T12:30", "2024-06-07T12:30Z"], None),
        (["2024-06-07T12:30+0300"], "moment"),
        (["9999-12-31T23:00-05:00"], None),
        (["2024-06-07T12:30:00.1234567"], None),
        (["2024-06-07~"], None),
        ([None], None),
        ([], None),
    ],
)
def test_only_complete_dates_count(values: list[str | None], kind: str | None) -> None:
    """A column is of dates only if each value is a complete date of the calendar, in one form."""
    assert kind == date_kind(pa.array(values, pa.large_string()))
