"""Columns of records, built batch by batch, so that only one batch is ever Python objects.

Texts and decimal numbers are stored in arrays; other values stay as they are.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa

from dateline.arrow import to_arrow, to_texts
from dateline.limits import LimitSettings

_TEXT: Final = pa.large_string()
_TEXT_TYPES: Final = frozenset({str, type(None)})
_FLOAT_TYPES: Final = frozenset({float, type(None)})

#: Values of one key in consecutive records: texts, numbers (NaN is missing), or any others.
_Part: TypeAlias = pa.LargeStringArray | np.ndarray | list[Any]


class RecordColumns:
    """The columns of records by key, in order of first occurrence."""

    def __init__(self) -> None:
        """Begin without any record."""
        self.count = 0
        self._parts: dict[Any, list[tuple[int, _Part]]] = {}

    def add(self, records: Sequence[Mapping[Any, Any]], limits: LimitSettings) -> None:
        """Append records.

        Raises:
            LimitExceededError: There are too many keys or cells.
        """
        shapes = set(map(tuple, records))
        width = len(self._parts.keys() | set().union(*shapes))
        limits.check_columns(width)
        limits.check_cells(self.count + len(records), width)
        for key, values in _values(records, shapes).items():
            self._parts.setdefault(key, []).append((self.count, _part(values)))
        self.count += len(records)

    def finish(self) -> dict[Any, pd.Series[Any]]:
        """Return the columns; a record without the key has a missing value there."""
        columns = {}
        for key in list(self._parts):
            columns[key] = self._join(self._parts.pop(key))
        return columns

    def _join(self, parts: list[tuple[int, _Part]]) -> pd.Series[Any]:
        whole: list[_Part] = []
        at = 0
        for start, part in [*parts, (self.count, [])]:
            if start > at:
                whole.append(pa.nulls(start - at, _TEXT))
            whole.append(part)
            at = start + len(part)
        whole = [part for part in whole if len(part)]
        if all(isinstance(part, pa.Array) for part in whole):
            return to_texts(pa.chunked_array(whole, _TEXT).combine_chunks())
        if all(isinstance(part, np.ndarray) or _is_empty(part) for part in whole):
            return pd.Series(np.concatenate([_numbers(part) for part in whole]))
        values = np.full(self.count, None, dtype=object)
        at = 0
        for part in whole:
            values[at : at + len(part)] = _objects(part)
            at += len(part)
        return pd.Series(values, dtype=object)


def _values(
    records: Sequence[Mapping[Any, Any]], shapes: Collection[tuple[Any, ...]]
) -> dict[Any, Sequence[Any]]:
    """Return the values of each key, in order of first occurrence.

    Args:
        records: The records.
        shapes: The distinct lists of keys that they have.
    """
    if len(shapes) == 1:
        values = zip(*(record.values() for record in records), strict=True)
        return dict(zip(next(iter(shapes)), values, strict=True))
    keys = dict.fromkeys(key for record in records for key in record)
    return {key: [record.get(key) for record in records] for key in keys}


def _part(values: Sequence[Any]) -> _Part:
    kinds = set(map(type, values))
    if kinds <= _TEXT_TYPES:
        return pa.array(values, _TEXT)
    if kinds <= _FLOAT_TYPES:
        return np.array(values, dtype=np.float64)
    if all(issubclass(kind, (str, type(None))) for kind in kinds):
        return to_arrow(pd.Series(values, dtype="str"))
    return list(values)


def _is_empty(part: _Part) -> bool:
    return isinstance(part, pa.Array) and part.null_count == len(part)


def _numbers(part: _Part) -> np.ndarray:
    return part if isinstance(part, np.ndarray) else np.full(len(part), np.nan)


def _objects(part: _Part) -> np.ndarray:
    """Return values of any kind as an array of objects; missing ones are None."""
    values = np.empty(len(part), dtype=object)
    if isinstance(part, np.ndarray):
        values[:] = part
        values[np.isnan(part)] = None
    else:
        values[:] = part.to_pylist() if isinstance(part, pa.Array) else part
    return values
