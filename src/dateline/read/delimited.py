"""Delimited text (CSV, TSV and their kin) to the raw table, every cell as text.

Two ways to the same table: pandas' C engine for a text whose rows and quotes are regular, however
long it is, and the ``csv`` module line by line for the rest, which keeps what it can. Which heading
is which field is for ``columns.py``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from dateline.diagnostics import Diagnostic, finding
from dateline.errors import SettingsError
from dateline.read.columns import map_columns
from dateline.read.file import EventFile, Reading
from dateline.read.rows import Rows, scan_rows
from dateline.settings import Settings

#: Delimiters that are found from the heading, the most usual first.
DELIMITERS: Final = (",", ";", "\t", "|")

#: Under which heading cells beyond the last heading are kept.
EXTRA: Final = "extra_cells"

#: Characters of the longest cell; the csv module's own limit is less than a long description.
_CELL_LIMIT: Final = 1 << 24

#: A tag of the Humanitarian Exchange Language, which has a row of them below the heading.
_HXL_TAG: Final = re.compile(r"#\w+(\s*\+\w+)*")

#: The line that spreadsheets write to say which delimiter follows.
_SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?\r?\n', re.IGNORECASE)


@dataclass(slots=True)
class _Table:
    """The rows below the heading, and what was found in them."""

    heading: list[str]
    heading_line: int
    cells: pd.DataFrame
    lines: np.ndarray
    findings: list[Diagnostic] = field(default_factory=list)


def read_delimited(file: EventFile, text: str, settings: Settings) -> Reading:
    """Return the rows of a delimited text, with the line on which each begins.

    Rows without any text are passed over. A row with too few or too many cells is told and kept.

    Raises:
        SettingsError: ``read.delimiter`` is not one character.
    """
    given = _check_delimiter(settings.read.delimiter)
    text, told = _without_zeros(text, file.name)
    skipped = _SEPARATOR_LINE.match(text)
    delimiter = given or (skipped[1] if skipped else find_delimiter(text))
    start = skipped.end() if skipped else 0
    table = _read(text, start, delimiter, file.name)
    told += table.findings
    raw = _drop_tags(_drop_blank(_assemble(table)))
    return map_columns(raw, told, file.name, settings, line=table.heading_line)


def find_delimiter(text: str) -> str:
    """Return the delimiter that splits the heading into most cells; a comma if none does.

    >>> find_delimiter('"a, b";c;d')
    ';'
    """
    line = next((line for line in text.split("\n", 20) if line.strip()), "")
    line = re.sub(r'"[^"]*"', "", line)
    return max(DELIMITERS, key=line.count)


def _check_delimiter(delimiter: str) -> str:
    if delimiter and (len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n'):
        raise SettingsError(
            f'setting "read.delimiter" is "{delimiter}", expected one character',
            hint='write delimiter = ";" or delimiter = "\\t"',
        )
    return delimiter


def _without_zeros(text: str, name: str) -> tuple[str, list[Diagnostic]]:
    place = text.find("\0")
    if place < 0:
        return text, []
    told = finding(
        "csv-syntax",
        f"the text holds {text.count(chr(0))} zero characters; each was read as U+FFFD",
        hint="export the file again as UTF-8",
        file=name,
        line=text.count("\n", 0, place) + 1,
    )
    return text.replace("\0", "\ufffd"), [told]


def _read(text: str, start: int, delimiter: str, name: str) -> _Table:
    content = text.encode("utf-8", "replace")
    skipped_bytes = len(text[:start].encode())
    body = content[skipped_bytes:] if skipped_bytes else content
    first_line = text.count("\n", 0, start) + 1
    rows = scan_rows(body, delimiter)
    top = _first_row(body, rows)
    if rows.is_regular and top < len(rows.cells):
        below = rows.cells[top + 1 :]
        if len(below) == 0 or below.max() <= rows.cells[top]:
            return _read_regular(body, rows, top, delimiter, name, first_line)
    return _read_irregular(text[start:], delimiter, name, first_line)


def _first_row(body: bytes, rows: Rows) -> int:
    """Return the number of the first row that is not blank, which is the heading."""
    for number, offset in enumerate(rows.offsets[:1000]):
        end = rows.offsets[number + 1] if number + 1 < len(rows.offsets) else len(body)
        if body[offset:end].strip(b' \t\r\n,;|"'):
            return number
    return len(rows.cells)


def _read_regular(
    body: bytes, rows: Rows, top: int, delimiter: str, name: str, first_line: int
) -> _Table:
    begin = int(rows.offsets[top])
    count = len(rows.cells) - top - 1
    below = int(rows.offsets[top + 1]) if count else len(body)
    (heading,) = csv.reader(
        io.StringIO(body[begin:below].decode(), newline=""), delimiter=delimiter, strict=True
    )
    lines = rows.lines[top + 1 :] + (first_line - 1)
    table = _Table(heading, int(rows.lines[top]) + first_line - 1, pd.DataFrame(), lines)
    table.cells = _read_cells(body[below:], len(heading), delimiter)
    assert len(table.cells) == count
    cells = rows.cells[top + 1 :]
    for row in np.flatnonzero((cells < len(heading)) & (cells > 1)):
        table.findings.append(_ragged(name, int(lines[row]), int(cells[row]), len(heading)))
    _tell_single_cells(table, cells, name)
    return table


def _tell_single_cells(table: _Table, cells: np.ndarray, name: str) -> None:
    """Tell rows of one cell where several are expected, unless the row is blank."""
    if len(table.heading) == 1:
        return
    single = np.flatnonzero(cells == 1)
    if len(single):
        first = table.cells.iloc[single, 0]
        for row in single[first.notna().to_numpy()]:
            table.findings.append(_ragged(name, int(table.lines[row]), 1, len(table.heading)))


def _read_cells(body: bytes, width: int, delimiter: str) -> pd.DataFrame:
    if not body:
        return pd.DataFrame({number: pd.Series(dtype="str") for number in range(width)})
    return pd.read_csv(
        io.BytesIO(body),
        sep=delimiter,
        header=None,
        names=list(range(width)),
        index_col=False,
        dtype="str",
        keep_default_na=False,
        na_values=[""],
        skip_blank_lines=False,
        engine="c",
        low_memory=False,
        encoding="utf-8",
    )


def _ragged(name: str, line: int, seen: int, expected: int) -> Diagnostic:
    return finding(
        "csv-syntax",
        f"the row has {seen} cells, expected {expected} as in the heading",
        hint="put cells that hold the delimiter into quotes, or add the missing delimiters",
        file=name,
        line=line,
    )


def _read_irregular(text: str, delimiter: str, name: str, first_line: int) -> _Table:
    """Read row by row; a row whose quotes do not add up is read as the one line it begins on."""
    found: list[Diagnostic] = []
    rows = [
        (line, cells)
        for line, cells in _split_rows(text, delimiter, name, first_line, found)
        if any(cell.strip() for cell in cells)
    ]
    if not rows:
        return _Table([], first_line, pd.DataFrame(), np.empty(0, dtype=np.int64), found)
    (heading_line, heading), *below = rows
    width = len(heading)
    for line, cells in below:
        seen = len(cells) if len(cells) < width else width + len(_stripped(cells[width:]))
        if seen != width:
            found.append(_ragged(name, line, seen, width))
    columns: dict[int, pd.Series] = {
        number: _text_column([cells[number] if number < len(cells) else "" for _, cells in below])
        for number in range(width)
    }
    extra = [delimiter.join(_stripped(cells[width:])) for _, cells in below]
    if any(extra):
        heading = [*heading, EXTRA]
        columns[width] = _text_column(extra)
    lines = np.array([line for line, _ in below], dtype=np.int64)
    cells = pd.DataFrame(columns, index=pd.RangeIndex(len(below)))
    return _Table(heading, heading_line, cells, lines, found)


def _stripped(cells: list[str]) -> list[str]:
    """Return the cells without empty ones at the end."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    return cells


