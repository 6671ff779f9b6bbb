"""Where the rows of a delimited text begin and how many cells each has, without reading the cells.

Counted with arrays over the bytes, so that a million rows take a moment. The cells are read in
``delimited.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_CHUNK_BYTES: Final = 1 << 24
_QUOTE: Final = ord('"')
_LINE_FEED: Final = ord("\n")
_CARRIAGE_RETURN: Final = ord("\r")

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a text, blank ones too.

    Attributes:
        offsets: Byte at which each row begins.
        lines: 1-based line on which each row begins.
        cells: How many cells each has, at least 1.
        is_regular: Quotes open and close only where RFC 4180 lets them and every line ends in a
            line feed, so that any reader splits the text in the same way.
    """

    offsets: Integers
    lines: Integers
    cells: Integers
    is_regular: bool


def scan_rows(content: bytes, delimiter: str) -> Rows:
    """Return the rows of a UTF-8 text; ``delimiter`` is one ASCII character."""
    bytes_ = np.frombuffer(content, dtype=np.uint8)
    quotes = _find(bytes_, _QUOTE)
    line_ends = _find(bytes_, _LINE_FEED)
    is_row_end = _outside(line_ends, quotes)
    row_ends = line_ends[is_row_end]
    line_numbers = np.flatnonzero(is_row_end) + 2
    if content and not content.endswith(b"\n"):
        row_ends = np.append(row_ends, len(content))
    count = len(row_ends)
    delimiters = _find(bytes_, ord(delimiter))
    delimiters = delimiters[_outside(delimiters, quotes)]
    before = np.searchsorted(delimiters, row_ends)
    return Rows(
        offsets=np.concatenate([[0], row_ends + 1])[:count].astype(np.int64),
        lines=np.concatenate([[1], line_numbers])[:count].astype(np.int64),
        cells=np.diff(before, prepend=0) + 1,
        is_regular=_has_regular_quotes(bytes_, quotes, ord(delimiter))
        and not _has_lone_returns(bytes_),
    )


def _find(bytes_: NDArray[np.uint8], wanted: int) -> Integers:
    parts = [
        np.flatnonzero(bytes_[start : start + _CHUNK_BYTES] == wanted) + start
        for start in range(0, len(bytes_), _CHUNK_BYTES)
    ]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


def _outside(positions: Integers, quotes: Integers) -> NDArray[np.bool_]:
    """Return which positions have an even number of quotes before them."""
    if len(quotes) == 0:
        return np.ones(len(positions), dtype=bool)
    is_outside: NDArray[np.bool_] = np.searchsorted(quotes, positions) % 2 == 0
    return is_outside


def _has_regular_quotes(bytes_: NDArray[np.uint8], quotes: Integers, delimiter: int) -> bool:
    """Return whether quotes come in pairs that stand against delimiters, line ends or quotes."""
    if len(quotes) == 0:
        return True
    if len(quotes) % 2:
        return False
    opening, closing = quotes[0::2], quotes[1::2]
    before = bytes_[opening[opening > 0] - 1]
    after = bytes_[closing[closing < len(bytes_) - 1] + 1]
    edges_before = [delimiter, _LINE_FEED, _QUOTE]
    edges_after = [delimiter, _LINE_FEED, _CARRIAGE_RETURN, _QUOTE]
    return bool(np.isin(before, edges_before).all() and np.isin(after, edges_after).all())


def _has_lone_returns(bytes_: NDArray[np.uint8]) -> bool:
    returns = _find(bytes_, _CARRIAGE_RETURN)
    if len(returns) == 0:
        return False
    inside = returns[returns < len(bytes_) - 1]
    return len(inside) < len(returns) or bool((bytes_[inside + 1] != _LINE_FEED).any())
