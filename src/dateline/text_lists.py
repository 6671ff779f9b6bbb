"""Columns of lists of texts, such as links, as Arrow lists: no Python object for any of the texts.

Readers make them of files whose lists have only texts; the same values as Python lists mean the
same everywhere.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, Final

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

#: The type of such a column.
LISTS: Final = pa.large_list(pa.large_string())
_TEXT_TYPES: Final = (pa.string(), pa.large_string())


def is_text_list(kind: pa.DataType) -> bool:
    """Return whether values of an Arrow type are lists of texts."""
    is_list = pa.types.is_list(kind) or pa.types.is_large_list(kind)
    return is_list and kind.value_type in _TEXT_TYPES


def are_text_lists(column: pd.Series[Any]) -> bool:
    """Return whether a column has Arrow lists of texts."""
    dtype = column.dtype
    return isinstance(dtype, pd.ArrowDtype) and is_text_list(dtype.pyarrow_dtype)


def text_lists(lists: pa.Array | pa.ChunkedArray, index: pd.Index | None = None) -> pd.Series[Any]:
    """Return Arrow lists of texts as a column."""
    array = pd.arrays.ArrowExtensionArray(lists.cast(LISTS))
    return pd.Series(array, index=index, copy=False)


def arrow_lists(column: pd.Series[Any]) -> pa.LargeListArray:
    """Return the Arrow lists of such a column in one piece."""
    lists = pa.array(column.array, LISTS)
    return lists.combine_chunks() if isinstance(lists, pa.ChunkedArray) else lists


def list_sizes(lists: pa.LargeListArray) -> NDArray[np.int64]:
    """Return the number of texts in each list, 0 for a missing one."""
    sizes: NDArray[np.int64] = (
        lists.value_lengths().fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    )
    return sizes


def python_lists(lists: pa.LargeListArray) -> list[list[str | None] | None]:
    """Return Arrow lists as Python lists; a missing one is None."""
    items = lists.flatten().to_pylist()
    ends = [0, *np.cumsum(list_sizes(lists)).tolist()]
    is_given = lists.is_valid().to_pylist()
    pairs = zip(pairwise(ends), is_given, strict=True)
    return [items[start:end] if one else None for (start, end), one in pairs]


def as_objects(column: pd.Series[Any]) -> pd.Series[Any]:
    """Return a column with Python lists in place of Arrow lists of texts; others as they are."""
    if not are_text_lists(column):
        return column
    values = np.empty(len(column), dtype=object)
    values[:] = python_lists(arrow_lists(column))
    return pd.Series(values, index=column.index, dtype=object)
