"""Columns to JSON, a column at a time: each value as the bytes that stand in the file.

orjson writes a whole column in one call; with its indentation switched on every value is on a line
of its own, and a line break is never inside a JSON text, so the lines are the values.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import orjson
import pandas as pd
import shapely
from numpy.typing import NDArray

from dateline.export.fields import Field
from dateline.export.geometry import Shapes, shape_box

NULL: Final = b"null"

_BETWEEN: Final = b",\n  "
_BEFORE: Final = len(b"[\n  ")
_AFTER: Final = len(b"\n]")
_OPTIONS: Final = orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY


def encode_values(values: Sequence[Any] | NDArray[Any]) -> list[bytes]:
    """Return each of some texts, numbers, booleans or ``None`` as JSON; NaN is null."""
    if not len(values):
        return []
    return orjson.dumps(values, option=_OPTIONS)[_BEFORE:-_AFTER].split(_BETWEEN)


def encode_nested(values: Sequence[Any]) -> list[bytes]:
    """Return each of some lists or mappings as JSON; empty ones are null."""
    return [orjson.dumps(value, default=str) if value else NULL for value in values]


def encode_distinct(codes: NDArray[Any], distinct: Sequence[Any]) -> list[bytes]:
    """Return the JSON of each row's value, given its place among the distinct ones; -1 is null."""
    texts = np.array([*encode_values(list(distinct)), NULL], dtype=object)
    return list(texts[codes])


def encode_field(field: Field) -> list[bytes]:
    """Return a column's values as JSON, missing ones as null. Instants are not written here."""
    if field.kind in ("texts", "records"):
        return encode_nested(list(field.column))
    if field.kind == "number":
        return encode_values(np.ascontiguousarray(field.numbers()))
    if isinstance(field.column.dtype, pd.CategoricalDtype):
        categories = field.column.cat.categories.tolist()
        return encode_distinct(field.column.cat.codes.to_numpy(), categories)
    return encode_values(field.objects())


def encode_geometry(shapes: Shapes) -> list[bytes]:
    """Return the ``geometry`` member of each event; the unplaced have null."""
    members = np.full(len(shapes.shapes), NULL, dtype=object)
    has_point, has_shape = shapes.has_point, shapes.has_shape
    lons, lats = (
        encode_values(np.ascontiguousarray(shapes.positions[has_point, axis])) for axis in (0, 1)
    )
    members[has_point] = [
        b'{"type":"Point","coordinates":[%b,%b]}' % pair for pair in zip(lons, lats, strict=True)
    ]
    members[has_shape] = [text.encode() for text in shapely.to_geojson(shapes.shapes[has_shape])]
    return list(members)


def encode_boxes(shapes: Shapes) -> list[bytes]:
    """Return the ``bbox`` member of each line and area, with its name; nothing for the others."""
    members = np.full(len(shapes.shapes), b"", dtype=object)
    has_shape = shapes.has_shape
    members[has_shape] = [
        b',"bbox":' + orjson.dumps(shape_box(shape)) for shape in shapes.shapes[has_shape]
    ]
    return list(members)
