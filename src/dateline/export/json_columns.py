"""Encodes columns as JSON texts, without a Python object for each row.

orjson writes numbers and escaped texts; Arrow joins the rest.
"""

from __future__ import annotations

from typing import Final

import orjson
import pyarrow as pa
import shapely

from dateline.export.fields import ExportColumn
from dateline.export.geometry import GeometryColumn, shape_boxes
from dateline.export.instants import instant_texts
from dateline.export.numbers import number_texts
from dateline.texts import (
    TEXT,
    Piece,
    Texts,
    escape_json,
    exchange,
    join_pieces,
)

NULL: Final = "null"


def encode_column(column: ExportColumn) -> list[Piece]:
    """Return the pieces of JSON for a column's values; missing values are ``null``."""
    cells = column.cells
    if cells.null_count == len(cells):
        return [NULL]
    match column.field.kind:
        case "text":
            return encode_texts(cells)
        case "instant":
            return encode_texts(instant_texts(cells))
        case "number":
            return [number_texts(cells.to_numpy(zero_copy_only=False))]
    return [cells.cast(TEXT).fill_null(NULL)]


def encode_texts(texts: Texts) -> list[Piece]:
    """Return the pieces of JSON for texts; missing texts are ``null``."""
    escaped = escape_json(texts)
    if not escaped.null_count:
        return ['"', escaped, '"']
    return [join_pieces(['"', escaped, '"']).fill_null(NULL)]


def encode_geometry(shapes: GeometryColumn) -> list[Piece]:
    """Return the pieces of JSON for each event's geometry; ``null`` for unplaced events."""
    has_point, has_shape = shapes.has_point, shapes.has_shape
    lon, lat = (number_texts(shapes.positions[has_point, axis]) for axis in (0, 1))
    points: list[Piece] = ['{"type":"Point","coordinates":[', lon, ",", lat, "]}"]
    if has_point.all():
        return points
    members = exchange(_repeat(NULL, len(has_point)), has_point, join_pieces(points))
    others = shapely.to_geojson(shapes.shapes[has_shape])
    return [exchange(members, has_shape, pa.array(others, TEXT))]


def encode_boxes(shapes: GeometryColumn) -> list[Piece]:
    """Return the pieces of the ``bbox`` member of lines and areas; empty for other events."""
    has_shape = shapes.has_shape
    if not has_shape.any():
        return []
    boxes = [orjson.dumps(box).decode() for box in shape_boxes(shapes.shapes[has_shape])]
    members = join_pieces([',"bbox":', pa.array(boxes, TEXT)])
    return [exchange(_repeat("", len(has_shape)), has_shape, members)]


def _repeat(text: str, count: int) -> Texts:
    return pa.repeat(pa.scalar(text, TEXT), count)
