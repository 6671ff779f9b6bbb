"""Delimited text (CSV, TSV and similar) to the raw table, with every cell as text.

Two ways lead to the same table: ``even.py`` for text with regular rows of one width, however long
it is, and ``irregular.py`` for the rest.
"""

from __future__ import annotations

import io
import itertools
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dateline.diagnostics import Diagnostic, finding
from dateline.limits import LimitSettings
from dateline.progress import Advance, unwatched
from dateline.readers.encoding import plain_start
from dateline.readers.even import read_even
from dateline.readers.file import EventFile, LargeFile
from dateline.readers.irregular import DelimitedText, RowTable, read_irregular
from dateline.readers.layout import HEAD_BYTES, Layout, TextRow, find_layout
from dateline.readers.raw import RawTable, Reading
from dateline.readers.rows import first_row, scan_rows
from dateline.settings import Settings

#: How many bytes of a file are examined at a time.
_CHUNK_BYTES: Final = 1 << 22

#: With more quotes than this, their offsets would take more memory than the text.
_MOST_QUOTES: Final = 50_000_000


def read_delimited(
    file: EventFile, content: bytes, settings: Settings, *, advance: Advance = unwatched
) -> Reading:
    """Return the rows of a delimited text in UTF-8, with the line on which each begins.

    Rows without any text are skipped. A row with too few or too many cells is reported and kept.

    Raises:
        SettingsError: ``read.delimiter`` is not one character.
    """
    content, reported = _without_zeros(content, file.name)
    layout = find_layout(content[:HEAD_BYTES], settings.read.delimiter)
    source = DelimitedText(
        file=file.name,
        content=content[layout.start :] if layout.start else content,
        delimiter=layout.delimiter,
        first_line=layout.first_line,
    )
    limits = settings.limits
    table = read_even(
        io.BytesIO(source.content),
        layout.delimiter,
        limits=limits,
        first_line=layout.first_line,
        advance=advance,
    )
    if table is None:
        _check_lines(source.content, source.first_line, limits)
        _check_size(source, limits)
        table = read_irregular(source, limits)
    return [_raw(table, file.name, layout)], [*reported, *table.findings]


def _check_size(source: DelimitedText, limits: LimitSettings) -> None:
    """Raise LimitExceededError if regular rows have more columns or cells than the limits.

    Counting them takes a moment; making rows of them would take minutes.
    """
    if source.content.count(b'"') > _MOST_QUOTES:
        return
    rows = scan_rows(source.content, source.delimiter)
    top = first_row(source.content, rows)
    if rows.is_regular and top < len(rows.cells):
        widest = int(np.argmax(rows.cells))
        limits.check_columns(int(rows.cells[widest]), line=int(rows.lines[widest]))
        lengths = np.diff(rows.offsets, append=len(source.content))
        longest = int(np.argmax(lengths))
        limits.check_row(int(lengths[longest]), line=int(rows.lines[longest]))
        limits.check_cells(len(rows.cells), int(rows.cells[top]))


def read_large(
    file: LargeFile, settings: Settings, *, advance: Advance = unwatched
) -> Reading | None:
    """Return the rows of a large file in UTF-8, holding only small parts of it in memory.

    The result equals that of :func:`read_delimited`. It is None if the file must be decoded first
    or if its rows are not all regular and of one width.

    Args:
        file: The file to read.
        settings: Read: ``read``.
        advance: Called with the bytes read so far and the total.

    Raises:
        SettingsError: ``read.delimiter`` is not one character.
        OSError: The file cannot be read.
    """
    with file.path.open("rb") as stream:
        head = stream.read(HEAD_BYTES + len(BOM_UTF8))
        mark = plain_start(head, encoding=settings.read.encoding)
        if mark is None:
            return None
        layout = find_layout(head[mark:][:HEAD_BYTES], settings.read.delimiter)
        stream.seek(mark + layout.start)
        table = read_even(
            stream,
            layout.delimiter,
            limits=settings.limits,
            first_line=layout.first_line,
            advance=advance,
        )
    return None if table is None else ([_raw(table, file.name, layout)], table.findings)


