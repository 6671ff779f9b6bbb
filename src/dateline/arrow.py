"""Text columns in Arrow's memory, so that a million texts are no Python objects.

They come and go without a copy; threads work on them side by side, and their memory is given back.

Columns of lists are in ``nested``.
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

#: How many threads work beside one that waits for them; memory would slow more of them down.
_THREADS: Final = 2

#: How many texts are worked on at a time.
SLICE_ROWS: Final = 1 << 15

#: How much more room is taken than a column needs if it goes on as it began.
_MARGIN: Final = 1.05

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")


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
        whole = [
            None if m else replace_surrogates(str(t)) for t, m in zip(texts, missing, strict=True)
        ]
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


def release_memory() -> None:
    """Give the memory of columns that are gone back to the system, which would be kept for more.

    Arrow keeps what its columns had, and the C library of Linux what arrays of NumPy had.
    """
    pa.default_memory_pool().release_unused()
    if sys.platform == "linux":
        # Not every C library has it, nor can every Python look into its own.
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


def map_ahead(
    work: Callable[[_Item], _Result], items: Iterable[_Item], *, threads: int = _THREADS
) -> Iterator[_Result]:
    """Yield what ``work`` makes of each item, in their order, while the next are worked on.

    Only a few items are taken, and only a few results are held, before they are asked for.

    Args:
        work: What Arrow or NumPy does for the most part, which then runs beside Python.
        items: What is worked on.
        threads: How many work.
    """
    waiting: deque[Future[_Result]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for item in items:
            if len(waiting) > threads:
                yield waiting.popleft().result()
            waiting.append(pool.submit(work, item))
        while waiting:
            yield waiting.popleft().result()


def slices(texts: pa.LargeStringArray) -> Iterator[pa.LargeStringArray]:
    """Yield texts some ten thousand at a time: what is made of them stays in the cache."""
    for start in range(0, len(texts), SLICE_ROWS):
        yield texts[start : start + SLICE_ROWS]


def text_bytes(texts: pa.LargeStringArray) -> np.ndarray:
    """Return the bytes of all texts, one behind the other, without a copy."""
    _, ends, letters = texts.buffers()
    if letters is None or not len(texts):
        return np.zeros(0, dtype=np.uint8)
    at = np.frombuffer(ends, dtype=np.int64)
    return np.frombuffer(letters, np.uint8)[at[texts.offset] : at[texts.offset + len(texts)]]


class Growing:
    """A column of texts that is added to part by part; no part is kept.

    Room is taken for what is still to come: the system gives it only once it is written to.
    """

    def __init__(self, *, rows: int = 0, most_bytes: int = 0) -> None:
        """Begin without a text.

        Args:
            rows: How many texts are expected.
            most_bytes: What their letters are expected to take.
        """
        self._letters = _Room(most_bytes)
        self._ends = _Room((rows + 1) * 8)
        self._ends.add(np.zeros(1, dtype=np.int64), share=1)
        self._is_valid: list[np.ndarray] = []

    def add(self, part: pa.LargeStringArray, *, share: float = 1) -> None:
        """Add texts; ``share`` is how much of the column is there then, above 0 and up to 1."""
        if not len(part):
            return
        at = np.frombuffer(part.buffers()[1], dtype=np.int64)[part.offset :][: len(part) + 1]
        self._ends.add(at[1:] + (self._letters.used - at[0]), share=share)
        self._letters.add(text_bytes(part), share=share)
        self._is_valid.append(part.is_valid().to_numpy(zero_copy_only=False))

    def finish(self) -> pa.LargeStringArray:
        """Return the column; nothing is added after that."""
        is_valid = np.concatenate([np.ones(0, dtype=bool), *self._is_valid])
        nulls = len(is_valid) - int(np.count_nonzero(is_valid))
        bits = pa.py_buffer(np.packbits(is_valid, bitorder="little")) if nulls else None
        ends, letters = self._ends.finish(), self._letters.finish()
        return pa.LargeStringArray.from_buffers(len(is_valid), ends, letters, bits, nulls)


class _Room:
    """Bytes behind one another, ``used`` of them so far."""

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


def join_parts(
    parts: Iterable[pa.LargeStringArray], *, rows: int, most_bytes: int
) -> pa.LargeStringArray:
    """Return one column of parts that are let go of one by one: it is never held twice.

    Args:
        parts: Texts.
        rows: How many there are in all.
        most_bytes: No less than all their letters take.
    """
    column = Growing(rows=rows, most_bytes=most_bytes)
    for part in parts:
        column.add(part)
    return column.finish()


def replace_surrogates(text: str) -> str:
    """Return a text in which lone surrogates, which no encoding can hold, are U+FFFD."""
    if text.isascii():
        return text
    return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
