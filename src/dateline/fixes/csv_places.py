"""The places of cells in delimited text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from dateline.diagnostics import Edit
from dateline.fixes.spans import Change, EventPlace
from dateline.readers.layout import HEAD_BYTES, find_layout

#: Headings are looked for in so many rows.
_MOST_ABOVE: Final = 25

#: Where the path of a part of a field begins.
_WHOLE: Final = re.compile(r"[.\[]")


@dataclass(slots=True)
class Row:
    """A row: the line on which it begins, and the start and end of each cell."""

    line: int
    cells: list[tuple[int, int]] = field(default_factory=list)


class CsvPlaces:
    """The cells of a delimited text by row and column."""

    def __init__(
        self, text: str, columns: Mapping[str, Sequence[str]], *, delimiter: str, headless: bool
    ) -> None:
        """Find the cells.

        Args:
            text: The text.
            columns: Field to the columns that it is read from.
            delimiter: As in the settings; empty means that the text says it.
            headless: Whether the first row is an event.
        """
        head = text.removeprefix("\ufeff").encode()[:HEAD_BYTES]
        self._text = text
        self._delimiter = find_layout(head, delimiter).delimiter
        rows = _rows(text, self._delimiter)
        self._rows = [row for row in rows if any(self._cell(span) for span in row.cells)]
        self._by_line = {row.line: row for row in self._rows}
        self._columns = columns
        self._heading = None if headless else self._find_heading()
        first = (self._heading or self._rows[0]).cells if self._rows else []
        self._names = [
            f"column_{number}" if headless else self._cell(span).strip("\ufeff")
            for number, span in enumerate(first, 1)
        ]

    def _find_heading(self) -> Row | None:
        """Return the first row that names every column that is used, or the first of all."""
        used = {name for names in self._columns.values() for name in names}
        for row in self._rows[:_MOST_ABOVE]:
            if used <= {self._cell(span).strip("\ufeff") for span in row.cells}:
                return row
        return self._rows[0] if self._rows else None

    def values(self) -> list[str]:
        """Return every cell, in their order."""
        return [self._cell(span) for row in self._rows for span in row.cells]

    def _cell(self, span: tuple[int, int]) -> str:
        written = self._text[span[0] : span[1]].strip()
        if len(written) > 1 and written[0] == written[-1] == '"':
            return written[1:-1].replace('""', '"').strip()
        return written

    def find(self, event: EventPlace, edit: Edit) -> Change | None:
        """Return the change that makes an edit in an event; None if the old text is not there."""
        if edit.is_key:
            if self._heading is None or self._names.count(edit.old) != 1:
                return None
            is_free = edit.new not in self._names
            span = self._heading.cells[self._names.index(edit.old)]
            return self._change(span, edit) if is_free else None
        row = self._by_line.get(event.line)
        if row is None or row is self._heading:
            return None
        # A cell with one source is the field ``sources``; its link is ``sources[0].url``.
        names = self._columns.get(edit.field) or self._columns.get(_WHOLE.split(edit.field)[0], ())
        numbers = {self._number(name) for name in names}
        spans = [row.cells[n] for n in numbers if n is not None and n < len(row.cells)]
        fitting = [span for span in spans if self._cell(span) == edit.old]
        return self._change(fitting[0], edit) if len(fitting) == 1 else None

    def _number(self, name: str) -> int | None:
        return self._names.index(name) if self._names.count(name) == 1 else None

    def _change(self, span: tuple[int, int], edit: Edit) -> Change | None:
        written = self._text[span[0] : span[1]]
        start = span[0] + len(written) - len(written.lstrip())
        end = span[1] - (len(written) - len(written.rstrip()))
        is_quoted = end - start > 1 and self._text[start] == self._text[end - 1] == '"'
        marks = (self._delimiter, '"', "\n", "\r")
        if is_quoted or any(mark in edit.new for mark in marks):
            return Change(start, end, '"' + edit.new.replace('"', '""') + '"')
        return Change(start, end, edit.new)


def _rows(text: str, delimiter: str) -> list[Row]:
    """Return the rows of a text; quotes count only at the start of a cell, as in RFC 4180."""
    ends = re.compile(f"[{re.escape(delimiter)}\r\n]")
    rows: list[Row] = []
    line, at = 1, 0
    row = Row(line)
    while at < len(text):
        begin = at
        quote = re.compile(r"[ ]*\"").match(text, at) if text[at] in ' "' else None
        if quote is not None:
            at = _after_quotes(text, quote.end())
        found = ends.search(text, at)
        at = found.start() if found else len(text)
        row.cells.append((begin, at))
        line += len(re.findall("\r\n|\r|\n", text[begin:at]))
        if found is None:
            break
        if found[0] == delimiter:
            at += len(delimiter)
            if at < len(text):
                continue
            row.cells.append((at, at))
            break
        at += 2 if text.startswith("\r\n", at) else 1
        line += 1
        rows.append(row)
        row = Row(line)
    return [*rows, row] if row.cells else rows


def _after_quotes(text: str, at: int) -> int:
    """Return the place after the quotation mark that closes a cell."""
    while True:
        close = text.find('"', at)
        if close < 0:
            return len(text)
        if not text.startswith('""', close):
            return close + 1
        at = close + 2
