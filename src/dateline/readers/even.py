"""Delimited rows that all have the heading's width and regular quotes, read piece by piece.

Most tables are of this kind, in particular the longest ones. The text and the table are never in
memory at the same time. If any row turns out to be different, ``delimited.py`` reads the file
instead.
"""

from __future__ import annotations

import io
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from dateline.arrow import GrowingTexts, map_ahead, release_memory, to_texts
from dateline.limits import MEGABYTE, LimitSettings
from dateline.progress import Advance, unwatched
from dateline.readers.irregular import RowTable, split_heading
from dateline.readers.rows import (
    LINE_FEED,
    QUOTE,
    Integers,
    are_regular,
    as_array,
    count_byte,
    find_bytes,
    first_row,
    has_lone_returns,
    is_outside,
    scan_rows,
)

#: How many bytes are read at a time; a longer row is read as a whole.
_PIECE_BYTES: Final = 1 << 23

#: Arrow counts the bytes of a piece in 31 bits.
_LONGEST_PIECE: Final = 1 << 29

#: The bytes of complete rows, including the last line feed.
RowBytes = bytes | memoryview


class _UnevenError(Exception):
    """Raised if the text is not of the kind that is read here."""


class _Heading(NamedTuple):
    """The cells of a heading.

    Attributes:
        cells: The cells as written.
        line: 1-based line of the text on which it begins.
        end: Offset of the row below it, in bytes.
        height: Number of lines above the row below it.
    """

    cells: list[str]
    line: int
    end: int
    height: int


class _ParsedPiece(NamedTuple):
    """The cells of a piece.

    Attributes:
        cells: A table with as many columns as the heading.
        above: For each row, the number of lines of the piece above it.
        height: Number of lines in the piece.
        size: Number of bytes in the piece.
    """

    cells: pa.Table
    above: Integers
    height: int
    size: int


def read_even(
    stream: BinaryIO,
    delimiter: str,
    *,
    limits: LimitSettings,
    first_line: int = 1,
    advance: Advance = unwatched,
) -> RowTable | None:
    """Return the rows of a text, or None if they are not all regular and of one width.

    Args:
        stream: A seekable stream at the first row of the text.
        delimiter: One ASCII character.
        limits: The limits on rows, cells and columns.
        first_line: 1-based line of the file on which the text begins.
        advance: Called with the bytes read so far and the total.

    Raises:
        OSError: The stream cannot be read.
    """
    start = stream.tell()
    total = stream.seek(0, io.SEEK_END) - start
    stream.seek(start)
    try:
        pieces = _pieces(stream, ord(delimiter), limits)
        first = next(pieces, b"")
        heading = _read_heading(bytes(first), delimiter, limits)
        below = _with_progress(_prepended(memoryview(first)[heading.end :], pieces), total, advance)
        width = len(heading.cells)
        cells, lines = _join(
            map_ahead(lambda piece: _parse(piece, width, delimiter), below),
            width,
            total=total,
            limits=limits,
        )
    except (_UnevenError, UnicodeDecodeError, pa.ArrowInvalid):
        return None
    lines += first_line + heading.height
    return RowTable(heading.cells, first_line + heading.line - 1, cells, lines)


def _pieces(stream: BinaryIO, delimiter: int, limits: LimitSettings) -> Iterator[RowBytes]:
    """Yield the text in pieces of complete rows; the incomplete last row is read again.

    Raises:
        _UnevenError: A piece has zero bytes, irregular quotes, or line ends other than a line feed.
    """
    longest = limits.row_mb * MEGABYTE
    size = _PIECE_BYTES
    while True:
        text = stream.read(size)
        end = _check(text, delimiter, is_last=len(text) < size)
        if end:
            yield memoryview(text)[:end]
        if len(text) < size:
            return
        stream.seek(end - len(text), io.SEEK_CUR)
        if not end and size >= min(longest, _LONGEST_PIECE):
            raise _UnevenError
        size = _PIECE_BYTES if end else min(2 * size, max(longest, _PIECE_BYTES), _LONGEST_PIECE)


