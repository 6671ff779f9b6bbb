"""GeoPackage: a table for each kind of geometry, and tables of sources, figures and media."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from dateline.dataset import LIST_TYPES, OTHER, as_lists, has_items, item_counts, no_lists
from dateline.errors import OutputError
from dateline.export.credits import ATTRIBUTION
from dateline.export.fields import Field, plain_texts, select_fields
from dateline.export.flat import GEOMETRY, flatten
from dateline.export.gdal import ZONE, renamed, write_layer
from dateline.export.geometry import GeometryColumn, prepare_geometry
from dateline.export.geopackage_extras import Table, add_extras
from dateline.progress import Advance, part, unwatched
from dateline.settings import Settings
from dateline.texts import TEXT, column_texts

#: Share of the work done once all events are written; their sources and styles follow.
_EVENTS_SHARE: Final = 0.7
#: Version that old programs support completely; newer versions add nothing that is needed here.
_VERSION: Final = "1.2"
#: Names, in any case, that mean the number or the geometry of a feature.
_RESERVED: Final = frozenset({"fid", "geom", "ogc_fid", GEOMETRY})
_NUMBER: Final = "fid"
#: SQLite has at most 2,000 columns; two are the number and the geometry.
_MOST_COLUMNS: Final = 1_998
#: Number of rows of a related table that are written at once.
_ROWS: Final = 200_000

#: Columns of records that are tables of their own, and what one row of each is.
RELATED: Final = {
    "sources": "Citations that support the events",
    "figures": "Numbers that the sources report",
    "media": "Pictures and videos, as links",
}


@dataclass(frozen=True, slots=True)
class GeometryKind:
    """A kind of geometry, which has a table of its own.

    Attributes:
        table: Name of the table.
        title: What it holds, for the list of the tables.
        types: The types of shapely in it: the single one first, then the one of several parts.
        names: What GDAL calls them; none if there is no geometry.
    """

    table: str
    title: str
    types: tuple[int, ...]
    names: tuple[str, ...]


GEOMETRY_KINDS: Final = (
    GeometryKind("events_points", "points", (0,), ("Point",)),
    GeometryKind("events_multipoints", "several points each", (4,), ("MultiPoint",)),
    GeometryKind("events_lines", "lines", (1, 5), ("LineString", "MultiLineString")),
    GeometryKind("events_areas", "areas", (3, 6), ("Polygon", "MultiPolygon")),
    GeometryKind("events_collections", "several kinds of geometry", (7,), ("GeometryCollection",)),
    GeometryKind("events_unplaced", "no place", (-1,), ()),
)
_MAKE_MULTI: Final[dict[int, Callable[[list[Any]], Any]]] = {
    1: shapely.multilinestrings,
    3: shapely.multipolygons,
}


def write_geopackage(
    events: gpd.GeoDataFrame, path: Path, settings: Settings, *, advance: Advance = unwatched
) -> None:
    """Write a GeoPackage with tables of events, by geometry, and of what belongs to them.

    The number (``fid``) of an event is its row in the table from 1, in whichever table it is, so
    that the order is kept. A table without rows is left out; without any event there are points.
    Starts and ends are date-times, both inclusive.
    """
    shapes = prepare_geometry(events)
    fields = [field for field in select_fields(events) if field.name not in RELATED]
    _check_columns(len(fields))
    codes = type_codes(shapes)
    tables = []
    done = 0
    for kind in GEOMETRY_KINDS:
        rows = np.flatnonzero(np.isin(codes, kind.types))
        if not len(rows) and (len(events) or kind is not GEOMETRY_KINDS[0]):
            continue
        share = [_EVENTS_SHARE * n / max(len(events), 1) for n in (done, done + len(rows))]
        written = _EventsOfKind(events, shapes, fields, rows, codes[rows])
        tables.append(written.write(kind, path, settings, advance=part(advance, *share)))
        done += len(rows)
    related = (_write_related(events, name, path, settings=settings) for name in RELATED)
    tables += [table for table in related if table]
    advance(0.9, 1.0)
    add_extras(path, events, tables, settings=settings)


def _check_columns(count: int) -> None:
    if count > _MOST_COLUMNS:
        raise OutputError(
            f"a GeoPackage has at most {_MOST_COLUMNS:,} columns, and the events have {count:,}",
            hint="leave out columns, or export GeoParquet or CSV, which have no such limit",
        )


def type_codes(shapes: GeometryColumn) -> NDArray[np.int64]:
    """Return the type of each geometry, as shapely counts them; -1 if there is none."""
    codes: NDArray[np.int64] = shapely.get_type_id(shapes.shapes).astype(np.int64)
    codes[shapes.has_point] = 0
    return codes


@dataclass(frozen=True, slots=True)
class _EventsOfKind:
    """The events of one kind of geometry."""

    events: gpd.GeoDataFrame
    shapes: GeometryColumn
    fields: list[Field]
    rows: NDArray[np.int64]
    codes: NDArray[np.int64]

    def write(
        self, kind: GeometryKind, path: Path, settings: Settings, *, advance: Advance
    ) -> Table:
        """Write them as a table, and return what was written."""
        is_all = len(self.rows) == len(self.events)
        events = self.events if is_all else self.events.iloc[self.rows]
        has_parts = len(kind.types) > 1 and bool((self.codes == kind.types[1]).any())
        shapes = self.shapes if is_all else self.shapes.rows(self.rows)
        if has_parts:
            shapes = _as_parts(shapes, kind.types[0])
        batches = flatten(events, shapes, zone=ZONE, fields=self.fields, advance=advance)
        named = renamed(batches, _RESERVED)
        write_layer(
            self._numbered(named, has_geometry=bool(kind.names)),
            path,
            layer=kind.table,
            driver="GPKG",
            geometry_type=kind.names[int(has_parts)] if kind.names else None,
            **_options(path, kind.title, f"Reported events: {kind.title}", settings=settings),
        )
        columns = dict(zip(named.schema.names, [field.name for field in self.fields], strict=False))
        return Table(
            kind.table,
            geometry=kind.names[0].removeprefix("Multi") if kind.names else "",
            last=int(self.rows[-1]) + 1 if len(self.rows) else 0,
            columns=columns,
            group="events",
            names={f.column or f.name: n for f, n in zip(self.fields, columns, strict=True)},
        )

    def _numbered(
        self, batches: pa.RecordBatchReader, *, has_geometry: bool
    ) -> pa.RecordBatchReader:
        """Return the rows with their number in front, and without a geometry if there is none."""
        kept = len(batches.schema.names) - (not has_geometry)
        fields = [pa.field(_NUMBER, pa.int64()), *list(batches.schema)[:kept]]
        schema = pa.schema(fields)

        def numbered() -> Iterator[pa.RecordBatch]:
            at = 0
            for batch in batches:
                numbers = pa.array(self.rows[at : at + len(batch)] + 1)
                yield pa.record_batch([numbers, *batch.columns[:kept]], schema=schema)
                at += len(batch)

        return pa.RecordBatchReader.from_batches(schema, numbered())


def _options(path: Path, title: str, meaning: str, *, settings: Settings) -> dict[str, Any]:
    """Return the options of a table; identifiers are unique in a GeoPackage."""
    made = {} if path.exists() else {"VERSION": _VERSION, "DATETIME_FORMAT": "UTC"}
    return {
        "dataset_options": made,
        "layer_options": {
            "IDENTIFIER": f"{settings.title}: {title}",
            "DESCRIPTION": f"{meaning}. {ATTRIBUTION}",
            "DATETIME_PRECISION": "MILLISECOND",
        },
    }


def _as_parts(shapes: GeometryColumn, single: int) -> GeometryColumn:
    """Return geometries as those of several parts: a table has one type."""
    made = shapes.shapes.copy()
    is_single = shapely.get_type_id(made) == single
    make = _MAKE_MULTI[single]
    made[is_single] = [make([shape]) for shape in made[is_single]]
    return GeometryColumn(shapes.positions, made)


def _write_related(
    events: gpd.GeoDataFrame, name: str, path: Path, *, settings: Settings
) -> Table | None:
    """Write the records of a column, one row each, with the id of their event."""
    lists = as_lists(events[name]) if name in events else no_lists(name, 0)
    if not has_items(lists).any():
        return None
    items = lists.flatten()
    row = np.repeat(np.arange(len(lists)), item_counts(lists))
    columns = {"event_id": plain_texts(column_texts(events["event_id"])).take(pa.array(row))}
    for field in LIST_TYPES[name].value_type:
        values = pc.struct_field(items, field.name)
        if values.null_count == len(values):
            continue
        if field.name == OTHER:
            values = _as_json(values)
        columns[field.name] = plain_texts(values) if values.type == TEXT else values
    table = pa.table(columns)
    write_layer(
        table.to_reader(max_chunksize=_ROWS),
        path,
        layer=name,
        driver="GPKG",
        geometry_type=None,
        **_options(path, name, RELATED[name], settings=settings),
    )
    return Table(name, "", len(table), {column: column for column in columns}, name)


def _as_json(others: pa.MapArray) -> pa.Array:
    """Return the fields that the schema does not list as JSON objects; null if there are none."""
    pairs = others.to_pylist()
    return pa.array([orjson.dumps(dict(one)).decode() if one else None for one in pairs], TEXT)