def _without_zeros(content: bytes, file: str) -> tuple[bytes, list[Diagnostic]]:
    place = content.find(b"\0")
    if place < 0:
        return content, []
    reported = finding(
        "csv-syntax",
        f"the text contains NUL characters ({content.count(0)}), each replaced with U+FFFD",
        hint="export the file again as UTF-8",
        file=file,
        line=content.count(b"\n", 0, place) + 1,
    )
    return content.replace(b"\0", "\ufffd".encode()), [reported]


def check_lines(path: Path, limits: LimitSettings) -> None:
    """Refuse a file with a line that is too long for a row, before the file is read as a whole.

    Raises:
        LimitExceededError: There is such a line.
        OSError: The file cannot be read.
    """
    with path.open("rb") as stream:
        first = stream.read(_CHUNK_BYTES)
        # A file of zeros is not text, and is reported as such.
        if first.strip(b"\0"):
            rest = iter(lambda: stream.read(_CHUNK_BYTES), b"")
            _check_pieces(itertools.chain([first], rest), 1, limits)


def _check_lines(content: bytes, line: int, limits: LimitSettings) -> None:
    view = memoryview(content)
    starts = range(0, len(content), _CHUNK_BYTES)
    _check_pieces((bytes(view[at : at + _CHUNK_BYTES]) for at in starts), line, limits)


def _check_pieces(pieces: Iterator[bytes], line: int, limits: LimitSettings) -> None:
    """Refuse a line that is too long; a line may continue from one piece to the next.

    Args:
        pieces: Consecutive parts of a text.
        line: The number of the first line.
        limits: The maximum length of a line.
    """
    length = 0
    for piece in pieces:
        ends = [at for at in (piece.find(b"\n"), piece.find(b"\r")) if at >= 0]
        limits.check_row(length + min(ends, default=len(piece)), line=line)
        line += piece.count(b"\n")
        last = max(piece.rfind(b"\n"), piece.rfind(b"\r"))
        length = len(piece) - last - 1 if ends else length + len(piece)


def _raw(table: RowTable, file: str, layout: Layout) -> RawTable:
    """Return the rows under their headings, without rows in which every cell is empty.

    Rows above the table become its first ones, as if they had all of its cells.
    """
    columns = [table.cells[number] for number in table.cells.columns]
    lines = table.lines
    filled = _filled(columns, len(lines))
    if not filled.all():
        columns = [column[filled].reset_index(drop=True) for column in columns]
        lines = lines[filled]
    top, *others = [*layout.above, TextRow(table.heading_line, table.heading)]
    if others:
        columns, lines = _with_rows(others, columns, lines)
    headings = [heading.strip().strip("\ufeff") for heading in top.cells]
    headings += [""] * (len(columns) - len(headings))
    is_faulty = any(found.severity == "error" for found in table.findings)
    decimal: Literal[".", ","] = "," if layout.delimiter == ";" else "."
    return RawTable(
        file, headings, columns, lines, heading_line=top.line, decimal=decimal, is_faulty=is_faulty
    )


def _with_rows(
    rows: Sequence[TextRow], columns: list[pd.Series[str]], lines: NDArray[np.int64]
) -> tuple[list[pd.Series[str]], NDArray[np.int64]]:
    """Return columns and lines that begin with other rows, the last of which has every column."""
    cells = itertools.zip_longest(*(row.cells for row in rows))
    longer = [
        pd.concat([pd.Series([cell or None for cell in top], dtype="str"), column])
        for top, column in zip(cells, columns, strict=True)
    ]
    above = [row.line for row in rows]
    return [column.reset_index(drop=True) for column in longer], np.concatenate([above, lines])


def _filled(columns: list[pd.Series[str]], count: int) -> NDArray[np.bool_]:
    filled = np.zeros(count, dtype=bool)
    for column in columns:
        empty = np.flatnonzero(~filled)
        if len(empty) == 0:
            break
        some = column.iloc[empty]
        filled[empty] = (some.notna() & (some.str.strip() != "")).to_numpy()
    return filled