def _check(text: bytes, delimiter: int, *, is_last: bool) -> int:
    """Return the size of the complete rows of a text; the last text is complete as it is."""
    array = as_array(text)
    quotes = find_bytes(array, QUOTE)
    if not are_regular(array, quotes[: len(quotes) // 2 * 2], delimiter):
        raise _UnevenError
    end = len(text) if is_last else _row_end(text, quotes)
    if is_last and len(quotes) % 2:
        raise _UnevenError
    if text.find(b"\0", 0, end) >= 0:
        raise _UnevenError
    if text.find(b"\r", 0, end) >= 0 and has_lone_returns(array[:end]):
        raise _UnevenError
    return end


def _row_end(text: bytes, quotes: Integers) -> int:
    """Return the offset after the last line feed outside quotes; 0 if there is none."""
    end = len(text)
    while (at := text.rfind(b"\n", 0, end)) >= 0:
        before = int(np.searchsorted(quotes, at))
        if before % 2 == 0:
            return at + 1
        end = int(quotes[before - 1])
    return 0


def _read_heading(text: bytes, delimiter: str, limits: LimitSettings) -> _Heading:
    rows = scan_rows(text, delimiter)
    top = first_row(text, rows)
    if top == len(rows.cells):
        raise _UnevenError
    limits.check_columns(int(rows.cells[top]), line=int(rows.lines[top]))
    start = int(rows.offsets[top])
    end = int(rows.offsets[top + 1]) if top + 1 < len(rows.offsets) else len(text)
    cells = split_heading(text[start:end], delimiter)
    return _Heading(cells, int(rows.lines[top]), end, text.count(b"\n", 0, end))


def _with_progress(pieces: Iterator[RowBytes], total: int, advance: Advance) -> Iterator[RowBytes]:
    behind = 0
    for piece in pieces:
        yield piece
        behind += len(piece)
        advance(behind, total)


def _prepended(first: RowBytes, others: Iterator[RowBytes]) -> Iterator[RowBytes]:
    if len(first):
        yield first
    yield from others


def _parse(piece: RowBytes, width: int, delimiter: str) -> _ParsedPiece:
    if bytes(piece[: len(BOM_UTF8)]) == BOM_UTF8:
        raise _UnevenError  # Arrow would drop a byte order mark
    names = [str(number) for number in range(width)]
    cells = arrow_csv.read_csv(
        pa.BufferReader(pa.py_buffer(piece)),
        read_options=arrow_csv.ReadOptions(
            column_names=names,
            # The whole piece is one block, because Arrow drops a line feed after a carriage return
            # at the end of a block, even within quotes.
            block_size=len(piece) + 1,
            use_threads=False,
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=delimiter, newlines_in_values=True, ignore_empty_lines=False
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.large_string()),
            null_values=[""],
            strings_can_be_null=True,
        ),
    )
    height = count_byte(as_array(piece), LINE_FEED)
    return _ParsedPiece(cells, _lines_above(piece, len(cells), height), height, len(piece))


def _lines_above(piece: RowBytes, count: int, height: int) -> Integers:
    """Return the number of lines above each row of a piece; quoted cells may contain line feeds."""
    array = as_array(piece)
    unended = int(array[-1] != LINE_FEED)
    if count == height + unended:
        return np.arange(count)
    feeds = find_bytes(array, LINE_FEED)
    above = np.flatnonzero(is_outside(feeds, find_bytes(array, QUOTE))) + 1
    above = np.concatenate([[0], above])[:count]
    assert count == len(above)
    return above


def _check_cells(piece: _ParsedPiece, limits: LimitSettings) -> None:
    for cells in piece.cells.columns:
        limits.check_text(pc.max(pc.binary_length(cells)).as_py() or 0)


def _join(
    parsed: Iterable[_ParsedPiece], width: int, *, total: int, limits: LimitSettings
) -> tuple[pd.DataFrame, Integers]:
    """Return the cells of all pieces in columns, and the number of lines above each row.

    Args:
        parsed: The pieces, which are released one by one, so that the table is never held twice.
        width: Number of columns.
        total: Approximate number of bytes in all pieces.
        limits: The limits on the number and length of cells.
    """
    columns = [GrowingTexts() for _ in range(width)]
    lines = [np.empty(0, dtype=np.int64)]
    height = size = rows = 0
    for piece in parsed:
        rows += len(piece.above)
        limits.check_cells(rows, width)
        if piece.size > limits.cell_mb * MEGABYTE:
            _check_cells(piece, limits)
        lines.append(piece.above + height)
        height, size = height + piece.height, size + piece.size
        for column, cells in zip(columns, piece.cells.columns, strict=True):
            for chunk in cells.chunks:
                column.add(chunk, share=min(1.0, size / total))
    release_memory()
    texts = {number: to_texts(column.finish()) for number, column in enumerate(columns)}
    return pd.DataFrame(texts), np.concatenate(lines)
