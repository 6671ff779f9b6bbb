"""A dataset: the events and what belongs to them, as tables with one row per item.

In the table of events, a list is an Arrow column: texts, or records whose fields ``schema`` lists.
A record's fields of other names are in its field ``other``. A row without items is an empty list.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dateline import schema
from dateline.arrow import GrowingTexts, replace_surrogates
from dateline.errors import InputError
from dateline.notebook import html_events
from dateline.one_line import counted

TEXT: Final = pa.large_string()

#: The field of a record with the fields that the schema does not list.
OTHER: Final = "other"

#: The tables of a dataset beside its events, and what one row of each is.
_ONE: Final = {"sources": "source", "figures": "figure", "media": "media item"}
OTHER_TYPE: Final = pa.map_(TEXT, TEXT)


def _list_type(column: schema.Column) -> pa.ListType:
    if column.dtype == "texts":
        return pa.list_(TEXT)
    fields = [(n, pa.float64() if n in column.numbers else TEXT) for n in column.fields]
    others = [(OTHER, OTHER_TYPE)] if column.origin == "given" else []
    return pa.list_(pa.struct([*fields, *others]))


#: The Arrow type of each column of lists.
LIST_TYPES: Final[dict[str, pa.ListType]] = {
    column.name: _list_type(column)
    for column in schema.COLUMNS
    if column.dtype in ("texts", "records") and not column.is_internal
}


def list_column(values: pa.Array, index: pd.Index[Any] | None = None) -> pd.Series[Any]:
    """Return Arrow lists as a column."""
    return pd.Series(pd.arrays.ArrowExtensionArray(values), index=index, copy=False)


def no_lists(name: str, count: int) -> pa.ListArray:
    """Return ``count`` empty lists for a column."""
    ends = pa.array(np.zeros(count + 1, np.int32))
    kind = LIST_TYPES[name]
    return pa.ListArray.from_arrays(ends, pa.nulls(0, kind.value_type), type=kind)


def as_lists(column: pd.Series[Any]) -> pa.ListArray:
    """Return a column of lists as one Arrow array without nulls; Python sequences are converted.

    Args:
        column: Its name is that of a column of lists in the schema.

    Raises:
        TypeError: A value is neither a sequence nor missing.
    """
    kind = LIST_TYPES[str(column.name)]
    if not isinstance(column.dtype, pd.ArrowDtype) or column.dtype.pyarrow_dtype != kind:
        return make_lists(str(column.name), column.astype(object))
    held = pa.array(column.array)
    whole = held.combine_chunks() if isinstance(held, pa.ChunkedArray) else held
    return whole.fill_null(pa.scalar([], kind)) if whole.null_count else whole


def make_lists(name: str, values: Iterable[Any]) -> pa.ListArray:
    """Return Python sequences of texts or mappings as Arrow lists; a missing one becomes empty.

    Values of other types become text; a field that is no number where one is expected is missing.

    Raises:
        TypeError: A value is neither a sequence nor missing.
    """
    rows = [_items(value) for value in values]
    items = [item for row in rows for item in row]
    builder = ListBuilder(name)
    if pa.types.is_struct(LIST_TYPES[name].value_type):
        fields = record_columns(name, items)
    else:
        fields = {"": pa.array([as_text(item) or "" for item in items], TEXT)}
    builder.add(np.array([len(row) for row in rows], np.int64), fields)
    return builder.finish()


def _items(value: Any) -> Sequence[Any]:
    if value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value))):
        return ()
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        raise TypeError(f"expected a list, got {value!r}")
    return sorted(value, key=str) if isinstance(value, (set, frozenset)) else list(value)


def record_columns(name: str, items: Sequence[Mapping[str, Any]]) -> dict[str, pa.Array]:
    """Return the fields of records that have a value, as Arrow columns.

    Raises:
        TypeError: An item is not a mapping.
    """
    column = schema.BY_NAME[name]
    if wrong := [item for item in items if not isinstance(item, Mapping)]:
        raise TypeError(f"expected a mapping, got {wrong[0]!r}")
    found: dict[str, pa.Array] = {}
    for field in column.fields:
        values = [item.get(field) for item in items]
        if field in column.numbers:
            found[field] = pa.array([_number(value) for value in values], pa.float64())
        else:
            found[field] = pa.array([as_text(value) for value in values], TEXT)
    if column.origin == "given":
        others = [_others(item, column.fields) or None for item in items]
        found[OTHER] = pa.array(others, OTHER_TYPE)
    return {field: values for field, values in found.items() if values.null_count < len(values)}


def _others(item: Mapping[str, Any], known: Sequence[str]) -> list[tuple[str, str]]:
    texts = (
        (replace_surrogates(str(key)), as_text(value))
        for key, value in spread_others(item).items()
        if key not in known
    )
    return [(key, text) for key, text in texts if text is not None]


def spread_others(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a record with what its field ``other`` holds, a mapping or pairs, as own fields.

    This is what Arrow and Parquet have. A file may have another field of this name, which stays.
    """
    inner: Any = item.get(OTHER)
    is_pairs = isinstance(inner, (list, tuple)) and all(map(_is_pair, inner))
    if not is_pairs and not isinstance(inner, Mapping):
        return item
    return {**{key: value for key, value in item.items() if key != OTHER}, **dict(inner)}


