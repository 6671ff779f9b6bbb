"""Columns of records, built batch by batch, so that only one batch is ever Python objects.

Texts and decimal numbers are stored in arrays; other values stay as they are.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa

from dateline.arrow import to_arrow, to_texts
from dateline.limits import LimitSettings
from dateline.text_lists import LISTS, is_text_list, python_lists, text_lists

_TEXT: Final = pa.large_string()
_TEXT_TYPES: Final = frozenset({str, type(None)})
_LIST_TYPES: Final = frozenset({list, type(None)})
_NUMBER_TYPES: Final = frozenset({int, float, type(None)})
_PLAIN_TYPES: Final = _NUMBER_TYPES | {bool, str}

#: Whole numbers up to this are the same as floats.
MAX_EXACT: Final = 2**53

#: Records are sparse if there are more than this many cells for each value.
_MOST_BLANK: Final = 4

#: Values of one key in consecutive records: texts, lists of texts, numbers (NaN is missing), or any
#: others.
ColumnPart: TypeAlias = pa.LargeStringArray | pa.LargeListArray | np.ndarray | list[Any]


class RecordColumns:
    """The columns of records by key, in order of first occurrence."""

    def __init__(self) -> None:
        """Begin without any record."""
        self.count = 0
        self._parts: dict[Any, list[tuple[int, ColumnPart]]] = {}

    def add(self, records: Sequence[Mapping[Any, Any]], limits: LimitSettings) -> None:
        """Append records.

        Raises:
            LimitExceededError: There are too many keys or cells.
        """
        keys = dict.fromkeys(chain.from_iterable(_shapes(records)))
        self._check(keys, len(records), limits)
        columns = columns_of(records)
        if columns is None:
            columns = {key: [record.get(key) for record in records] for key in keys}
        self.add_columns(columns, len(records), limits)

    def add_columns(
        self, columns: Mapping[Any, Sequence[Any]], count: int, limits: LimitSettings
    ) -> None:
        """Append ``count`` records of which the values of each key are given.

        Raises:
            LimitExceededError: There are too many keys or cells.
        """
        self.add_parts({key: _part(values) for key, values in columns.items()}, count, limits)

    def add_parts(self, parts: Mapping[Any, ColumnPart], count: int, limits: LimitSettings) -> None:
        """Append ``count`` records as :meth:`add_columns` does.

        Raises:
            LimitExceededError: There are too many keys or cells.
        """
        self._check(parts, count, limits)
        for key, part in parts.items():
            self._parts.setdefault(key, []).append((self.count, part))
        self.count += count

    def _check(self, keys: Iterable[Any], count: int, limits: LimitSettings) -> None:
        width = len(self._parts.keys() | set(keys))
        limits.check_columns(width)
        limits.check_cells(self.count + count, width)

    def finish(self) -> dict[Any, pd.Series[Any]]:
        """Return the columns; a record without the key has a missing value there."""
        columns = {}
        for key in list(self._parts):
            columns[key] = self._join(self._parts.pop(key))
        return columns

    def _join(self, parts: list[tuple[int, ColumnPart]]) -> pd.Series[Any]:
        whole: list[ColumnPart] = []
        at = 0
        for start, part in [*parts, (self.count, [])]:
            if start > at:
                whole.append(pa.nulls(start - at, _TEXT))
            whole.append(part)
            at = start + len(part)
        whole = [part for part in whole if len(part)]
        if all(isinstance(part, pa.StringArray | pa.LargeStringArray) for part in whole):
            return to_texts(pa.chunked_array(whole, _TEXT).combine_chunks())
        if all(isinstance(part, np.ndarray) or _is_empty(part) for part in whole):
            return pd.Series(np.concatenate([_numbers(part) for part in whole]))
        if all(_is_listed(part) or _is_empty(part) for part in whole):
            return text_lists(pa.chunked_array(map(_listed, whole), LISTS))
        values = np.full(self.count, None, dtype=object)
        at = 0
        for part in whole:
            values[at : at + len(part)] = _objects(part)
            at += len(part)
        return pd.Series(values, dtype=object)


def columns_of(records: Sequence[Mapping[Any, Any]]) -> dict[Any, Sequence[Any]] | None:
    """Return the values of each key, in order of first occurrence; missing ones are None.

    None means that most records have only few of the keys, so that most values would be missing.
    """
    shapes = _shapes(records)
    blank = dict.fromkeys(chain.from_iterable(shapes))
    if len(shapes) > 1:
        if len(blank) * len(records) > _MOST_BLANK * sum(map(len, records)):
            return None
        records = [{**blank, **record} for record in records]
    return dict(zip(blank, zip(*(record.values() for record in records), strict=True), strict=True))


def _shapes(records: Iterable[Mapping[Any, Any]]) -> dict[tuple[Any, ...], None]:
    """Return the distinct lists of keys that records have, in order of first occurrence."""
    return dict.fromkeys(map(tuple, records))


def _part(values: Sequence[Any]) -> ColumnPart:
    kinds = set(map(type, values))
    if kinds <= _TEXT_TYPES:
        return pa.array(values, _TEXT)
    if all(issubclass(kind, (str, type(None))) for kind in kinds):
        return to_arrow(pd.Series(values, dtype="str"))
    if str in kinds and kinds <= _PLAIN_TYPES and is_blank(values):
        # An empty text beside numbers or truth values is a missing one.
        kinds = kinds - {str} | {type(None)}
        values = [None if value == "" else value for value in values]
    whole = [value for value in values if type(value) is int] if int in kinds else []
    if float in kinds and kinds <= _NUMBER_TYPES and all(abs(v) <= MAX_EXACT for v in whole):
        return np.array(values, dtype=np.float64)
    if list in kinds and kinds <= _LIST_TYPES:
        inner = set(map(type, chain.from_iterable(value for value in values if value)))
        if inner and inner <= _TEXT_TYPES:
            with contextlib.suppress(UnicodeEncodeError):  # a lone surrogate
                return pa.array(values, LISTS)
    return list(values)


def is_blank(values: Sequence[Any]) -> bool:
    """Return whether all texts among values are empty."""
    return not any(value for value in values if type(value) is str)


def _is_empty(part: ColumnPart) -> bool:
    return isinstance(part, pa.Array) and part.null_count == len(part)


def _is_listed(part: ColumnPart) -> bool:
    return isinstance(part, pa.Array) and is_text_list(part.type)


def _listed(part: ColumnPart) -> pa.LargeListArray:
    if isinstance(part, pa.Array) and is_text_list(part.type):
        return part.cast(LISTS)
    return pa.nulls(len(part), LISTS)


def _numbers(part: ColumnPart) -> np.ndarray:
    return part if isinstance(part, np.ndarray) else np.full(len(part), np.nan)


def _objects(part: ColumnPart) -> np.ndarray:
    """Return values of any kind as an array of objects; missing ones are None."""
    values = np.empty(len(part), dtype=object)
    if isinstance(part, np.ndarray):
        values[:] = part
        values[np.isnan(part)] = None
    else:
        listed = python_lists(part) if _is_listed(part) else None
        values[:] = listed or (part.to_pylist() if isinstance(part, pa.Array) else part)
    return values
