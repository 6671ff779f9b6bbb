"""Format the mapping of tables as text: one line for each column, and what decided it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from dateline.mapping import ColumnUse, TableMapping
from dateline.one_line import clipped, one_line

#: At most this many tables are shown; the others are counted.
_MOST_TABLES: Final = 10
#: At most this many files and replaced words are named.
_MOST_NAMED: Final = 3
#: Longer headings are cut off.
_WIDEST: Final = 40
_HEAD: Final = ("column", "field", "decided by")


def format_mappings(mappings: Sequence[TableMapping]) -> list[str]:
    """Return the mapping of each table; tables with the same mapping are shown once."""
    filled = [mapping for mapping in mappings if mapping.rows]
    by_rows: dict[tuple[tuple[str, str, str], ...], list[TableMapping]] = {}
    for mapping in filled:
        by_rows.setdefault(tuple(_rows(mapping)), []).append(mapping)
    lines: list[str] = []
    for rows, members in list(by_rows.items())[:_MOST_TABLES]:
        lines += ["", *_table(rows, members)]
    left = len(by_rows) - _MOST_TABLES
    return [*lines, "", f"and {left:,} more mappings"][1:] if left > 0 else lines[1:]


def _table(rows: Sequence[tuple[str, str, str]], members: Sequence[TableMapping]) -> Iterator[str]:
    names = list(dict.fromkeys(one_line(mapping.file) for mapping in members))
    more = f" and {len(names) - _MOST_NAMED:,} more" if len(names) > _MOST_NAMED else ""
    events = sum(mapping.rows for mapping in members)
    counted = f"{events:,} event{'' if events == 1 else 's'}"
    yield f"{', '.join(names[:_MOST_NAMED])}{more}: {counted}"
    every = (_HEAD, *rows)
    widths = [max(_width(row[number]) for row in every) for number in (0, 1)]
    for row in every:
        cells = [cell + " " * (widths[n] - _width(cell)) for n, cell in enumerate(row[:2])]
        yield f"  {cells[0]}  {cells[1]}  {row[2]}".rstrip()


def _rows(mapping: TableMapping) -> Iterator[tuple[str, str, str]]:
    noted: set[str] = set()
    for column, uses in groupby(mapping.uses, lambda use: use.column):
        for number, use in enumerate(uses):
            name = "" if number else clipped(one_line(column), _WIDEST) or "(none)"
            yield name, use.field or "-", use.why + _note(mapping, use, noted)
    for sentence in mapping.undecided:
        yield "(undecided)", "?", one_line(sentence)


def _note(mapping: TableMapping, use: ColumnUse, noted: set[str]) -> str:
    """Return what else was decided about a field; it is said once for each field."""
    if not use.field or use.field in noted:
        return ""
    noted.add(use.field)
    notes = [mapping.dates[use.field].why] if use.field in mapping.dates else []
    words = dict(mapping.table.values).get(use.field, {})
    if words:
        shown = [f'"{clipped(word, 30)}" = {meant}' for word, meant in words.items()]
        more = f" and {len(shown) - _MOST_NAMED} more" if len(shown) > _MOST_NAMED else ""
        notes.append(", ".join(shown[:_MOST_NAMED]) + more)
    return "".join(f"; {one_line(note)}" for note in notes)


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    marks = sum(1 for char in text if unicodedata.combining(char))
    return len(text) - marks + sum(1 for c in text if unicodedata.east_asian_width(c) in "WF")
