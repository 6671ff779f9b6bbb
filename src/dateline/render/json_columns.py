"""Writes columns as JSON in blocks, without a Python object for each value.

The output is the same as orjson's. ``text.py`` decides which columns there are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, Final, TypeAlias

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dateline.arrow import to_arrow
from dateline.nested import NestedArray, as_json
from dateline.texts import TEXT, Texts, escape_json, join_pieces

#: A function that writes the values of rows as JSON arrays, one per block. Its arguments are the
#: row numbers (int64), and the start of each block among them plus the end of the last.
JsonColumn: TypeAlias = Callable[[pa.Int64Array, Sequence[int]], Sequence[bytes]]

_NULL: Final = "null"


def json_column(column: pd.Series[Any]) -> JsonColumn:
    """Return the function that writes the values of a column; missing ones become ``null``.

    Args:
        column: A column of any dtype; values that JSON can't represent become text.
    """
    if isinstance(column.array, NestedArray):
        return partial(_write_lists, column.array.json)
    if isinstance(column.dtype, pd.CategoricalDtype):
        words = [orjson.dumps(str(word)).decode() for word in column.cat.categories]
        held = pa.array([*words, _NULL], TEXT), column.cat.codes.to_numpy()
        return partial(_write_words, held)
    if pd.api.types.is_datetime64_any_dtype(column.dtype):
        column = column.astype("str")
    if column.dtype == "str":
        return partial(_write_texts, to_arrow(column))
    if column.dtype == "float64":
        return partial(_write_numbers, column.to_numpy())
    if column.dtype == "Int64":
        return partial(_write_integers, pa.array(column.array))
    values = column.astype(object).to_numpy(copy=True)
    values[column.isna().to_numpy()] = None
    return partial(_write_objects, values)


def _write_texts(texts: Texts, rows: pa.Int64Array, bounds: Sequence[int]) -> list[bytes]:
    escaped = escape_json(texts.take(rows))
    if escaped.null_count:
        return _join(join_pieces(['"', escaped, '"']).fill_null(_NULL), bounds)
    return [b'["' + block[1:-1] + b'"]' for block in _join(escaped, bounds, between='","')]


def _write_lists(json: Texts, rows: pa.Int64Array, bounds: Sequence[int]) -> list[bytes]:
    return _join(json.take(rows), bounds)


def _write_words(
    held: tuple[Texts, np.ndarray], rows: pa.Int64Array, bounds: Sequence[int]
) -> list[bytes]:
    words, codes = held
    chosen = codes[rows.to_numpy()].astype(np.int64)
    # A missing word has the code -1, which selects the last word, ``null``.
    return _join(words.take(pa.array(chosen % len(words))), bounds)


def _write_numbers(numbers: np.ndarray, rows: pa.Int64Array, bounds: Sequence[int]) -> list[bytes]:
    chosen = numbers[rows.to_numpy()]
    return [_dump(chosen[first:end]) for first, end in pairwise(bounds)]


def _write_integers(integers: pa.Array, rows: pa.Int64Array, bounds: Sequence[int]) -> list[bytes]:
    return _join(integers.take(rows).cast(TEXT).fill_null(_NULL), bounds)


def _write_objects(values: np.ndarray, rows: pa.Int64Array, bounds: Sequence[int]) -> list[bytes]:
    chosen = values[rows.to_numpy()].tolist()
    return [_dump(chosen[first:end]) for first, end in pairwise(bounds)]


def _join(items: Texts, bounds: Sequence[int], *, between: str = ",") -> list[bytes]:
    """Return JSON values, none of them null, as one JSON array per block."""
    lists = pa.LargeListArray.from_arrays(pa.array(bounds, pa.int64()), items)
    joined = pc.binary_join(lists, pa.scalar(between, TEXT)).cast(pa.large_binary())
    return [b"[" + block + b"]" for block in joined.to_pylist()]


def _dump(values: Any) -> bytes:
    try:
        return orjson.dumps(values, default=str, option=orjson.OPT_SERIALIZE_NUMPY)
    except TypeError:
        # Python values in a user's own column, such as a lone surrogate or a 70-bit integer.
        text = json.dumps(as_json(values), ensure_ascii=False, separators=(",", ":"), default=str)
        return text.encode()
