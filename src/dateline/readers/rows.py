"""Find the rows of a delimited text and count their cells, without parsing the cells.

It uses array operations on the bytes, which take a moment for a million rows. ``delimited.py``
parses the cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

#: How many bytes are examined at a time; they fit into the processor's cache.
_CHUNK_BYTES: Final = 1 << 18

#: How many rows are examined to find the heading.
_MOST_BLANK: Final = 1000

QUOTE: Final = ord('"')
LINE_FEED: Final = ord("\n")
_CARRIAGE_RETURN: Final = ord("\r")

Integers = NDArray[np.int64]
Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class TextRows:
    """The rows of a text, including blank ones.

    Attributes:
        offsets: Byte offset of each row.
        lines: 1-based line on which each row begins.
        cells: Number of cells of each row, at least 1.
        is_regular: Whether quotes open and close only where RFC 4180 allows it and every line ends
            with a line feed, so that all readers split the text in the same way.
    """

    offsets: Integers
    lines: Integers
    cells: Integers
    is_regular: bool


def scan_rows(content: bytes, delimiter: str) -> TextRows:
    """Return the rows of a UTF-8 text; ``delimiter`` is one ASCII character."""
    array = as_array(content)
    quotes = find_bytes(array, QUOTE)
    row_ends, line_numbers, before, delimiters = _row_ends(array, quotes, ord(delimiter))
    if content and not content.endswith(b"\n"):
        row_ends = np.append(row_ends, len(content))
        before = np.append(before, delimiters)
    count = len(row_ends)
    return TextRows(
        offsets=np.concatenate([[0], row_ends + 1])[:count].astype(np.int64),
        lines=np.concatenate([[1], line_numbers])[:count].astype(np.int64),
        cells=np.diff(before, prepend=0) + 1,
        is_regular=are_regular(array, quotes, ord(delimiter)) and not has_lone_returns(array),
    )


def _row_ends(
    array: Bytes, quotes: Integers, delimiter: int
) -> tuple[Integers, Integers, Integers, int]:
    """Return the positions of row ends, computed in chunks because a cell may contain many lines.

    Returns:
        For each row the offset of its end, the number of the line below it, and the number of
        delimiters before its end; then the total number of delimiters.
    """
    empty = np.empty(0, dtype=np.int64)
    ends, lines, before = [empty], [empty], [empty]
    height = count = 0
    for start in range(0, len(array), _CHUNK_BYTES):
        chunk = array[start : start + _CHUNK_BYTES]
        feeds = np.flatnonzero(chunk == LINE_FEED) + start
        is_end = is_outside(feeds, quotes)
        found = np.flatnonzero(chunk == delimiter) + start
        found = found[is_outside(found, quotes)]
        ends.append(feeds[is_end])
        lines.append(np.flatnonzero(is_end) + height + 2)
        before.append(np.searchsorted(found, ends[-1]) + count)
        height, count = height + len(feeds), count + len(found)
    return np.concatenate(ends), np.concatenate(lines), np.concatenate(before), count


def first_row(content: bytes, rows: TextRows) -> int:
    """Return the index of the first row that is not blank, which is the heading.

    It is the number of rows if all of the first thousand are blank.
    """
    ends = [*rows.offsets[1 : _MOST_BLANK + 1], len(content)]
    for number, (start, end) in enumerate(zip(rows.offsets[:_MOST_BLANK], ends, strict=False)):
        if content[start:end].strip(b' \t\r\n,;|"'):
            return number
    return len(rows.cells)


def as_array(content: bytes | memoryview) -> Bytes:
    """Return the bytes of a text as an array, without a copy."""
    return np.frombuffer(content, dtype=np.uint8)


def find_bytes(array: Bytes, wanted: int) -> Integers:
    """Return the offsets of a byte, ascending."""
    parts = [
        np.flatnonzero(array[start : start + _CHUNK_BYTES] == wanted) + start
        for start in range(0, len(array), _CHUNK_BYTES)
    ]
    return np.concatenate(parts) if parts else np.empty(0, dtype=np.int64)


def count_byte(array: Bytes, wanted: int) -> int:
    """Return how often a byte occurs."""
    starts = range(0, len(array), _CHUNK_BYTES)
    return sum(int(np.count_nonzero(array[s : s + _CHUNK_BYTES] == wanted)) for s in starts)


def is_outside(positions: Integers, quotes: Integers) -> NDArray[np.bool_]:
    """Return which positions have an even number of quotes before them; both arrays ascend."""
    if len(quotes) == 0:
        return np.ones(len(positions), dtype=bool)
    outside: NDArray[np.bool_] = np.searchsorted(quotes, positions) % 2 == 0
    return outside


def are_regular(array: Bytes, quotes: Integers, delimiter: int) -> bool:
    """Return whether quotes come in pairs next to delimiters, line ends or other quotes.

    Args:
        array: The bytes of a text.
        quotes: The offsets of its quotes.
        delimiter: The delimiter as a byte value.
    """
    if len(quotes) == 0:
        return True
    if len(quotes) % 2:
        return False
    opening, closing = quotes[0::2], quotes[1::2]
    before = array[opening[opening > 0] - 1]
    after = array[closing[closing < len(array) - 1] + 1]
    is_edge = np.zeros(256, dtype=bool)
    is_edge[[delimiter, LINE_FEED, QUOTE]] = True
    if not is_edge[before].all():
        return False
    is_edge[_CARRIAGE_RETURN] = True
    return bool(is_edge[after].all())


def has_lone_returns(array: Bytes) -> bool:
    """Return whether there is a carriage return without a line feed after it."""
    returns = find_bytes(array, _CARRIAGE_RETURN)
    if len(returns) == 0:
        return False
    inside = returns[returns < len(array) - 1]
    return len(inside) < len(returns) or bool((array[inside + 1] != LINE_FEED).any())
