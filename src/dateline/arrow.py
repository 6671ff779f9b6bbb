"""Text columns in Arrow memory, so that a million texts are not a million Python objects.

Converting to and from Arrow does not copy, several threads can process a column, and unused memory
can be returned to the system. Columns of lists are in ``dataset``.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa

#: Number of worker threads; with more, memory bandwidth would slow them down.
_THREADS: Final = 2

#: A growing column reserves this many times the space that its first parts suggest.
_MARGIN: Final = 1.05

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


def to_arrow(texts: pd.Series[Any]) -> pa.LargeStringArray:
    """Return a text column as an Arrow array; missing becomes null.

    Args:
        texts: Of dtype ``str``, or of Python values, which are converted to text; in those a lone
            surrogate becomes U+FFFD.
    """
    if texts.dtype == "str":
        array = pa.array(texts.array, pa.large_string(), from_pandas=True)
    else:
        missing = texts.isna()
        whole = [
            None if m else replace_surrogates(str(t)) for t, m in zip(texts, missing, strict=True)
        ]
        array = pa.array(whole, pa.large_string())
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def to_texts(array: pa.Array | pa.ChunkedArray, index: pd.Index[Any] | None = None) -> pd.Series:
    """Return Arrow texts as a column of dtype ``str``; null becomes missing.

    Args:
        array: Of a string type.
        index: The index of the column; None means a ``RangeIndex``.
    """
    return pd.Series(pd.array(array, dtype="str"), index=index)


def spread(values: Any, codes: np.ndarray, index: pd.Index[Any] | None = None) -> pd.Series:
    """Return the text of each code as a column; code -1 is missing.

    Args:
        values: The distinct texts; some may be missing.
        codes: Index into ``values`` of each row.
        index: The index of the column; None means a ``RangeIndex``.
    """
    return to_texts(take_texts(values, codes), index)


def take_texts(values: Any, codes: np.ndarray) -> pa.LargeStringArray:
    """Return the text of each code as an Arrow array; code -1 is null.

    Args:
        values: The distinct texts; some may be missing.
        codes: Index into ``values`` of each row.
    """
    distinct = pa.array(values, pa.large_string(), from_pandas=True)
    return distinct.take(pa.array(codes, pa.int64(), mask=codes < 0))


def map_texts(column: pd.Series[Any], convert: Callable[[str], str | None]) -> pd.Series:
    """Return ``convert`` of every text, called once for each distinct one; missing stays so."""
    codes, distinct = pd.factorize(column)
    return spread([convert(str(text)) for text in distinct], codes, column.index)


def release_memory() -> None:
    """Return the memory of deleted columns to the system, which would otherwise be kept for reuse.

    Arrow keeps the memory of its columns, and the C library of Linux that of NumPy arrays.
    """
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        # Not every C library has malloc_trim, and not every Python can load its own symbols.
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def map_ahead(
    work: Callable[[_Item], _Result], items: Iterable[_Item], *, threads: int = _THREADS
) -> Iterator[_Result]:
    """Yield the result of ``work`` for each item, in order, while threads work on the next items.

    Only a few items are taken and only a few results are held before they are requested.

    Args:
        work: A function that runs mostly in Arrow or NumPy, which release Python's lock.
        items: Its arguments.
        threads: Number of worker threads.
    """
    waiting: deque[Future[_Result]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for item in items:
            if len(waiting) > threads:
                yield waiting.popleft().result()
            waiting.append(pool.submit(work, item))
        while waiting:
            yield waiting.popleft().result()


def text_bytes(texts: pa.LargeStringArray) -> np.ndarray:
    """Return the concatenated bytes of all texts, without a copy."""
    _, ends, letters = texts.buffers()
    if letters is None or not len(texts):
        return np.zeros(0, dtype=np.uint8)
    at = np.frombuffer(ends, dtype=np.int64)
    return np.frombuffer(letters, np.uint8)[at[texts.offset] : at[texts.offset + len(texts)]]


class GrowingTexts:
    """A text column that grows part by part without keeping the parts.

    It reserves address space for the expected size; the system provides memory only when it is
    written to.

    Args:
        rows: The expected number of texts.
        most_bytes: The expected size of all texts in UTF-8.
    """

    def __init__(self, *, rows: int = 0, most_bytes: int = 0) -> None:
        """Create an empty column."""
        self._letters = _GrowingBuffer(most_bytes)
        self._ends = _GrowingBuffer((rows + 1) * 8)
        self._ends.add(np.zeros(1, dtype=np.int64), share=1)
        self._is_valid: list[np.ndarray] = []

    def add(self, part: pa.LargeStringArray, *, share: float = 1) -> None:
        """Append texts; ``share`` is the share of the column that is filled then, up to 1."""
        if not len(part):
            return
        at = np.frombuffer(part.buffers()[1], dtype=np.int64)[part.offset :][: len(part) + 1]
        self._ends.add(at[1:] + (self._letters.used - at[0]), share=share)
        self._letters.add(text_bytes(part), share=share)
        self._is_valid.append(part.is_valid().to_numpy(zero_copy_only=False))

    @staticmethod
    def nulls(count: int) -> pa.LargeStringArray:
        """Return texts that are all missing."""
        return pa.nulls(count, pa.large_string())

    def finish(self) -> pa.LargeStringArray:
        """Return the column; nothing can be added afterwards."""
        is_valid = np.concatenate([np.ones(0, dtype=bool), *self._is_valid])
        nulls = len(is_valid) - int(np.count_nonzero(is_valid))
        bits = pa.py_buffer(np.packbits(is_valid, bitorder="little")) if nulls else None
        ends, letters = self._ends.finish(), self._letters.finish()
        return pa.LargeStringArray.from_buffers(len(is_valid), ends, letters, bits, nulls)


class _GrowingBuffer:
    """A buffer of which the first ``used`` bytes are filled."""

    def __init__(self, size: int) -> None:
        self._buffer = pa.allocate_buffer(size, resizable=True)
        self.used = 0

    def add(self, values: np.ndarray, *, share: float) -> None:
        needed = self.used + values.nbytes
        if needed > self._buffer.size:
            self._buffer.resize(int(needed / share * _MARGIN) + 8, shrink_to_fit=False)
        np.frombuffer(self._buffer, dtype=np.uint8)[self.used : needed] = values.view(np.uint8)
        self.used = needed

    def finish(self) -> pa.Buffer:
        self._buffer.resize(self.used, shrink_to_fit=False)
        return self._buffer


def replace_surrogates(text: str) -> str:
    """Return a text with lone surrogates, which cannot be encoded, replaced by U+FFFD."""
    if text.isascii():
        return text
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
