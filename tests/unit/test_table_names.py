"""Names of columns in databases: SQL accepts them unquoted, and they are read back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import duckdb
import geopandas as gpd
import pandas as pd
import pyogrio
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dateline
from dateline.dataset import LIST_TYPES
from dateline.export import export_events
from dateline.schema import COLUMNS, MIRRORS, TABLE_NAMES
from dateline.settings import Settings
from dateline.table_names import RESERVED, to_event_names, to_table_names
from export_sample import export_sample
from sample_events import table_of

OURS = [*(column.name for column in COLUMNS if not column.is_internal), *MIRRORS]


def test_none_of_our_columns_needs_quotes() -> None:
    """Every column of ours can be asked for without quotes in SQLite and DuckDB."""
    names = to_table_names(OURS)
    assert len(OURS) == len({*names})
    for connection in (sqlite3.connect(":memory:"), duckdb.connect()):
        connection.execute(f"CREATE TABLE events ({', '.join(f'{name} TEXT' for name in names)})")
        connection.execute(f"INSERT INTO events VALUES ({', '.join('?' * len(names))})", names)
        found = connection.execute(f"SELECT {', '.join(names)} FROM events").fetchall()
        assert [tuple(names)] == found


def test_none_of_our_columns_is_reserved_or_has_capitals() -> None:
    """PostgreSQL, which these tests do not run, reserves none and changes the case of none."""
    names = to_table_names(OURS)
    assert not RESERVED.intersection(names)
    assert names == [name.lower() for name in names]


@pytest.mark.parametrize("word", sorted(RESERVED))
def test_columns_of_the_events_that_are_reserved_get_an_underscore(word: str) -> None:
    """A heading that SQL reserves is changed, in any case, and read back."""
    if word in TABLE_NAMES:
        return
    assert [f"{word}_", f"{word.upper()}_"] == to_table_names([word, word.upper()])
    assert [word, word.upper()] == to_event_names([f"{word}_", f"{word.upper()}_"])


NAMES = st.one_of(
    st.sampled_from(sorted([*RESERVED, *OURS, *TABLE_NAMES.values()])).flatmap(
        lambda name: st.sampled_from([name, f"{name}_", f"{name}__", name.title()])
    ),
    st.text(max_size=5),
)


@given(st.lists(NAMES, unique=True))
def test_names_come_back(names: list[str]) -> None:
    """Whatever columns are called, their names stay different and are found again."""
    written = to_table_names(names)
    assert len(names) == len({*written})
    assert names == to_event_names(written)


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".parquet"])
def test_sql_needs_no_quotes(tmp_path: Path, suffix: str) -> None:
    """The columns of each table format have the names of the map, and a reserved heading too."""
    path = tmp_path / f"events{suffix}"
    events = export_sample().query("event_id == 'everything'").assign(Order="first")
    export_events(events, path, Settings())
    if suffix == ".parquet":
        sql = f"SELECT when_edtf, where_text, end_time, order_ FROM '{path}'"
        rows = duckdb.sql(sql).fetchall()
    else:
        layer = pyogrio.list_layers(path)[0][0]
        sql = f"SELECT when_edtf, where_text, end_time, order_ FROM {layer}"
        found = pyogrio.read_dataframe(path, sql=sql, read_geometry=False)
        rows = list(found.itertuples(index=False))
    when, where, end, order = rows[0]
    assert ("2024-01/2024-02", "12 km NE of Sumy", "first") == (when, where, order)
    assert pd.Timestamp("2024-02-29T23:59:59") == pd.Timestamp(end).tz_localize(None)


def test_parquet_is_read_back_with_the_names_of_events(tmp_path: Path) -> None:
    """An export in GeoParquet gives the same events, as a file and as a data frame."""
    event = {"event_id": "a", "title": "A", "when": "2024-03", "where": "Sumy", "lon": 34.8}
    table = table_of([event | {"lat": 50.9, "place_precision": "exact", "geocode_method": "given"}])
    table = table.set_geometry(gpd.points_from_xy(table["lon"], table["lat"], crs=4326))
    path = tmp_path / "events.parquet"
    export_events(table.assign(Order="first", start_time="09:00"), path, Settings())
    for found in (
        dateline.read(path).table,
        dateline.from_frame(gpd.read_parquet(path)).table,
    ):
        row = found.iloc[0]
        assert ("2024-03", "Sumy", "first") == (row["when"], row["where"], row["Order"])
        assert "09:00" == row["start_time"]
        assert {"when_edtf", "where_text", "end_time", "Order_"}.isdisjoint(found.columns)


def test_lists_keep_their_names() -> None:
    """Columns of lists are called the same everywhere, because they are tables as well."""
    assert [*LIST_TYPES] == to_table_names(LIST_TYPES)
