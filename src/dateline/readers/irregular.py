"""Delimited rows with irregular quotes or cell counts: read line by line, keeping what is there.

``even.py`` and ``delimited.py`` read regular text; the latter calls this module for the rest.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from dateline.arrow import to_texts
from dateline.diagnostics import Diagnostic, FindingList, finding
from dateline.limits import MEGABYTE, LimitSettings

#: The heading under which surplus cells are kept.
EXTRA: Final = "extra_cells"

#: Characters of the longest cell; the csv module's own limit is less than a long description.
_CELL_LIMIT: Final = 1 << 24


#: How many rows are put into columns at a time.
_BATCH_ROWS: Final = 10_000


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """A delimited text that begins with its heading, or with blank rows before it.

    Attributes:
        file: The file's name.
        content: The rows, in UTF-8.
        delimiter: One ASCII character.
        first_line: 1-based line of the file on which ``content`` begins.
    """

    file: str
    content: bytes
    delimiter: str
    first_line: int = 1


@dataclass(slots=True)
class RowTable:
    """The rows below the heading, with every cell as text, and the findings.

    Attributes:
        heading: As written.
        heading_line: Its 1-based line in the file.
        cells: One column per heading, numbered from 0.
        lines: 1-based line on which each row begins.
        findings: The findings so far.
    """

    heading: list[str]
    heading_line: int
    cells: pd.DataFrame
    lines: np.ndarray
    findings: list[Diagnostic] = field(default_factory=list)


def split_heading(written: bytes, delimiter: str) -> list[str]:
    """Return the cells of one row in UTF-8 with regular quotes, whatever their length."""
    limit = csv.field_size_limit(max(len(written), _CELL_LIMIT))
    try:
        text = io.StringIO(written.decode(), newline="")
        return next(csv.reader(text, delimiter=delimiter, strict=True))
    finally:
        csv.field_size_limit(limit)


def read_irregular(source: DelimitedText, limits: LimitSettings) -> RowTable:
    """Return the rows, without blank ones; rows of another width are reported and kept.

    Cells beyond the heading are joined under :data:`EXTRA`. A row with unbalanced quotes is read as
    the single line on which it begins.

    Raises:
        LimitExceededError: There are too many columns or cells, or one of them is too long.
    """
    found = FindingList()
    split = _bounded(_split_rows(source, found, limits), limits)
    rows = ((line, cells) for line, cells in split if any(cell.strip() for cell in cells))
    heading_line, heading = next(rows, (source.first_line, []))
    limits.check_columns(len(heading), line=heading_line)
    table = _Rows(source, len(heading))
    while batch := list(itertools.islice(rows, _BATCH_ROWS)):
        table.add(batch, found)
        limits.check_cells(table.count, len(heading))
    if any(table.extra):
        heading = [*heading, EXTRA]
    return RowTable(heading, heading_line, table.finish(), table.lines, found.finish())


def _bounded(
    rows: Iterable[tuple[int, list[str]]], limits: LimitSettings
) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows; a cell that is too long raises LimitExceededError."""
    enough = limits.cell_mb * MEGABYTE // 4  # bytes of a character, at most
    for line, cells in rows:
        if any(len(cell) > enough for cell in cells):
            limits.check_text(max(len(cell.encode()) for cell in cells), line=line)
        yield line, cells