def _is_pair(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and len(value) == 2 and isinstance(value[0], str)  # noqa: PLR2004 - a key and its value


def as_text(value: Any) -> str | None:
    """Return a value as text: lists and mappings as JSON, a missing one as None."""
    if isinstance(value, str):
        return replace_surrogates(value)
    if isinstance(value, (list, tuple, dict)):
        return orjson.dumps(value, default=str, option=orjson.OPT_NON_STR_KEYS).decode()
    return None if value is None or pd.isna(value) else str(value)


def _number(value: Any) -> float | None:
    if value is None or isinstance(value, (str, list, dict)):
        return None
    return float(value) if np.isfinite(value) else None


class ListBuilder:
    """Makes one Arrow array of the lists of a column from parts, without holding them twice.

    Args:
        name: The column.
        rows: The expected number of rows.
    """

    def __init__(self, name: str, rows: int = 0) -> None:
        """Create an empty column."""
        self._type = LIST_TYPES[name]
        self._expected = rows
        self._rows = self._items = 0
        self._counts: list[np.ndarray] = []
        self._fields: dict[str, GrowingTexts | _GrowingParts] = {}

    def add(self, counts: np.ndarray, fields: Mapping[str, pa.Array]) -> None:
        """Append rows.

        Args:
            counts: The number of items in each row.
            fields: The values of the items by field, in order; missing fields are null. For lists
                of texts, the name of the only field is empty.
        """
        self._counts.append(counts)
        self._rows += len(counts)
        items = int(counts.sum())
        share = min(self._rows / self._expected, 1) if self._expected else 1
        for name, part in fields.items():
            if name not in self._fields:
                is_text = part.type == TEXT
                self._fields[name] = GrowingTexts() if is_text else _GrowingParts(part.type)
                self._fields[name].add(pa.nulls(self._items, part.type), share=share)
        for name, field in self._fields.items():
            field.add(fields[name] if name in fields else field.nulls(items), share=share)
        self._items += items

    def finish(self) -> pa.ListArray:
        """Return the column; nothing can be added afterwards."""
        counts = np.concatenate([np.zeros(1, np.int64), *self._counts])
        ends = pa.array(np.cumsum(counts).astype(np.int32))
        inner = self._type.value_type
        made = {name: self._fields.pop(name).finish() for name in [*self._fields]}
        if not pa.types.is_struct(inner):
            values = made.get("", pa.nulls(0, TEXT))
            return pa.ListArray.from_arrays(ends, values, type=self._type)
        # Fields without any value share one array.
        none = {kind: pa.nulls(self._items, kind) for kind in {field.type for field in inner}}
        fields = [made.get(field.name, none[field.type]) for field in inner]
        records = pa.StructArray.from_arrays(fields, fields=[*inner])
        return pa.ListArray.from_arrays(ends, records, type=self._type)


class _GrowingParts:
    """A column of numbers or mappings that grows part by part."""

    def __init__(self, kind: pa.DataType) -> None:
        self._type = kind
        self._parts: list[pa.Array] = []

    def add(self, part: pa.Array, *, share: float) -> None:
        del share  # the parts are small
        self._parts.append(part)

    def nulls(self, count: int) -> pa.Array:
        return pa.nulls(count, self._type)

    def finish(self) -> pa.Array:
        return pa.concat_arrays(self._parts)


def item_counts(lists: pa.ListArray) -> NDArray[np.int64]:
    """Return the number of items in each row."""
    ends: NDArray[np.int64] = lists.offsets.to_numpy()[: len(lists) + 1].astype(np.int64)
    return np.diff(ends)


def has_items(lists: pa.ListArray) -> NDArray[np.bool_]:
    """Return which rows have an item."""
    counts = item_counts(lists)
    has_item: NDArray[np.bool_] = counts > 0
    return has_item


def record_field(lists: pa.ListArray, name: str) -> pa.Array:
    """Return a field of all records, row after row."""
    return pc.struct_field(lists.flatten(), name)


def with_items(lists: pa.ListArray, items: pa.Array) -> pa.LargeListArray:
    """Return lists of the same lengths with other items."""
    begins = lists.offsets.to_numpy().astype(np.int64) if len(lists) else np.zeros(1, np.int64)
    return pa.LargeListArray.from_arrays(pa.array(begins - begins[0]), items)


def first_record(lists: pa.ListArray, name: str) -> pa.Array:
    """Return a field of the first record of each row; null if missing."""
    begins = lists.offsets.to_numpy()[: len(lists)]
    values = record_field(lists, name)
    place = pa.array(begins - begins[:1].sum(), mask=~has_items(lists))
    return values.take(place)


def first_values(lists: pa.ListArray, name: str) -> pa.Array:
    """Return for each row the first value of a field that is not missing, or null."""
    values = record_field(lists, name)
    begins = with_items(lists, values).offsets.to_numpy()
    given = np.append(np.flatnonzero(values.is_valid().to_numpy(zero_copy_only=False)), len(values))
    place = given[np.searchsorted(given, begins[:-1])]
    return values.take(pa.array(place, mask=place >= begins[1:]))


def to_python(column: pd.Series[Any]) -> list[tuple[Any, ...]]:
    """Return a column of lists as tuples of texts, or of dicts without missing fields."""
    rows = as_lists(column).to_pylist()
    if column.name is not None and schema.BY_NAME[str(column.name)].dtype == "texts":
        return [tuple(row) for row in rows]
    return [tuple(_given(record) for record in row) for row in rows]


def _given(record: Mapping[str, Any]) -> dict[str, Any]:
    given = {key: v for key, v in record.items() if v is not None and key != OTHER}
    return {**given, **dict(record.get(OTHER) or ())}


@dataclass(frozen=True)
class Dataset:
    """The events, and tables of what belongs to them, each with ``event_id`` in front.

    Attributes:
        events: One row per event, with every column.
    """

    events: pd.DataFrame

    def _repr_html_(self) -> str:
        names = [name for name in _ONE if isinstance(self.events.dtypes.get(name), pd.ArrowDtype)]
        counts = (
            counted(item_counts(as_lists(self.events[name])).sum(), _ONE[name]) for name in names
        )
        said = ", ".join((counted(len(self.events), "event"), *counts))
        return f"<p>{said}</p>{html_events(self.events)}"

    @cached_property
    def sources(self) -> pd.DataFrame:
        """The sources: one row per source, in the order of the events."""
        return self.table("sources")

    @cached_property
    def figures(self) -> pd.DataFrame:
        """The figures: one row per figure."""
        return self.table("figures")

    @cached_property
    def media(self) -> pd.DataFrame:
        """The media: one row per picture or video."""
        return self.table("media")

    def table(self, name: str) -> pd.DataFrame:
        """Return the items of a column of lists, one row per item.

        Fields that the schema does not list follow as columns of their own. If the events have no
        such column, the table is empty.

        Raises:
            InputError: There is no such table, or the events are not as ``read`` returns them.
        """
        lists = self._lists(name)
        row = np.repeat(np.arange(len(lists)), item_counts(lists))
        ids = self.events["event_id"].iloc[row].reset_index(drop=True)
        items = lists.flatten()
        if not pa.types.is_struct(items.type):
            return pd.DataFrame({"event_id": ids, name: _plain(items)})
        columns = {f.name: pc.struct_field(items, f.name) for f in items.type}
        others = columns.pop(OTHER, pa.nulls(0, OTHER_TYPE))
        fields = {field: _plain(values) for field, values in columns.items()}
        return pd.DataFrame({"event_id": ids, **fields, **_other_columns(others, {*fields})})

    def _lists(self, name: str) -> pa.ListArray:
        if name not in LIST_TYPES:
            raise InputError(
                f'there is no table "{name}"', hint=f"use one of {', '.join(LIST_TYPES)}"
            )
        hint = "use dateline.from_frame(frame).table as the events"
        if "event_id" not in self.events.columns:
            raise InputError('the events have no column "event_id"', hint=hint)
        if name not in self.events.columns:
            return no_lists(name, len(self.events))
        try:
            return as_lists(self.events[name])
        except TypeError as error:
            raise InputError(f'the column "{name}" has no lists: {error}', hint=hint) from error


def _plain(values: pa.Array) -> pd.Series[Any]:
    if values.type == TEXT:
        return pd.Series(pd.array(values, dtype="str"))
    return pd.Series(values.to_numpy(zero_copy_only=False))


def _other_columns(others: pa.MapArray, taken: set[str]) -> dict[str, pd.Series[Any]]:
    if others.null_count == len(others):
        return {}
    rows: list[dict[str, str]] = [dict(pairs or ()) for pairs in others.to_pylist()]
    names = [name for name in dict.fromkeys(k for row in rows for k in row) if name not in taken]
    return {name: pd.Series([row.get(name) for row in rows], dtype="str") for name in names}