def _text_column(texts: list[str]) -> pd.Series:
    return pd.Series([text or None for text in texts], dtype="str")


def _split_rows(
    text: str, delimiter: str, name: str, first_line: int, found: list[Diagnostic]
) -> Iterator[tuple[int, list[str]]]:
    lines = io.StringIO(text, newline="").readlines()
    limit = csv.field_size_limit(_CELL_LIMIT)
    try:
        start = 0
        while start < len(lines):
            reader = csv.reader(
                iter(lines[start:]), delimiter=delimiter, strict=True, skipinitialspace=True
            )
            begin = start
            try:
                for cells in reader:
                    yield first_line + begin, cells
                    begin = start + reader.line_num
                return
            except csv.Error:
                found.append(_bad_quotes(name, first_line + begin))
                yield first_line + begin, _split_line(lines[begin], delimiter)
                start = begin + 1
    finally:
        csv.field_size_limit(limit)


def _bad_quotes(name: str, line: int) -> Diagnostic:
    return finding(
        "csv-syntax",
        "the quotes of the row that begins here do not close; only this line was read for it",
        hint='write a quote inside a quoted cell twice: ""',
        file=name,
        line=line,
    )


def _split_line(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line, its quotes honoured if they pair up, else plain characters."""
    quoting = csv.QUOTE_NONE if line.count('"') % 2 else csv.QUOTE_MINIMAL
    return next(csv.reader([line], delimiter=delimiter, quoting=quoting), [])


def _assemble(table: _Table) -> pd.DataFrame:
    names: list[str] = []
    for number, heading in enumerate(table.heading, start=1):
        name = heading.strip().strip("\ufeff") or f"column_{number}"
        while name in names or name in ("origin_line", "origin_positions"):
            name += "_"
        names.append(name)
    raw = table.cells.set_axis(names, axis=1) if names else table.cells
    raw["origin_line"] = pd.Series(table.lines, dtype="int64")
    return raw


def _drop_blank(raw: pd.DataFrame) -> pd.DataFrame:
    """Return the table without rows that hold no text at all."""
    filled = np.zeros(len(raw), dtype=bool)
    for name in raw.columns.drop("origin_line"):
        empty = np.flatnonzero(~filled)
        if len(empty) == 0:
            return raw
        column = raw[name].iloc[empty]
        filled[empty] = (column.notna() & (column.str.strip() != "")).to_numpy()
    return raw[filled].reset_index(drop=True)


def _drop_tags(raw: pd.DataFrame) -> pd.DataFrame:
    """Return the table without a first row of HXL tags, which say what the columns are."""
    if raw.empty:
        return raw
    first = raw.iloc[0].drop("origin_line").dropna()
    is_tags = len(first) > 0 and all(_HXL_TAG.fullmatch(cell.strip()) for cell in first)
    return raw.iloc[1:].reset_index(drop=True) if is_tags else raw
