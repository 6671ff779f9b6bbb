"""Text columns in Arrow memory: join, replace and escape them without a Python string per row.

The page and the export formats decide what the texts mean.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeAlias

import numpy as np
import orjson
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from dateline.arrow import take_texts, text_bytes, to_arrow

#: With 64-bit offsets, so that no block of texts is too large.
TEXT: Final = pa.large_string()

_QUOTE: Final = ord('"')
_BACKSLASH: Final = ord("\\")
_SPACE: Final = ord(" ")
#: Characters that must be escaped in a JSON text.
_ESCAPED: Final = r'["\\\x00-\x1f]'

#: One text per row; missing texts are null.
Texts: TypeAlias = pa.LargeStringArray
#: A part of the rows of a file: the same text in every row, or a column.
Piece: TypeAlias = str | Texts


def column_texts(column: pd.Series[Any]) -> Texts:
    """Return a column of texts or categories as Arrow texts."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return take_texts(column.cat.categories.map(str).tolist(), column.cat.codes.to_numpy())
    return to_arrow(column)


def one_chunk(array: pa.Array | pa.ChunkedArray) -> pa.Array:
    """Return the values as one contiguous array."""
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def map_distinct(texts: Texts, change: Callable[[str], str]) -> Texts:
    """Return the texts with ``change`` applied once per distinct text; null stays null."""
    encoded = texts.dictionary_encode()
    changed = [change(text) for text in encoded.dictionary.to_pylist()]
    return pa.array(changed, TEXT).take(encoded.indices)


def exchange(texts: Texts, rows: NDArray[np.bool_], others: Texts) -> Texts:
    """Return the texts with ``others``, in order, in place of the rows that are true."""
    return pc.replace_with_mask(texts, pa.array(rows), others) if len(others) else texts


def change_where(texts: Texts, rows: pa.BooleanArray, change: Callable[[Texts], Texts]) -> Texts:
    """Return the texts with ``change`` applied to the rows that are true and not null."""
    mask = rows.fill_null(False)
    if not mask.true_count:
        return texts
    return pc.replace_with_mask(texts, mask, change(texts.filter(mask)))


def text_ends(texts: Texts) -> NDArray[np.int64]:
    """Return 0 and then the end offset of each text in :func:`text_bytes`."""
    return _offsets(texts) - _offsets(texts)[0] if len(texts) else np.zeros(1, np.int64)


def _offsets(texts: Texts) -> NDArray[np.int64]:
    whole = np.frombuffer(texts.buffers()[1], np.int64)
    return whole[texts.offset : texts.offset + len(texts) + 1]


def join_pieces(pieces: Sequence[Piece]) -> Texts:
    """Return rows joined from pieces, at least one of them a column; a null makes the row null."""
    merged: list[Any] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    scalars = [pa.scalar(piece, TEXT) if isinstance(piece, str) else piece for piece in merged]
    return pc.binary_join_element_wise(*scalars, pa.scalar("", TEXT))


def escape_json(texts: Texts) -> Texts:
    """Return texts as they appear between the quotes of a JSON string; null stays null."""
    letters = text_bytes(texts)
    is_plain = letters.min(initial=_SPACE) == _SPACE
    if is_plain and not (letters == _QUOTE).any() and not (letters == _BACKSLASH).any():
        return texts
    return change_where(texts, pc.match_substring_regex(texts, _ESCAPED), _escape)


def _escape(texts: Texts) -> Texts:
    return pa.array([orjson.dumps(text).decode()[1:-1] for text in texts.to_pylist()], TEXT)


def are_escaped(letters: NDArray[np.uint8], quotes: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return which quotes of a JSON text have an odd number of backslashes before them.

    Args:
        letters: The bytes of the text in UTF-8.
        quotes: Offsets of the quotes in it.
    """
    slashes = np.flatnonzero(letters == _BACKSLASH)
    if not len(slashes):
        return np.zeros(len(quotes), dtype=bool)
    # The offset at which each run of backslashes begins.
    begins = slashes[np.diff(slashes, prepend=-2) != 1]
    last = slashes[np.searchsorted(slashes, quotes) - 1]
    begin = begins[np.searchsorted(begins, quotes) - 1]
    escaped: NDArray[np.bool_] = (last == quotes - 1) & ((quotes - begin) % 2 == 1)
    return escaped


def unique_names(
    names: Iterable[str], *, taken: Iterable[str] = (), any_case: bool = False
) -> list[str]:
    """Return names of columns, with underscores added to those that were there before.

    Args:
        names: The names, in the order in which they keep or lose them.
        taken: Names that no column may have.
        any_case: Whether names that differ only in upper and lower case count as the same.

    >>> unique_names(["a", "A", "a"]), unique_names(["a", "A"], any_case=True)
    (['a', 'A', 'a_'], ['a', 'A_'])
    """
    fold = str.casefold if any_case else str
    used = {fold(name) for name in taken}
    unique = []
    #: How many underscores were too few, so that many equal names take no longer than others.
    added: dict[str, int] = {}
    for name in names:
        count = added.get(fold(name), 0)
        while fold(name + "_" * count) in used:
            count += 1
        added[fold(name)] = count
        unique.append(name + "_" * count)
        used.add(fold(unique[-1]))
    return unique
