"""Delimited rows whose quotes or cell counts are not regular: line by line, keeping what it can.

Regular text is read by ``even.py`` and ``delimited.py``; the latter calls this for the rest.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from dateline.diagnostics import Diagnostic, finding

#: Under which heading cells beyond the last heading are kept.
EXTRA: Final = "extra_cells"

#: Characters of the longest cell; the csv module's own limit is less than a long description.
_CELL_LIMIT: Final = 1 << 24


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """A delimited text that begins at its heading or at blank rows before it.

    Attributes:
        file: The file's name.
        content: The rows, in UTF-8.
        delimiter: One ASCII character.
        first_line: 1-based line in the file on which ``content`` begins.
    """

    file: str
    content: bytes
    delimiter: str
    first_line: int = 1


@dataclass(slots=True)
class RowTable:
    """The rows below the heading, every cell as text, and what was found in them.

    Attributes:
        heading: As written.
        heading_line: Its 1-based line in the file.
        cells: A column for each heading, numbered from 0.
        lines: 1-based line on which each row begins.
        findings: What was found.
    """

    heading: list[str]
    heading_line: int
    cells: pd.DataFrame
    lines: np.ndarray
    findings: list[Diagnostic] = field(default_factory=list)


def split_heading(written: bytes, delimiter: str) -> list[str]:
    """Return the cells of one row in UTF-8 whose quotes are regular, however long they are."""
    limit = csv.field_size_limit(max(len(written), _CELL_LIMIT))
    try:
        text = io.StringIO(written.decode(), newline="")
        return next(csv.reader(text, delimiter=delimiter, strict=True))
    finally:
        csv.field_size_limit(limit)


def read_irregular(source: DelimitedText) -> RowTable:
    """Return the rows, blank ones skipped; rows of odd length are reported and kept.

    Cells beyond the heading are kept together under :data:`EXTRA`. A row whose quotes do not add up
    is read as the one line it begins on.
    """
    found: list[Diagnostic] = []
    rows = [
        (line, cells)
        for line, cells in _split_rows(source, found)
        if any(cell.strip() for cell in cells)
    ]
    if not rows:
        none = np.empty(0, dtype=np.int64)
        return RowTable([], source.first_line, pd.DataFrame(), none, found)
    (heading_line, heading), *below = rows
    width = len(heading)
    found += _report_ragged(source.file, below, width)
    columns = {
        number: _text_column([cells[number] if number < len(cells) else "" for _, cells in below])
        for number in range(width)
    }
    extra = [source.delimiter.join(_stripped(cells[width:])) for _, cells in below]
    if any(extra):
        heading = [*heading, EXTRA]
        columns[width] = _text_column(extra)
    lines = np.array([line for line, _ in below], dtype=np.int64)
    table = pd.DataFrame(columns, index=pd.RangeIndex(len(below)))
    return RowTable(heading, heading_line, table, lines, found)


def report_ragged(file: str, *, line: int, seen: int, expected: int) -> Diagnostic:
    """Return the finding that a row has another number of cells than the heading."""
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
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _text_column(texts: list[str]) -> pd.Series[str]:
    return pd.Series([text or None for text in texts], dtype="str")


def _split_rows(source: DelimitedText, found: list[Diagnostic]) -> Iterator[tuple[int, list[str]]]:
    lines = io.StringIO(source.content.decode("utf-8", "replace"), newline="").readlines()
    limit = csv.field_size_limit(_CELL_LIMIT)
    try:
        start = 0
        while start < len(lines):
            begin = yield from _split_well_formed(lines, start, source)
            if begin < len(lines):
                found.append(_bad_quotes(source.file, source.first_line + begin))
                yield source.first_line + begin, _split_line(lines[begin], source.delimiter)
            start = begin + 1
    finally:
        csv.field_size_limit(limit)


def _split_well_formed(
    lines: list[str], start: int, source: DelimitedText
) -> Generator[tuple[int, list[str]], None, int]:
    """Yield rows up to the first whose quotes do not add up; return the number of its line."""
    reader = csv.reader(
        (lines[number] for number in range(start, len(lines))),
        delimiter=source.delimiter,
        strict=True,
        skipinitialspace=True,
    )
    begin = start
    try:
        for cells in reader:
            yield source.first_line + begin, cells
            begin = start + reader.line_num
    except csv.Error:
        return begin
    return len(lines)


def _bad_quotes(file: str, line: int) -> Diagnostic:
    return finding(
        "csv-syntax",
        "a quote that opens in this row is never closed; only this line of it was read",
        hint='close the quote; inside a quoted cell, write each quote twice: ""',
        file=file,
        line=line,
    )


def _split_line(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line, its quotes honoured if they pair up, else plain characters."""
    if line.count('"') % 2:
        return line.rstrip("\r\n").split(delimiter)
    return next(csv.reader([line], delimiter=delimiter), [])
