"""What a GeoPackage says of itself: the meaning of its columns, its licence, and its styles.

GDAL writes the tables, this adds the rest with SQLite.
"""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import geopandas as gpd
import orjson

from dateline.as_of import newest_day
from dateline.dataset import OTHER
from dateline.export.credits import ATTRIBUTION, LICENCES
from dateline.export.gdal import FIXED_TIME
from dateline.export.qgis import SYMBOLS, qml
from dateline.export.sld import sld
from dateline.export.style_rules import style_rules
from dateline.fingerprint import FINGERPRINT
from dateline.schema import BY_NAME, MIRRORS
from dateline.settings import Settings


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was written.

    Attributes:
        name: Its name.
        geometry: ``Point``, ``LineString``, ``Polygon``, ``GeometryCollection``, or nothing.
        last: The number of its last row; 0 if it has no rows.
        columns: For each column, without number and geometry, the field that it has.
        group: ``events``, or the column of records that its rows are from.
        names: What the columns of the event table are called in it.
    """

    name: str
    geometry: str
    last: int
    columns: dict[str, str]
    group: str
    names: Mapping[str, str] = field(default_factory=dict)


#: As GDAL and the standard (1.2, sections F.8 and F.9) define them.
_TABLES: Final = """
CREATE TABLE IF NOT EXISTS gpkg_extensions (
  table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL,
  scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE TABLE gpkg_data_columns (
  table_name TEXT NOT NULL, column_name TEXT NOT NULL, name TEXT, title TEXT, description TEXT,
  mime_type TEXT, constraint_name TEXT,
  CONSTRAINT pk_gdc PRIMARY KEY (table_name, column_name),
  CONSTRAINT gdc_tn UNIQUE (table_name, name));
CREATE TABLE gpkg_data_column_constraints (
  constraint_name TEXT NOT NULL, constraint_type TEXT NOT NULL, value TEXT, min NUMERIC,
  min_is_inclusive BOOLEAN, max NUMERIC, max_is_inclusive BOOLEAN, description TEXT,
  CONSTRAINT gdcc_ntv UNIQUE (constraint_name, constraint_type, value));
CREATE TABLE gpkg_metadata (
  id INTEGER CONSTRAINT m_pk PRIMARY KEY ASC NOT NULL, md_scope TEXT NOT NULL DEFAULT 'dataset',
  md_standard_uri TEXT NOT NULL, mime_type TEXT NOT NULL DEFAULT 'text/xml',
  metadata TEXT NOT NULL DEFAULT '');
CREATE TABLE gpkg_metadata_reference (
  reference_scope TEXT NOT NULL, table_name TEXT, column_name TEXT, row_id_value INTEGER,
  timestamp DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  md_file_id INTEGER NOT NULL, md_parent_id INTEGER,
  CONSTRAINT crmr_mfi_fk FOREIGN KEY (md_file_id) REFERENCES gpkg_metadata(id),
  CONSTRAINT crmr_mpi_fk FOREIGN KEY (md_parent_id) REFERENCES gpkg_metadata(id));
"""
#: As QGIS makes it in a GeoPackage; without a row in ``gpkg_contents`` it finds no style.
_STYLES: Final = """
CREATE TABLE "layer_styles" (
  "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "f_table_catalog" TEXT(256),
  "f_table_schema" TEXT(256), "f_table_name" TEXT(256), "f_geometry_column" TEXT(256),
  "styleName" TEXT(30), "styleQML" TEXT, "styleSLD" TEXT, "useAsDefault" BOOLEAN,
  "description" TEXT, "owner" TEXT(30), "ui" TEXT(30),
  "update_time" DATETIME DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')))
"""
_STYLE_NAME: Final = "dateline"
_STYLE_MEANING: Final = "The colours, sizes and forms of the page."
#: What GDAL calls the column of the geometry.
_GEOMETRY: Final = "geom"
_SCHEMA: Final = ("gpkg_schema", "http://www.geopackage.org/spec121/#extension_schema")
_METADATA: Final = ("gpkg_metadata", "http://www.geopackage.org/spec121/#extension_metadata")
_EXTENSIONS: Final = (
    *(("gpkg_data_columns", *_SCHEMA), ("gpkg_data_column_constraints", *_SCHEMA)),
    *(("gpkg_metadata", *_METADATA), ("gpkg_metadata_reference", *_METADATA)),
)
#: The terms of Dublin Core, in which the metadata is written.
_DUBLIN_CORE: Final = "http://purl.org/dc/terms/"
_OTHER_MEANING: Final = "Fields of other names, as JSON."
_FINGERPRINT_MEANING: Final = "Ties the place to its position; dateline checks it when it reads."
_END_MEANING: Final = "Last second that the event can cover; missing means open."

#: Where SQLite notes the version of the library that wrote last, and how many bytes that takes.
_VERSION_AT: Final = 96
_VERSION_BYTES: Final = 4
#: Where the size of a page is, in two bytes, and the number of pages, in four.
_PAGE_AT, _PAGES_AT = 16, 28


def add_extras(
    path: Path, events: gpd.GeoDataFrame, tables: Sequence[Table], *, settings: Settings
) -> None:
    """Add what describes the tables of a GeoPackage, and check that they are complete.

    Raises:
        OSError: The file is incomplete, or can't be written.
    """
    with path.open("rb") as file:
        head = file.read(_VERSION_AT + _VERSION_BYTES)
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as database:
            database.execute("PRAGMA journal_mode=OFF")
            database.execute("PRAGMA synchronous=OFF")
            database.execute("BEGIN")
            _check_rows(database, tables)
            for table in tables:
                if table.group != "events":
                    name = f"{table.name}_event_id"
                    database.execute(f'CREATE INDEX "{name}" ON "{table.name}" (event_id)')
            for statement in _TABLES.split(";\n"):
                database.execute(statement)
            database.executemany(
                "INSERT INTO gpkg_extensions VALUES (?, NULL, ?, ?, 'read-write')", _EXTENSIONS
            )
            _describe_columns(database, tables, settings)
            _add_metadata(database, events, settings)
            _add_styles(database, events, tables, settings=settings)
            database.execute("COMMIT")
    except sqlite3.Error as error:
        raise OSError(errno.EIO, f"SQLite could not write it: {error}") from error
    _settle_head(path, head[_VERSION_AT:])


def _check_rows(database: sqlite3.Connection, tables: Sequence[Table]) -> None:
    """Look for the last row of each table: GDAL doesn't report a disk that fills up on closing."""
    for table in tables:
        (last,) = database.execute(f'SELECT max(fid) FROM "{table.name}"').fetchone()  # noqa: S608
        if (last or 0) != table.last:
            raise OSError(errno.EIO, "the file is incomplete; the disk may be full")


def _settle_head(path: Path, version: bytes) -> None:
    """Keep the version of GDAL's SQLite, so that the bytes do not depend on that of Python.

    Raises:
        OSError: The file has fewer pages than it should have.
    """
    with path.open("rb+") as file:
        head = file.read(_VERSION_AT)
        pages = int.from_bytes(head[_PAGES_AT : _PAGES_AT + 4], "big")
        page = int.from_bytes(head[_PAGE_AT : _PAGE_AT + 2], "big")
        if path.stat().st_size < pages * page:
            raise OSError(errno.EIO, "the file is incomplete; the disk may be full")
        file.seek(_VERSION_AT)
        file.write(version)


# --- columns --------------------------------------------------------------------------------------


def _describe_columns(
    database: sqlite3.Connection, tables: Sequence[Table], settings: Settings
) -> None:
    """Say what the columns mean, and which words they may have if there is a vocabulary."""
    words: dict[str, tuple[str, ...]] = {}
    for table in tables:
        for name, column in table.columns.items():
            if not (meaning := _meaning(table.group, column)):
                continue
            known = BY_NAME.get(column) if table.group == "events" else None
            allowed = known.vocabulary if known else ()
            allowed = settings.event_types if column == "event_type" else allowed
            if allowed:
                words[column] = allowed
            database.execute(
                "INSERT INTO gpkg_data_columns VALUES (?, ?, ?, ?, ?, NULL, ?)",
                (table.name, name, column, None, meaning, column if allowed else None),
            )
    for column, allowed in words.items():
        database.executemany(
            "INSERT INTO gpkg_data_column_constraints (constraint_name, constraint_type, value)"
            " VALUES (?, 'enum', ?)",
            [(column, word) for word in dict.fromkeys(allowed)],
        )


def _meaning(group: str, name: str) -> str:
    """Return the meaning of a column, or nothing if it is one of yours."""
    if group != "events" and name != "event_id":
        return _OTHER_MEANING if name == OTHER else f"{name} of one of the {group}"
    if name == "end":
        return _END_MEANING
    if name == FINGERPRINT:
        return _FINGERPRINT_MEANING
    known = BY_NAME.get(name) or MIRRORS.get(name)
    if known is None:
        return ""
    unit = getattr(known, "unit", "")
    return f"{known.meaning} Unit: {unit}." if unit else known.meaning


# --- metadata -------------------------------------------------------------------------------------


def _add_metadata(
    database: sqlite3.Connection, events: gpd.GeoDataFrame, settings: Settings
) -> None:
    """Say who made the set, what may be done with it, and of which day it is."""
    told = {key: value for key, value in _dublin_core(events, settings) if value}
    database.execute(
        "INSERT INTO gpkg_metadata VALUES (1, 'dataset', ?, 'application/json', ?)",
        (_DUBLIN_CORE, orjson.dumps(told, option=orjson.OPT_INDENT_2).decode()),
    )
    database.execute(
        "INSERT INTO gpkg_metadata_reference VALUES ('geopackage', NULL, NULL, NULL, ?, 1, NULL)",
        (FIXED_TIME,),
    )


def _dublin_core(
    events: gpd.GeoDataFrame, settings: Settings
) -> Iterator[tuple[str, str | list[str]]]:
    yield "title", settings.title
    yield "description", settings.description
    yield "abstract", settings.note
    yield "creator", settings.page.byline
    yield "license", settings.page.licence
    yield "rights", ATTRIBUTION
    yield "references", [f"{one['title']}: {one['licence']}, {one['url']}" for one in LICENCES]
    yield "identifier", settings.page.address
    yield "language", settings.language
    yield "modified", newest_day(events)


# --- styles ---------------------------------------------------------------------------------------


def _add_styles(
    database: sqlite3.Connection,
    events: gpd.GeoDataFrame,
    tables: Sequence[Table],
    *,
    settings: Settings,
) -> None:
    """Add a style for each table with a geometry that QGIS draws, and make it the default."""
    styled = [table for table in tables if table.geometry in SYMBOLS]
    if not styled:
        return
    rules = style_rules(events, settings, styled[0].names)
    database.execute(_STYLES)
    database.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)"
        " VALUES ('layer_styles', 'attributes', 'layer_styles', 'Styles for QGIS.', ?)",
        (FIXED_TIME,),
    )
    database.executemany(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name,"
        " f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, ui,"
        " update_time) VALUES ('', '', ?, ?, ?, ?, ?, 1, ?, '', NULL, ?)",
        [
            (
                *(table.name, _GEOMETRY, _STYLE_NAME),
                *(qml(rules, table.geometry), sld(rules, table.geometry, table.name)),
                *(_STYLE_MEANING, FIXED_TIME),
            )
            for table in styled
        ],
    )
