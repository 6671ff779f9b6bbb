"""Columns of lists: tuples of texts or mappings in Python, stored as JSON in one Arrow column.

A million events with three sources each would be four million Python objects. As JSON they are one
buffer, which the page and most exports use unchanged. ``schema`` defines what the lists mean.
"""

from __future__ import annotations

import builtins
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Self

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.extensions import ExtensionArray, ExtensionDtype, register_extension_dtype

from dateline.arrow import replace_surrogates

_EMPTY: Final = "[]"


@register_extension_dtype
class NestedDtype(ExtensionDtype):
    """The dtype of :class:`NestedArray`; a missing value is stored as the empty tuple."""

    name = "nested"
    type = tuple
    kind = "O"
    na_value = None

    @classmethod
    def construct_array_type(cls) -> builtins.type[NestedArray]:
        """Return the array that has this dtype."""
        return NestedArray


class NestedArray(ExtensionArray):
    """One tuple per row, of str or of dict with text keys; an empty tuple if there is nothing.

    Attributes:
        json: The rows as JSON arrays without white space, ``large_string``, never null.
    """

    def __init__(self, json: pa.Array | pa.ChunkedArray) -> None:
        """Wrap rows that are JSON arrays already; null becomes the empty array.

        Args:
            json: Of an Arrow string type. The content is not checked.
        """
        whole = json.combine_chunks() if isinstance(json, pa.ChunkedArray) else json
        texts = whole.cast(pa.large_string())
        # fill_null copies even if there are no nulls.
        self.json: pa.LargeStringArray = texts.fill_null(_EMPTY) if texts.null_count else texts

    @classmethod
    def from_values(cls, values: Iterable[Sequence[Any]]) -> Self:
        """Return the column of sequences of JSON values; a missing one becomes empty.

        A value that JSON cannot represent, such as a date, becomes text; a set is sorted.

        Raises:
            TypeError: A value is not a sequence, or is a text.
        """
        return cls(pa.array([_dump(value) for value in values], pa.large_string()))

    @classmethod
    def empty(cls, count: int) -> Self:
        """Return ``count`` rows of empty tuples."""
        return cls(pa.repeat(pa.scalar(_EMPTY, pa.large_string()), count))

    @classmethod
    def of(cls, column: pd.Series[Any]) -> NestedArray:
        """Return a column of lists as this array; a column of Python sequences is converted."""
        held = column.array
        return held if isinstance(held, NestedArray) else cls._from_sequence(column)

    def has_items(self) -> np.ndarray:
        """Return which rows have at least one item."""
        return np.asarray(pc.not_equal(self.json, _EMPTY).to_numpy(zero_copy_only=False))

    def replace(self, rows: np.ndarray, values: NestedArray) -> NestedArray:
        """Return the column with some rows replaced.

        Args:
            rows: Indices of the rows, each once.
            values: The new values, in the order of ``rows``.
        """
        place = np.arange(len(self))
        place[rows] = len(self) + np.arange(len(rows))
        return type(self)(pa.chunked_array([self.json, values.json]).take(pa.array(place)))

    # The interface of a pandas ExtensionArray.

    @property
    def dtype(self) -> NestedDtype:
        """The dtype of every such array."""
        return NestedDtype()

    @property
    def nbytes(self) -> int:
        """The size of the column in bytes."""
        return int(self.json.nbytes)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.json)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        """Yield the tuples in order; each one is parsed when it is reached."""
        for text in self.json.to_pylist():
            yield _load(text)

    def __getitem__(self, item: Any) -> Any:
        """Return the tuple of one row, or a column of several."""
        if isinstance(item, (int, np.integer)):
            return _load(self.json[int(item)].as_py())
        if isinstance(item, slice):
            first, end, step = item.indices(len(self))
            if step == 1:
                return type(self)(self.json[first : max(first, end)])
            return type(self)(self.json.take(pa.array(np.arange(len(self))[item])))
        chosen = pd.api.indexers.check_array_indexer(self, item)
        rows = np.flatnonzero(chosen) if chosen.dtype == bool else np.arange(len(self))[chosen]
        return type(self)(self.json.take(pa.array(rows)))

    def __setitem__(self, key: Any, value: Any) -> None:
        """Set one row to a sequence, or several rows to one tuple or to a list of tuples.

        Raises:
            TypeError: A value is neither a sequence nor missing.
            ValueError: The number of values differs from the number of rows.
        """
        rows = np.arange(len(self))[key]
        if np.ndim(rows) == 0 or isinstance(value, tuple) or _is_missing(value):
            value = [value] * np.size(rows)
        values = self.from_values(value)
        if len(values) != np.size(rows):
            raise ValueError(f"{len(values)} values for {np.size(rows)} rows")
        self.json = self.replace(np.atleast_1d(rows), values).json

    def __eq__(self, other: object) -> Any:
        """Return element-wise whether the tuples are equal."""
        if isinstance(other, (pd.Series, pd.Index, pd.DataFrame)):
            return NotImplemented
        if isinstance(other, NestedArray):
            return np.array([a == b for a, b in zip(self, other, strict=True)], dtype=bool)
        return np.array([value == other for value in self], dtype=bool)

    def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
        """Return the tuples in an object array."""
        values = np.empty(len(self), dtype=object)
        values[:] = list(self)
        return values

    def __arrow_array__(self, type: Any = None) -> pa.Array:  # noqa: A002 - Arrow's own name
        """Return the JSON, which is how an Arrow table of the events stores the column."""
        return self.json if type is None else self.json.cast(type)

    def isna(self) -> np.ndarray:
        """Return false for every row, because a missing value is the empty tuple."""
        return np.zeros(len(self), dtype=bool)

    def take(
        self, indices: Any, *, allow_fill: bool = False, fill_value: Any = None
    ) -> NestedArray:
        """Return the rows ``indices``; with ``allow_fill`` -1 is a row with an empty tuple."""
        rows = np.asarray(indices, dtype=np.int64)
        if not allow_fill:
            return type(self)(self.json.take(pa.array(np.where(rows < 0, rows + len(self), rows))))
        if (rows < -1).any():
            raise ValueError("indices: expected -1 or the number of a row")
        return type(self)(self.json.take(pa.array(rows, mask=rows < 0)))

    def copy(self) -> NestedArray:
        """Return the same rows; Arrow buffers are immutable, so they are shared."""
        return type(self)(self.json)

    def factorize(self, use_na_sentinel: bool = True) -> tuple[np.ndarray, NestedArray]:
        """Return the code of each row and the distinct rows, without parsing the JSON."""
        encoded = self.json.dictionary_encode()
        codes = encoded.indices.to_numpy(zero_copy_only=False).astype(np.intp)
        return codes, type(self)(encoded.dictionary)

    def _formatter(self, boxed: bool = False) -> Any:
        return repr

    @classmethod
    def _from_sequence(cls, scalars: Any, *, dtype: Any = None, copy: bool = False) -> Self:
        if isinstance(scalars, cls):
            return scalars
        return cls.from_values(scalars)

    @classmethod
    def _concat_same_type(cls, to_concat: Sequence[NestedArray]) -> Self:
        return cls(pa.chunked_array([array.json for array in to_concat], pa.large_string()))


