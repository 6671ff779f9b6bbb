"""The layout of delimited text: its delimiter, and where the rows of its table begin.

Spreadsheets and databases write lines above the table: ``sep=;``, the name of a report, the day of
an export. These have one or two cells, where the rows below have many.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from dateline.errors import SettingsError
from dateline.one_line import clipped

#: Delimiters that are detected, the most common first.
DELIMITERS: Final = (",", ";", "\t", "|")

#: How many bytes at the start of a text are examined.
HEAD_BYTES: Final = 1 << 16

#: The line that spreadsheets write first to declare the delimiter.
_SEPARATOR_LINE: Final = re.compile(rb'"?sep=([^"\r\n])"?\r?\n', re.IGNORECASE)

_QUOTED: Final = re.compile(r'"[^"]*"')

#: How many rows are examined, and how many of them may be above the table.
_MOST_ROWS: Final = 60
_MOST_ABOVE: Final = 20

#: A table below other rows has at least so many columns, and this share of its rows has them all.
_FEWEST_COLUMNS: Final = 3
_MOST: Final = 0.8

#: A row above the table fills one column, or at most one in so many.
_NARROW: Final = 3


class TextRow(NamedTuple):
    """A row of a text: the 1-based line on which it begins, and its cells."""

    line: int
    cells: list[str]


class Layout(NamedTuple):
    """The layout of a delimited text.

    Attributes:
        delimiter: One ASCII character.
        start: Number of bytes before the first row of the table.
        first_line: 1-based line of that row.
        above: The rows above it that are not blank; each fills few of its columns.
    """

    delimiter: str
    start: int = 0
    first_line: int = 1
    above: Sequence[TextRow] = ()


def find_layout(head: bytes, delimiter: str) -> Layout:
    """Return the layout of a text.

    The delimiter is the one that the settings or the text name. Else it is the one that splits the
    first row into most cells, or that makes rows of one width below a narrow first row.

    Args:
        head: The first :data:`HEAD_BYTES` of the text, in UTF-8 without a byte order mark.
        delimiter: As in the settings; empty if the text decides.

    Raises:
        SettingsError: The delimiter is not one character.
    """
    _check(delimiter)
    named = _SEPARATOR_LINE.match(head)
    start = named.end() if named else 0
    said = delimiter or (named[1].decode("latin-1") if named else "")
    layout = _find_table(
        head[start:].decode("utf-8", "replace"),
        said if said.isascii() else ",",
        first_line=2 if named else 1,
        is_cut=len(head) >= HEAD_BYTES,
    )
    lines = head.split(b"\n", layout.first_line - 1)[:-1]
    return layout._replace(start=sum(len(line) + 1 for line in lines))


def _find_table(text: str, said: str, *, first_line: int, is_cut: bool) -> Layout:
    first = next((line for line in text.splitlines() if line.strip()), "")
    likely = said or max(DELIMITERS, key=_QUOTED.sub("", first).count)
    plain = Layout(likely, 0, first_line)
    below: dict[int, Layout] = {}
    for delimiter in said or DELIMITERS:
        rows = _first_rows(text, delimiter, first_line)[: -1 if is_cut else None]
        count = _count_above(rows)
        if count:
            below.setdefault(
                len(rows[count].cells), Layout(delimiter, 0, rows[count].line, rows[:count])
            )
        elif delimiter == likely and _is_even(rows):
            return plain
    return below[max(below)] if below else plain


def _is_even(rows: Sequence[TextRow]) -> bool:
    """Return whether most rows have as many cells as the first, at least two."""
    widths = [len(row.cells) for row in rows]
    return widths[:1] > [1] and widths.count(widths[0]) >= _MOST * len(widths)


def _first_rows(text: str, delimiter: str, line: int) -> list[TextRow]:
    """Return the first rows that are not blank; none if readers may split the lines differently."""
    if "\r" in text.replace("\r\n", ""):
        return []
    rows = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, skipinitialspace=False)
    height = 0
    for cells in reader:
        if any(map(str.strip, cells)):
            rows.append(TextRow(line + height, cells))
        height = reader.line_num
        if len(rows) == _MOST_ROWS:
            break
    return rows


def _count_above(rows: Sequence[TextRow]) -> int:
    """Return how many rows are above a table; 0 if there is none, or none below others."""
    width = max((len(row.cells) for row in rows), default=0)
    count = next((n for n, row in enumerate(rows) if len(row.cells) == width), 0)
    full = sum(len(row.cells) == width for row in rows[count:])
    is_table = width >= _FEWEST_COLUMNS and full >= max(2, _MOST * (len(rows) - count))
    # Commas with a space after each are those of a sentence.
    if not is_table or all(cell.startswith(" ") for cell in rows[count].cells[1:]):
        return 0
    narrow = max(1, width // _NARROW)
    filled = (sum(bool(cell.strip()) for cell in row.cells) for row in rows[:count])
    return count if count <= _MOST_ABOVE and all(each <= narrow for each in filled) else 0


def _check(delimiter: str) -> None:
    if delimiter and (len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n'):
        raise SettingsError(
            f'setting "read.delimiter" is "{clipped(delimiter)}", expected one character',
            hint='set delimiter = ";" or delimiter = "\\t"',
        )
