"""Text columns to Arrow and back without a copy, so that a million texts are no Python objects.

Columns of lists are in ``nested``.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa


def to_arrow(texts: pd.Series[Any]) -> pa.LargeStringArray:
    """Return a column of texts as Arrow holds it; missing is null.

    Args:
        texts: Of dtype ``str``, or of Python values, which become their texts; in those a half of a
            surrogate pair becomes U+FFFD.
    """
    if texts.dtype == "str":
        array = pa.array(texts.array, pa.large_string(), from_pandas=True)
    else:
        missing = texts.isna()
        whole = [None if m else mend(str(t)) for t, m in zip(texts, missing, strict=True)]
        array = pa.array(whole, pa.large_string())
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def to_texts(array: pa.Array | pa.ChunkedArray, index: pd.Index[Any] | None = None) -> pd.Series:
    """Return Arrow texts as a column of dtype ``str``; null is missing.

    Args:
        array: Of a string type.
        index: Of the column; a ``RangeIndex`` when left out.
    """
    return pd.Series(pd.array(array, dtype="str"), index=index)


def spread(values: Any, codes: np.ndarray, index: pd.Index[Any] | None = None) -> pd.Series:
    """Return the text that each code stands for; -1 is missing.

    Args:
        values: The distinct texts; missing ones may be among them.
        codes: Number in ``values`` of each row.
        index: Of the column; a ``RangeIndex`` when left out.
    """
    return to_texts(take_texts(values, codes), index)


def take_texts(values: Any, codes: np.ndarray) -> pa.LargeStringArray:
    """Return the text that each code stands for, as Arrow holds it; -1 is null.

    Args:
        values: The distinct texts; missing ones may be among them.
        codes: Number in ``values`` of each row.
    """
    distinct = pa.array(values, pa.large_string(), from_pandas=True)
    return distinct.take(pa.array(codes, pa.int64(), mask=codes < 0))


def no_texts(index: pd.Index[Any]) -> pd.Series:
    """Return a column of texts in which each is missing."""
    return to_texts(pa.nulls(len(index), pa.large_string()), index)


def release_memory() -> None:
    """Give the memory of columns that are gone back to the system, which Arrow would keep."""
    pa.default_memory_pool().release_unused()


def mend(text: str) -> str:
    """Return a text in which lone surrogates, which no encoding can hold, are U+FFFD."""
    if text.isascii():
        return text
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
