"""The columns of exports: which there are, their order, and their types. It knows no format.

Nested columns are exported twice: as they are (as JSON if a format has no nesting), and as flat
mirrors. All values are read as Arrow columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dateline.arrow import replace_surrogates, text_bytes
from dateline.export.geometry import DECIMALS, GeometryColumn
from dateline.export.instants import first_seconds, last_seconds
from dateline.export.mirrors import MIRRORED, SEPARATOR, mirror_records
from dateline.fingerprint import FINGERPRINT, format_fingerprints, hash_places
from dateline.nested import NestedArray
from dateline.schema import COLUMNS, MIRRORS
from dateline.texts import TEXT, Texts, column_texts, map_distinct

Kind = Literal["text", "integer", "number", "boolean", "instant", "texts", "records"]

#: Columns that are written even if no event has a value in them, because a style, a query or
#: dateline itself may rely on them.
ALWAYS: Final = frozenset(
    (
        "event_id",
        "title",
        "description",
        "layer",
        "event_type",
        "status",
        "verification",
        "when",
        "start",
        "end",
        "date_precision",
        "approximate",
        "uncertain",
        "where",
        "place_name",
        "place_precision",
        "uncertainty_m",
        "country",
        "lon",
        "lat",
        "geocode_method",
        "sources",
        "origin_file",
        "origin_line",
    )
)

_KINDS: Final[dict[str, Kind]] = {
    "text": "text",
    "category": "text",
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "instant": "instant",
    "texts": "texts",
    "records": "records",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an export.

    Attributes:
        name: As in the event table; unknown columns keep their heading.
        kind: The type of its values.
    """

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """The values of a field for some of the events.

    Attributes:
        field: The field.
        cells: One value per row, missing ones null: texts, ``int64``, ``double`` (positions to
            seven decimals, never NaN), ``bool``, or ``timestamp[s]`` with both ends of a span
            inclusive. Lists are JSON texts, and null if they are empty.
    """

    field: Field
    cells: pa.Array

    def flat(self) -> pa.Array:
        """Return the values for a format without nesting.

        A list of texts is joined by :data:`SEPARATOR`, or is JSON if it could not be split again.
        NUL characters, which end a text in flat formats, become U+FFFD.
        """
        if self.field.kind == "texts":
            return map_distinct(self.cells, _join)
        if self.field.kind == "text" and not text_bytes(self.cells).all():
            return pc.replace_substring(self.cells, "\0", "\ufffd")
        return self.cells


#: A list with such an item could not be split again once it is joined.
_NOT_JOINED: Final = re.compile(r"[;|,]|^[\s\[{]|\s$|^$")


def _join(text: str) -> str:
    items = orjson.loads(text)
    return text if any(_NOT_JOINED.search(item) for item in items) else SEPARATOR.join(items)


def select_fields(events: pd.DataFrame) -> list[Field]:
    """Return the fields to export: schema columns in their order, mirrors, then unknown columns.

    A column in which no event has a value is left out, unless it is one of :data:`ALWAYS`. The
    geometry and internal columns are never included.

    Args:
        events: Any of the columns in ``schema.COLUMNS``, and any others.
    """
    known = {column.name for column in COLUMNS}
    fields = [
        Field(column.name, _KINDS[column.dtype])
        for column in COLUMNS
        if column.name in events and column.dtype != "geometry" and not column.is_internal
    ]
    fields += [
        Field(str(name), "text")
        for name in events.columns
        if name not in known and str(name) not in (*MIRRORS, FINGERPRINT)
    ]
    valued = {field.name for field in fields if _has_value(field, events)}
    kept = [field for field in fields if field.name in ALWAYS or field.name in valued]
    mirrors = [
        Field(name, "integer" if name.endswith("_count") else "text")
        for column, names in MIRRORED.items()
        for name in names
        if column in valued
    ]
    if "geocode_method" in events:
        kept.insert(sum(field.name in known for field in kept), Field(FINGERPRINT, "text"))
    at = sum(field.name in known and not field.name.startswith("origin_") for field in kept)
    return [*kept[:at], *mirrors, *kept[at:]]


def _has_value(field: Field, events: pd.DataFrame) -> bool:
    column = events[field.name]
    if field.kind in ("texts", "records"):
        return bool(NestedArray.of(column).has_items().any())
    return bool(column.notna().any())


def read_columns(
    events: pd.DataFrame, fields: Sequence[Field], shapes: GeometryColumn
) -> list[ExportColumn]:
    """Return the values of some fields.

    Args:
        events: Some rows of the table that the fields were selected from.
        fields: As :func:`select_fields` returns them.
        shapes: The geometry of those rows.
    """
    nested = {
        field.name: _json_lists(events[field.name])
        for field in fields
        if field.kind in ("texts", "records")
    }
    known: dict[str, pa.Array] = dict(nested)
    if any(field.name == FINGERPRINT for field in fields):
        known[FINGERPRINT] = _fingerprints(events, shapes)
    for name in MIRRORED:
        if name in nested:
            known |= mirror_records(name, nested[name])
    return [
        ExportColumn(field, known[field.name] if field.name in known else _read(field, events))
        for field in fields
    ]


def _fingerprints(events: pd.DataFrame, shapes: GeometryColumn) -> Texts:
    lon, lat = (events[name].to_numpy(float, na_value=np.nan) for name in ("lon", "lat"))
    hashes = hash_places(events["where"], lon, lat, shapes=shapes.geometries())
    return format_fingerprints(hashes)


def _read(field: Field, events: pd.DataFrame) -> pa.Array:
    column = events[field.name]
    match field.kind:
        case "instant":
            return pa.array(
                first_seconds(events) if field.name == "start" else last_seconds(events)
            )
        case "number":
            numbers = np.asarray(column.to_numpy(float, na_value=np.nan))
            if field.name in ("lon", "lat"):
                numbers = np.round(numbers, DECIMALS) + 0.0
            return pa.array(numbers, mask=~np.isfinite(numbers))
        case "integer":
            return pa.array(column.array, pa.int64(), from_pandas=True)
        case "boolean":
            return pa.array(column.array, pa.bool_(), from_pandas=True)
    if column.dtype == "str" or isinstance(column.dtype, pd.CategoricalDtype):
        return column_texts(column)
    missing = column.isna().tolist()
    texts = [
        None if none else replace_surrogates(str(v))
        for v, none in zip(column, missing, strict=True)
    ]
    return pa.array(texts, TEXT)


def _json_lists(column: pd.Series[Any]) -> Texts:
    """Return lists as JSON texts, empty ones as null."""
    lists = NestedArray.of(column)
    return pc.if_else(pa.array(lists.has_items()), lists.json, pa.scalar(None, TEXT))