def nested(values: Iterable[Sequence[Any]], index: pd.Index[Any] | None = None) -> pd.Series[Any]:
    """Return a column of lists.

    Args:
        values: One sequence per row.
        index: The index of the column; None means a ``RangeIndex``.
    """
    return pd.Series(NestedArray.from_values(values), index=index)


def _is_missing(value: Any) -> bool:
    return value is None or (pd.api.types.is_scalar(value) and bool(pd.isna(value)))


def _dump(value: Any) -> str:
    if _is_missing(value):
        return _EMPTY
    if isinstance(value, (str, bytes, Mapping)) or not isinstance(value, Iterable):
        raise TypeError(f"expected a list, got {value!r}")
    items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else list(value)
    try:
        return orjson.dumps(items, default=str, option=orjson.OPT_SERIALIZE_NUMPY).decode()
    except TypeError:
        return json.dumps(as_json(items), ensure_ascii=False, separators=(",", ":"), default=str)


def as_json(value: Any) -> Any:
    """Return a value that JSON can represent: no lone surrogates, null for NaN, keys as text.

    Args:
        value: Lists, mappings and their content; other values are returned unchanged.
    """
    if isinstance(value, str):
        return replace_surrogates(value)
    if isinstance(value, Mapping):
        return {replace_surrogates(str(key)): as_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [as_json(item) for item in value]
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    return int(value) if isinstance(value, np.integer) else value


def _load(text: str) -> tuple[Any, ...]:
    return () if text == _EMPTY else tuple(orjson.loads(text))
