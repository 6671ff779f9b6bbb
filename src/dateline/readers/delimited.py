"""Delimited text (CSV, TSV and similar) to the raw table, with every cell as text.

Two ways lead to the same table: ``even.py`` for text with regular rows of one width, however long
it is, and ``irregular.py`` for the rest.
"""

from __future__ import annotations

import io
import itertools
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dateline.diagnostics import Diagnostic, finding
from dateline.errors import SettingsError
from dateline.limits import LimitSettings
from dateline.one_line import clipped
from dateline.progress import Advance, unwatched
from dateline.readers.encoding import plain_start
from dateline.readers.even import read_even
from dateline.readers.file import EventFile, LargeFile
from dateline.readers.irregular import DelimitedText, RowTable, read_irregular
from dateline.readers.raw import RawTable, Reading
from dateline.readers.rows import first_row, scan_rows
from dateline.settings import Settings

#: Delimiters that are detected from the heading, the most common first.
DELIMITERS: Final = (",", ";", "\t", "|")

#: The line that spreadsheets write first to declare the delimiter.
_SEPARATOR_LINE: Final = re.compile(rb'"?sep=([^"\r\n])"?\r?\n', re.IGNORECASE)

#: How many bytes of a file are examined at a time.
_CHUNK_BYTES: Final = 1 << 22

#: With more quotes than this, their offsets would take more memory than the text.
_MOST_QUOTES: Final = 50_000_000

#: How many bytes of a text are examined to detect its delimiter.
_HEAD_BYTES: Final = 1 << 16


def read_delimited(
    file: EventFile, content: bytes, settings: Settings, *, advance: Advance = unwatched
) -> Reading:
    """Return the rows of a delimited text in UTF-8, with the line on which each begins.

    Rows without any text are skipped. A row with too few or too many cells is reported and kept.

    Raises:
        SettingsError: ``read.delimiter`` is not one character.
    """
    content, reported = _without_zeros(content, file.name)
    layout = _find_layout(content[:_HEAD_BYTES], settings)
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
    return [_raw(table, file.name, layout.delimiter)], [*reported, *table.findings]


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
        head = stream.read(_HEAD_BYTES + len(BOM_UTF8))
        mark = plain_start(head, encoding=settings.read.encoding)
        if mark is None:
            return None
        layout = _find_layout(head[mark:][:_HEAD_BYTES], settings)
        stream.seek(mark + layout.start)
        table = read_even(
            stream,
            layout.delimiter,
            limits=settings.limits,
            first_line=layout.first_line,
            advance=advance,
        )
    return None if table is None else ([_raw(table, file.name, layout.delimiter)], table.findings)


class _Layout(NamedTuple):
    """The layout of a delimited text.

    Attributes:
        delimiter: One ASCII character.
        start: Number of bytes before the first row.
        first_line: 1-based line of the first row.
    """

    delimiter: str
    start: int
    first_line: int


def _find_layout(head: bytes, settings: Settings) -> _Layout:
    given = _check_delimiter(settings.read.delimiter)
    skipped = _SEPARATOR_LINE.match(head)
    said = skipped[1].decode("latin-1") if skipped else ""
    delimiter = given or said or find_delimiter(head.decode("utf-8", "replace"))
    return _Layout(
        delimiter=delimiter if delimiter.isascii() else ",",
        start=skipped.end() if skipped else 0,
        first_line=2 if skipped else 1,
    )


def find_delimiter(text: str) -> str:
    """Return the delimiter that splits the heading into most cells; a comma if none splits it.

    >>> find_delimiter('"a, b";c;d')
    ';'
    """
    line = next((line for line in text[:_HEAD_BYTES].splitlines() if line.strip()), "")
    return max(DELIMITERS, key=re.sub(r'"[^"]*"', "", line).count)


def _check_delimiter(delimiter: str) -> str:
    if delimiter and (len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n'):
        raise SettingsError(
            f'setting "read.delimiter" is "{clipped(delimiter)}", expected one character',
            hint='set delimiter = ";" or delimiter = "\\t"',
        )
    return delimiter


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


def _raw(table: RowTable, file: str, delimiter: str) -> RawTable:
    """Return the rows under their headings, without rows in which every cell is empty."""
    columns = [table.cells[number] for number in table.cells.columns]
    lines = table.lines
    filled = _filled(columns, len(lines))
    if not filled.all():
        columns = [column[filled].reset_index(drop=True) for column in columns]
        lines = lines[filled]
    headings = [heading.strip().strip("\ufeff") for heading in table.heading]
    is_faulty = any(found.severity == "error" for found in table.findings)
    at = table.heading_line
    decimal: Literal[".", ","] = "," if delimiter == ";" else "."
    return RawTable(
        file, headings, columns, lines, heading_line=at, decimal=decimal, is_faulty=is_faulty
    )


def _filled(columns: list[pd.Series[str]], count: int) -> NDArray[np.bool_]:
    filled = np.zeros(count, dtype=bool)
    for column in columns:
        empty = np.flatnonzero(~filled)
        if len(empty) == 0:
            break
        some = column.iloc[empty]
        filled[empty] = (some.notna() & (some.str.strip() != "")).to_numpy()
    return filled
