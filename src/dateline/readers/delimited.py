"""Delimited text (CSV, TSV and similar) to the raw table, with every cell as text.

Three ways lead to the same table: ``even.py`` for text with regular rows of one width, however long
it is; pandas if some rows are short; ``irregular.py`` for the rest. ``columns.py`` maps headings to
fields.
"""

from __future__ import annotations

import io
import itertools
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from dateline.diagnostics import Diagnostic, finding
from dateline.errors import SettingsError
from dateline.limits import LimitSettings
from dateline.one_line import clipped
from dateline.progress import Advance, unwatched
from dateline.readers.columns import ORIGIN, map_columns
from dateline.readers.encoding import plain_start
from dateline.readers.even import read_even
from dateline.readers.file import EventFile, LargeFile, Reading
from dateline.readers.irregular import (
    DelimitedText,
    RowTable,
    read_irregular,
    report_ragged,
    split_heading,
)
from dateline.readers.rows import TextRows, first_row, scan_rows
from dateline.settings import Settings
from dateline.texts import unique_names

#: Delimiters that are detected from the heading, the most common first.
DELIMITERS: Final = (",", ";", "\t", "|")

#: A tag of the Humanitarian Exchange Language; a row of these follows the heading.
_HXL_TAG: Final = re.compile(r"#\w+(\s*\+\w+)*")

#: The line that spreadsheets write first to declare the delimiter.
_SEPARATOR_LINE: Final = re.compile(rb'"?sep=([^"\r\n])"?\r?\n', re.IGNORECASE)

#: How many bytes of a file are examined at a time.
_CHUNK_BYTES: Final = 1 << 22

#: With more quotes than this, their offsets would take more memory than the text.
_MOST_QUOTES: Final = 50_000_000

#: How many bytes of a text are examined to detect its delimiter.
_HEAD_BYTES: Final = 1 << 16


def read_delimited(file: EventFile, content: bytes, settings: Settings) -> Reading:
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
        io.BytesIO(source.content), layout.delimiter, limits=limits, first_line=layout.first_line
    )
    return _to_fields(table or _read(source, limits), reported, file=file.name, settings=settings)


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
    if table is None:
        return None
    return _to_fields(table, [], file=file.name, settings=settings)


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


def _to_fields(
    table: RowTable, reported: list[Diagnostic], *, file: str, settings: Settings
) -> Reading:
    raw, tags = _drop_tags(_drop_blank(_assemble(table)))
    return map_columns(
        raw,
        [*reported, *table.findings],
        file=file,
        settings=settings,
        line=table.heading_line,
        note=tags,
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


def _read(source: DelimitedText, limits: LimitSettings) -> RowTable:
    content = source.content
    _check_lines(content, source.first_line, limits)
    if content.count(b'"') > _MOST_QUOTES:
        return read_irregular(source, limits)
    rows = scan_rows(content, source.delimiter)
    top = first_row(content, rows)
    is_regular = rows.is_regular and top < len(rows.cells)
    # pandas reads from the row below the heading and would drop a byte order mark there.
    is_regular = is_regular and not content.startswith(BOM_UTF8, *rows.offsets[top + 1 : top + 2])
    if top < len(rows.cells):
        limits.check_columns(int(rows.cells[top]), line=int(rows.lines[top]))
    if is_regular and len(rows.cells):
        _check_rows(rows, len(content), limits)
    if is_regular and (rows.cells[top:] <= rows.cells[top]).all():
        limits.check_cells(len(rows.cells), int(rows.cells[top]))
        return _read_regular(content, rows, top=top, source=source)
    return read_irregular(source, limits)


def _check_rows(rows: TextRows, size: int, limits: LimitSettings) -> None:
    widest = int(np.argmax(rows.cells))
    limits.check_columns(int(rows.cells[widest]), line=int(rows.lines[widest]))
    lengths = np.diff(rows.offsets, append=size)
    longest = int(np.argmax(lengths))
    limits.check_row(int(lengths[longest]), line=int(rows.lines[longest]))


def _read_regular(content: bytes, rows: TextRows, *, top: int, source: DelimitedText) -> RowTable:
    start = int(rows.offsets[top])
    below = int(rows.offsets[top + 1]) if top + 1 < len(rows.offsets) else len(content)
    heading = split_heading(content[start:below], source.delimiter)
    lines = rows.lines + (source.first_line - 1)
    cells = _read_short(memoryview(content)[below:], len(heading), source.delimiter)
    table = RowTable(heading, int(lines[top]), cells, lines[top + 1 :])
    assert len(cells) == len(table.lines)
    _report_short(table, rows.cells[top + 1 :], source.file)
    return table


def _report_short(table: RowTable, counts: np.ndarray, file: str) -> None:
    """Report rows with fewer cells than the heading, except blank rows, which have one cell."""
    expected = len(table.heading)
    short = np.flatnonzero(counts < expected)
    has_text = table.cells.iloc[short, 0].notna().to_numpy() | (counts[short] > 1)
    table.findings += [
        report_ragged(file, line=int(table.lines[row]), seen=int(counts[row]), expected=expected)
        for row in short[has_text]
    ]


def _read_short(content: memoryview, width: int, delimiter: str) -> pd.DataFrame:
    """Return the cells of rows some of which have fewer cells than the heading."""
    return pd.read_csv(
        io.BytesIO(content),
        sep=delimiter,
        header=None,
        names=list(range(width)),
        index_col=False,
        dtype="str",
        keep_default_na=False,
        na_values=[""],
        skip_blank_lines=False,
        engine="c",
        encoding="utf-8",
    )


def _assemble(table: RowTable) -> pd.DataFrame:
    """Return the cells under their headings, which are made unique."""
    given = (
        heading.strip().strip("\ufeff") or f"column_{number}"
        for number, heading in enumerate(table.heading, start=1)
    )
    names = unique_names(given, taken=ORIGIN)
    raw = table.cells.set_axis(names, axis=1) if names else table.cells
    raw["origin_line"] = pd.Series(table.lines, dtype="int64")
    return raw


def _drop_blank(raw: pd.DataFrame) -> pd.DataFrame:
    """Return the table without rows in which every cell is empty."""
    filled = np.zeros(len(raw), dtype=bool)
    for name in raw.columns.drop("origin_line"):
        empty = np.flatnonzero(~filled)
        if len(empty) == 0:
            return raw
        column = raw[name].iloc[empty]
        filled[empty] = (column.notna() & (column.str.strip() != "")).to_numpy()
    return raw[filled].reset_index(drop=True)


def _drop_tags(raw: pd.DataFrame) -> tuple[pd.DataFrame, str]:
    """Return the table without a first row of HXL tags, and a note about it."""
    if raw.empty:
        return raw, ""
    first = raw.iloc[0].drop("origin_line").dropna()
    if first.empty or not all(_HXL_TAG.fullmatch(cell.strip()) for cell in first):
        return raw, ""
    line = raw["origin_line"].iloc[0]
    return raw.iloc[1:].reset_index(drop=True), f"line {line} skipped because it contains HXL tags"
