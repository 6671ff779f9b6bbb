"""The table for formats without nesting: one plain column per field, and the geometry as WKB."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import pyarrow as pa
import pyarrow.compute as pc

from dateline.dataset import LIST_TYPES
from dateline.export.blocks import Block, make_blocks
from dateline.export.fields import ExportColumn, Field, Kind, select_fields
from dateline.export.geometry import WKB, GeometryColumn
from dateline.iso_dates import to_dates
from dateline.progress import Advance, unwatched
from dateline.table_names import to_table_names
from dateline.texts import TEXT, unique_names

#: OGC:CRS84 under the name that GIS programs recognise: lon, lat in degrees.
LON_LAT: Final = "EPSG:4326"
GEOMETRY: Final = "geometry"

_TYPES: Final[dict[Kind, pa.DataType]] = {
    "text": TEXT,
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "instant": pa.timestamp("ms"),
    "date": pa.date32(),
    "clock": pa.timestamp("us"),
    "moment": pa.timestamp("us", "UTC"),
    "texts": TEXT,
    "records": TEXT,
}


def flatten(
    events: gpd.GeoDataFrame,
    shapes: GeometryColumn,
    *,
    zone: str | None = None,
    has_lists: bool = False,
    fields: list[Field] | None = None,
    ahead: int = 0,
    advance: Advance = unwatched,
) -> pa.RecordBatchReader:
    """Return the events as a flat table, in blocks of rows.

    Lists become text joined with ``; ``, records become JSON text, unless the format has lists.
    ``start_time`` and ``end_time`` are instants, both inclusive. Missing values stay missing. The
    last column is the geometry as WKB.

    Args:
        events: The table.
        shapes: Its geometry, from ``prepare_geometry``.
        zone: The time zone of the type of instants; ``None`` for clock times without a zone.
        has_lists: Whether lists keep their type.
        fields: The columns; None selects those in which these events have a value.
        ahead: Number of blocks prepared in advance. The default is 0, because GDAL holds Python's
            GIL while it takes a block.
        advance: Called with the number of rows taken.
    """
    fields = select_fields(events) if fields is None else fields
    types = _TYPES | {"instant": pa.timestamp("ms", zone)}
    if zone:
        types |= {"clock": types["instant"], "moment": types["instant"]}
    lists = LIST_TYPES if has_lists else {}
    schema = _schema(fields, [lists.get(field.name, types[field.kind]) for field in fields])

    def batch(block: Block) -> pa.RecordBatch:
        columns = [
            column.cells if column.field.name in lists else _cells(column, kind.type)
            for column, kind in zip(block.columns, schema, strict=False)
        ]
        return pa.record_batch([*columns, block.shapes.wkb()], schema=schema)

    batches = make_blocks(events, shapes, fields, make=batch, ahead=ahead, advance=advance)
    return pa.RecordBatchReader.from_batches(schema, batches)


def _cells(column: ExportColumn, kind: pa.DataType) -> pa.Array:
    """Return the values in the type of the format; clock times may lose digits of a second."""
    if column.field.kind in ("date", "clock", "moment"):
        dates = to_dates(column.cells, column.field.kind)
        is_zoned = pa.types.is_timestamp(kind) and kind.tz and not dates.type.tz
        # Such a format has only times in UTC, and clock times are kept as written.
        dates = pc.assume_timezone(dates, "UTC") if is_zoned else dates
        return dates.cast(kind, safe=False)
    return column.flat().cast(kind)


def column_names(fields: list[Field]) -> list[str]:
    """Return the names of the columns, without the geometry: unique, and none reserved by SQL."""
    # A null character ends a name in GDAL.
    names = to_table_names(field.name.replace("\0", "\ufffd") for field in fields)
    return unique_names(names, taken=[GEOMETRY])


def _schema(fields: list[Field], types: list[pa.DataType]) -> pa.Schema:
    names = column_names(fields)
    columns = [pa.field(name, kind) for name, kind in zip(names, types, strict=True)]
    return pa.schema([*columns, pa.field(GEOMETRY, WKB)])
