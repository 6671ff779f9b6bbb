"""GeoPackage: tables by geometry, what belongs to events, and what the file says of itself."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pyogrio
import pytest

import duck
from dateline.errors import OutputError
from dateline.export import export_events, geopackage_extras
from dateline.export.geopackage import GEOMETRY_KINDS
from dateline.page_settings import PageSettings
from dateline.schema import BY_NAME
from dateline.settings import Settings
from export_sample import SETTINGS, export_sample, read_gis, write
from sample_events import table_of


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("geopackage"), ".gpkg")


@pytest.fixture
def database(path: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(path)
    yield connection
    connection.close()


def test_each_kind_of_geometry_has_a_table(path: Path) -> None:
    """Every event is in the table of its kind; a table has only that kind."""
    found = {name: kind for name, kind in pyogrio.list_layers(path) if name.startswith("events_")}
    assert {kind.table for kind in GEOMETRY_KINDS} == {*found}
    for name, kind in found.items():
        table = pyogrio.read_dataframe(path, layer=name)
        types = {shape.geom_type for shape in table.geometry} if kind else set()
        assert types == ({kind} if kind else set())
    areas = pyogrio.read_dataframe(path, layer="events_areas")
    assert {"beyond", "clockwise"} == {*areas["event_id"]}
    assert {"MultiPolygon"} == {*areas.geometry.geom_type}


def test_the_order_of_events_is_kept(path: Path) -> None:
    """The number of an event is its row, in whichever table it is."""
    found = read_gis(path)
    assert export_sample()["event_id"].tolist() == found["event_id"].tolist()
    assert [*range(1, 20)] == found.index.tolist()


def test_all_tables_of_events_have_the_same_columns(database: sqlite3.Connection) -> None:
    """They can be put together in one query."""
    columns = {
        tuple(
            name
            for (name,) in database.execute(f"SELECT name FROM pragma_table_info('{kind.table}')")
            if name != "geom"
        )
        for kind in GEOMETRY_KINDS
    }
    assert 1 == len(columns)


def test_sources_are_a_table(path: Path, database: sqlite3.Connection) -> None:
    """Sources, figures and media have a row each, with the id of their event, in their order."""
    rows = database.execute("SELECT event_id, title, url FROM sources ORDER BY fid").fetchall()
    assert ("everything", "Another", "https://example.org/2") == rows[1]
    figures = database.execute("SELECT label, value, low, unit FROM figures").fetchall()
    assert [
        ("soldiers", 3000.0, 2500.0, "persons"),
        ("losses", None, 36.5, "%"),
        ("killed", None, None, None),
    ] == figures
    assert [("A picture",)] == database.execute("SELECT caption FROM media").fetchall()
    query = (
        f"SELECT e.title, count(*) FROM ST_Read('{path}', layer='events_points') e"
        f" JOIN ST_Read('{path}', layer='sources') s USING (event_id) GROUP BY ALL"
    )
    assert [("One of everything", 2)] == duck.rows_of(duck.connect(), query)
    plan = database.execute("EXPLAIN QUERY PLAN SELECT * FROM sources WHERE event_id = 'a'")
    assert "sources_event_id" in str(plan.fetchall())


def test_fields_of_other_names_are_kept(tmp_path: Path) -> None:
    """What a source says that the schema does not list is JSON; nulls are no fields."""
    table = table_of([{"event_id": "a", "sources": ({"title": "A\0B", "page": "3"}, {"url": "u"})}])
    path = tmp_path / "events.gpkg"
    export_events(table, path, SETTINGS)
    with sqlite3.connect(path) as database:
        found = database.execute("SELECT event_id, title, url, other FROM sources").fetchall()
    assert [("a", "A\ufffdB", None, '{"page":"3"}'), ("a", None, "u", None)] == found


def test_a_geopackage_without_events_has_a_table(tmp_path: Path) -> None:
    """No events give an empty table of points, which GIS programs can open."""
    path = write(tmp_path, ".gpkg", export_sample().iloc[:0])
    assert ["events_points", "Point"] in pyogrio.list_layers(path).tolist()
    assert 0 == len(pyogrio.read_dataframe(path, layer="events_points"))


def test_columns_say_what_they_mean(database: sqlite3.Connection) -> None:
    """Each of our columns has its meaning from the schema, and its words if it has a vocabulary."""
    rows = database.execute(
        "SELECT table_name, column_name, name, description, constraint_name FROM gpkg_data_columns"
    ).fetchall()
    about = {(table, column): rest for table, column, *rest in rows}
    when = about["events_points", "when_edtf"]
    assert ["when", BY_NAME["when"].meaning, None] == when
    assert "Last second" in about["events_points", "end_time"][1]
    for kind in GEOMETRY_KINDS:
        columns = database.execute(f"SELECT name FROM pragma_table_info('{kind.table}')")
        names = {name for (name,) in columns} - {"fid", "geom", "their column"}
        assert names == {column for table, column in about if table == kind.table}
    assert "status" == about["events_points", "status"][2]
    words = database.execute(
        "SELECT value FROM gpkg_data_column_constraints"
        " WHERE constraint_name = 'status' ORDER BY rowid"
    )
    assert [*BY_NAME["status"].vocabulary] == [word for (word,) in words]


def test_the_file_says_its_licence_and_its_day(tmp_path: Path) -> None:
    """The metadata has title, licence and attribution, and the day of the newest report."""
    page = PageSettings(licence="CC BY 4.0", byline="A desk")
    settings = dataclasses.replace(Settings(title="Reports"), page=page)
    rows = [{"event_id": "a", "reported_at": "2024-03-05"}, {"event_id": "b"}]
    path = tmp_path / "events.gpkg"
    export_events(table_of(rows), path, settings)
    with sqlite3.connect(path) as database:
        ((uri, text),) = database.execute("SELECT md_standard_uri, metadata FROM gpkg_metadata")
    found = json.loads(text)
    assert ("http://purl.org/dc/terms/", "Reports") == (uri, found["title"])
    assert ("CC BY 4.0", "A desk", "2024-03-05") == (
        found["license"],
        found["creator"],
        found["modified"],
    )
    assert "GeoNames" in found["rights"]


def test_the_file_is_sound(database: sqlite3.Connection) -> None:
    """SQLite finds no fault, and every foreign key has its row."""
    assert [("ok",)] == database.execute("PRAGMA integrity_check").fetchall()
    assert [] == database.execute("PRAGMA foreign_key_check").fetchall()
    tables = {name for (name,) in database.execute("SELECT table_name FROM gpkg_contents")}
    assert {"sources", "figures", "media", "layer_styles"} <= tables


def test_the_same_events_give_the_same_bytes(tmp_path: Path) -> None:
    """Two exports are equal byte for byte, and the header does not name Python's SQLite."""
    first = write(tmp_path, ".gpkg").read_bytes()
    (tmp_path / "events.gpkg").unlink()
    assert first == write(tmp_path, ".gpkg").read_bytes()
    plain = tmp_path / "plain.gpkg"
    table = pyogrio.read_dataframe(tmp_path / "events.gpkg", layer="events_points")
    pyogrio.write_dataframe(table, plain, driver="GPKG", layer="events_points")
    assert plain.read_bytes()[96:100] == first[96:100]


def test_a_geopackage_that_was_cut_short_is_reported(path: Path, tmp_path: Path) -> None:
    """Missing rows and missing pages are errors."""
    copy = tmp_path / "copy.gpkg"
    copy.write_bytes(path.read_bytes())
    database = sqlite3.connect(copy)
    lost = geopackage_extras.Table("sources", "", 3, {}, "sources")
    with pytest.raises(OSError, match="incomplete"):
        geopackage_extras._check_rows(database, [lost])
    database.close()
    copy.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(OSError, match="incomplete"):
        geopackage_extras._settle_head(copy, b"1234")


def test_too_many_columns_are_refused(tmp_path: Path) -> None:
    """SQLite's limit is named, and formats without it."""
    table = table_of([{"event_id": "a"}])
    extra = {f"column {number}": "x" for number in range(2000)}
    with pytest.raises(OutputError, match="1,998 columns"):
        export_events(table.assign(**extra), tmp_path / "events.gpkg", SETTINGS)
