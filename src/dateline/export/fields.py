"""The columns of exports: which there are, their order, and their types. It knows no format.

Nested columns are exported twice: as they are (as JSON if a format has no nesting), and as flat
mirrors. All values are read as Arrow columns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dateline.arrow import replace_surrogates, text_bytes
from dateline.dataset import LIST_TYPES, as_lists, first_values, has_items, item_counts
from dateline.export.geometry import DECIMALS, GeometryColumn
from dateline.export.instants import first_seconds, last_seconds
from dateline.fingerprint import FINGERPRINT, format_fingerprints, hash_places
from dateline.iso_dates import DateKind, date_kind
from dateline.json_values import json_texts
from dateline.schema import ALWAYS, COLUMNS, MIRRORS, Dtype, Mirror
from dateline.texts import TEXT, Texts, column_texts, map_distinct, unique_names

#: The types of the schema; and those of other columns of texts that are all dates.
Kind = Dtype | DateKind


@dataclass(frozen=True, slots=True)
class Field:
    """One column of an export.

    Attributes:
        name: As in the event table; unknown columns keep their heading, unless dateline exports
            another column of that name.
        kind: The type of its values.
        column: The column of the event table, if its name is another.
    """

    name: str
    kind: Kind
    column: str = ""

    def values(self, events: pd.DataFrame) -> pd.Series[Any]:
        """Return its column of the event table."""
        return events[self.column or self.name]


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """The values of a field for some of the events.

    Attributes:
        field: The field.
        cells: One value per row, missing ones null: texts (of dates, too), ``int64``, ``double``
            (positions to seven decimals, never NaN), ``bool``, or ``timestamp[s]`` with both ends
            of a span inclusive. Lists have the type of their column, and are null if empty.
    """

    field: Field
    cells: pa.Array

    def flat(self) -> pa.Array:
        """Return the values for a format without nesting.

        Records become JSON. A list of texts is joined by :data:`SEPARATOR`, or is JSON if it could
        not be split again. NUL characters, which end a text in flat formats, become U+FFFD.
        """
        if self.field.kind not in ("text", "texts", "records"):
            return self.cells
        texts = self.cells
        if self.field.kind != "text":
            texts = _flat_lists(texts, self.field.name)
        return plain_texts(texts)


def plain_texts(texts: Texts) -> Texts:
    """Return texts with U+FFFD for NUL characters, which end a text in flat formats."""
    return texts if text_bytes(texts).all() else pc.replace_substring(texts, "\0", "\ufffd")


#: Separates the items of a list in its flat form.
SEPARATOR: Final = "; "

#: A list with such an item could not be split again once it is joined.
_NOT_JOINED: Final = r"[;|,]|^[\s\[{]|\s$|^$"


def _flat_lists(lists: pa.ListArray, name: str) -> Texts:
    if lists.null_count == len(lists):
        return pa.nulls(len(lists), TEXT)
    written = pc.if_else(lists.is_valid(), json_texts(lists, name), pa.scalar(None, TEXT))
    if lists.type.value_type != TEXT:
        return written
    joined = pc.binary_join(lists, pa.scalar(SEPARATOR, TEXT))
    is_bad = pc.match_substring_regex(lists.flatten(), _NOT_JOINED)
    rows = np.zeros(len(lists), bool)
    rows[pc.list_parent_indices(lists).filter(is_bad).to_numpy()] = True
    return pc.if_else(pa.array(rows), written, joined)


#: Names of columns that exports add to those of the event table.
_ADDED: Final = (*MIRRORS, FINGERPRINT)


def select_fields(events: pd.DataFrame) -> list[Field]:
    """Return the fields to export: schema columns in their order, mirrors, then unknown columns.

    A column in which no event has a value is left out, unless it is one of :data:`ALWAYS`. The
    geometry and internal columns are never included.

    Args:
        events: Any of the columns in ``schema.COLUMNS``, and any others.
    """
    known = {column.name for column in COLUMNS}
    fields = [
        Field(column.name, "text" if column.dtype == "category" else column.dtype)
        for column in COLUMNS
        if column.name in events and column.dtype != "geometry" and not column.is_internal
    ]
    unknown = [name for name in events.columns if name not in known and name != FINGERPRINT]
    free = unique_names(
        [f"given_{name}" if name in _ADDED else str(name) for name in unknown], taken=_ADDED
    )
    fields += [
        Field(name, _kind(events[column]), "" if name == column else column)
        for name, column in zip(free, unknown, strict=True)
    ]
    valued = {field.name for field in fields if _has_value(field, events)}
    kept = [field for field in fields if field.name in ALWAYS or field.name in valued]
    mirrors = [
        Field(name, mirror.dtype) for name, mirror in MIRRORS.items() if mirror.column in valued
    ]
    if "geocode_method" in events:
        kept.insert(sum(field.name in known for field in kept), Field(FINGERPRINT, "text"))
    at = sum(field.name in known and not field.name.startswith("origin_") for field in kept)
    return [*kept[:at], *mirrors, *kept[at:]]


def _kind(column: pd.Series[Any]) -> Kind:
    """Return the type of a column that is not in the schema."""
    if pd.api.types.is_bool_dtype(column.dtype):
        return "boolean"
    if pd.api.types.is_integer_dtype(column.dtype):
        return "integer"
    if pd.api.types.is_float_dtype(column.dtype):
        return "number"
    return date_kind(column_texts(column)) or "text" if column.dtype == "str" else "text"


def _has_value(field: Field, events: pd.DataFrame) -> bool:
    column = field.values(events)
    if field.kind in ("texts", "records"):
        return bool(has_items(as_lists(column)).any())
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
    lists = {MIRRORS[f.name].column if f.name in MIRRORS else f.name for f in fields}
    known: dict[str, pa.Array] = {
        name: _lists(events[name]) for name in LIST_TYPES if name in lists
    }
    known |= {
        name: _mirror(mirror, known[mirror.column])
        for name, mirror in MIRRORS.items()
        if mirror.column in known
    }
    if any(field.name == FINGERPRINT for field in fields):
        known[FINGERPRINT] = _fingerprints(events, shapes)
    return [
        ExportColumn(field, known[field.name] if field.name in known else _read(field, events))
        for field in fields
    ]


def _mirror(mirror: Mirror, lists: pa.ListArray) -> pa.Array:
    """Return the flat copy of a column of records; null for rows without records."""
    if mirror.field:
        return first_values(lists, mirror.field)
    if mirror.dtype == "integer":
        counts = item_counts(lists)
        return pa.array(counts, mask=counts == 0)
    texts = _flat_lists(lists, mirror.column)
    return map_distinct(texts, lambda text: format_figures(orjson.loads(text)))


def _fingerprints(events: pd.DataFrame, shapes: GeometryColumn) -> Texts:
    lon, lat = (events[name].to_numpy(float, na_value=np.nan) for name in ("lon", "lat"))
    hashes = hash_places(events["where"], lon, lat, shapes=shapes.geometries())
    return format_fingerprints(hashes)


def _read(field: Field, events: pd.DataFrame) -> pa.Array:
    column = field.values(events)
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


def _lists(column: pd.Series[Any]) -> pa.ListArray:
    """Return lists, empty ones as null."""
    lists = as_lists(column)
    is_empty = pa.array(~has_items(lists))
    if not is_empty.true_count:
        return lists
    ends = pa.array(np.cumsum([0, *item_counts(lists)]).astype(np.int32))
    return pa.ListArray.from_arrays(ends, lists.flatten(), type=lists.type, mask=is_empty)


# --- figures ----------------------------------------------------------------------------------


def format_figures(figures: Sequence[Mapping[str, Any]]) -> str:
    """Return figures as one line: "soldiers: 3000 (2500–3500) persons; killed: not given"."""
    return SEPARATOR.join(_format_figure(figure) for figure in figures)


def _format_figure(figure: Mapping[str, Any]) -> str:
    value, low, high = (figure.get(key) for key in ("value", "low", "high"))
    bounds = ""
    if low is not None and high is not None:
        bounds = f"{_number(low)}–{_number(high)}"
    elif low is not None or high is not None:
        bounds = f"at least {_number(low)}" if low is not None else f"at most {_number(high)}"
    said = "not given" if value is None else _number(value)
    if bounds:
        said = bounds if value is None else f"{said} ({bounds})"
    unit = figure.get("unit")
    return f"{figure.get('label') or 'figure'}: {said}" + (f" {unit}" if unit else "")


def _number(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