class _Rows:
    """Rows on their way into columns; only a few thousand at a time are lists of cells."""

    def __init__(self, source: DelimitedText, width: int) -> None:
        self._source = source
        self._width = width
        self._columns: list[list[pa.Array]] = [[] for _ in range(width)]
        self._lines: list[int] = []
        self.extra: list[str] = []

    @property
    def count(self) -> int:
        """Number of rows."""
        return len(self._lines)

    @property
    def lines(self) -> np.ndarray:
        """The 1-based line on which each row begins."""
        return np.array(self._lines, dtype=np.int64)

    def add(self, rows: list[tuple[int, list[str]]], found: FindingList) -> None:
        """Append rows, and their problems to ``found``."""
        width = self._width
        found.extend(_report_ragged(self._source.file, rows, width))
        self._lines += [line for line, _ in rows]
        self.extra += [self._source.delimiter.join(_stripped(cells[width:])) for _, cells in rows]
        for number, column in enumerate(self._columns):
            texts = [cells[number] or None if number < len(cells) else None for _, cells in rows]
            column.append(pa.array(texts, pa.large_string()))

    def finish(self) -> pd.DataFrame:
        """Return the columns, including that of surplus cells if there are any."""
        columns = list(self._columns)
        if any(self.extra):
            columns.append([pa.array([text or None for text in self.extra], pa.large_string())])
        index = pd.RangeIndex(self.count)
        return pd.DataFrame(
            {n: to_texts(_joined(chunks), index) for n, chunks in enumerate(columns)}, index=index
        )


def _joined(chunks: list[pa.Array]) -> pa.Array:
    return pa.concat_arrays(chunks) if chunks else pa.array([], pa.large_string())


def report_ragged(file: str, *, line: int, seen: int, expected: int) -> Diagnostic:
    """Return the finding for a row whose number of cells differs from the heading's."""
    cells = "cell" if seen == 1 else "cells"
    return finding(
        "csv-syntax",
        f"the row has {seen} {cells}, expected {expected} as in the header row",
        hint="quote cells that contain the delimiter, or add the missing delimiters",
        file=file,
        line=line,
    )


def _report_ragged(
    file: str, rows: list[tuple[int, list[str]]], width: int
) -> Iterator[Diagnostic]:
    for line, cells in rows:
        seen = len(cells) if len(cells) < width else width + len(_stripped(cells[width:]))
        if seen != width:
            yield report_ragged(file, line=line, seen=seen, expected=width)


def _stripped(cells: list[str]) -> list[str]:
    """Return the cells without empty ones at the end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _split_rows(
    source: DelimitedText, found: FindingList, limits: LimitSettings
) -> Iterator[tuple[int, list[str]]]:
    limit = csv.field_size_limit(limits.cell_mb * MEGABYTE)
    lines = _RowLines(source.content)
    number = source.first_line
    try:
        while True:
            reader = csv.reader(
                iter(lines.pull, ""),
                delimiter=source.delimiter,
                strict=True,
                skipinitialspace=True,
            )
            try:
                for cells in reader:
                    yield number, cells
                    number += lines.end_row()
            except csv.Error:
                line = lines.return_all_but_first()
                limits.check_text(len(line), line=number)
                found.add(_bad_quotes(source.file, number))
                yield number, _split_line(line, source.delimiter)
                number += 1
            else:
                return
    finally:
        csv.field_size_limit(limit)


class _RowLines:
    """The lines of a text; those of the current row can be returned to be read again."""

    def __init__(self, content: bytes) -> None:
        self._text = io.TextIOWrapper(
            io.BytesIO(content), encoding="utf-8", errors="replace", newline=""
        )
        self._ahead: deque[str] = deque()
        self._row: list[str] = []

    def pull(self) -> str:
        """Return the next line; empty at the end."""
        line = self._ahead.popleft() if self._ahead else self._text.readline()
        self._row.append(line)
        return line

    def end_row(self) -> int:
        """Return the number of lines of the row, and begin the next one."""
        count = len(self._row)
        self._row.clear()
        return count

    def return_all_but_first(self) -> str:
        """Return the first line of the row; the lines below it will be read again."""
        first, *others = self._row
        self._ahead.extendleft(line for line in reversed(others) if line)
        self._row.clear()
        return first


def _bad_quotes(file: str, line: int) -> Diagnostic:
    return finding(
        "csv-syntax",
        "a quote that opens in this row is never closed; only this line of it was read",
        hint='close the quote; inside a quoted cell, write each quote twice: ""',
        file=file,
        line=line,
    )


def _split_line(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line; quotes count if they are balanced, else as plain characters."""
    if line.count('"') % 2:
        return line.rstrip("\r\n").split(delimiter)
    return next(csv.reader([line], delimiter=delimiter), [])
