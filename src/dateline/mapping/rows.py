"""Which row of a table has its headings: the first, one below some lines of titles, or none."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from typing import Final

import numpy as np
import pandas as pd

from dateline import schema
from dateline.mapping.below import without_rows_below
from dateline.mapping.findings import Decisions
from dateline.mapping.footnotes import without_marks
from dateline.mapping.lexicon import fold_heading, heading_scores, lexicon
from dateline.mapping.values import SourceColumn
from dateline.readers.raw import RawTable

_KNOWN: Final = 0.8
_LEAST: Final = 2
_FEWEST_COLUMNS: Final = 3
_MOST_TITLES: Final = 20
_DECIMAL: Final = re.compile(r"[+-]?\d{1,3}[.,]\d+")


def find_headings(raw: RawTable, note: str = "") -> tuple[RawTable, Decisions]:
    """Return the table without titles above and notes below, and its first decisions.

    Footnote marks at the end of its cells are left out.

    Args:
        raw: The table.
        note: What was decided about it before.
    """
    row = _heading_row(raw)
    found = raw if row is None else _below(raw, row)
    decisions = Decisions(found.file, found.heading_line)
    decisions.noted(note)
    if row is not None:
        titles = [raw.headings, *map(raw.texts_of, range(row))]
        decisions.titles_above(raw.heading_line, next(t for cells in titles for t in cells if t))
    found = _with_groups(found, decisions)
    decisions.duplicates(found.headings)
    return without_marks(without_rows_below(found, decisions), decisions), decisions


def _heading_row(raw: RawTable) -> int | None:
    """Return the row that has the headings, if there are only titles above it.

    A spreadsheet often begins with its name, a date and an empty line, each in the first cells of
    a row. Headings are words that are known, in at least half of the columns.
    """
    half = len(raw.headings) / 2
    if not raw.heading_line or raw.is_typed or len(raw.headings) < _FEWEST_COLUMNS:
        return None
    if sum(map(bool, raw.headings)) > half or _count_known(raw.headings) >= _LEAST:
        return None
    for row in range(min(_MOST_TITLES, len(raw))):
        cells = [text for text in raw.texts_of(row) if text]
        if len(cells) < max(half, _LEAST):
            continue
        is_known = _count_known(cells) >= max(_LEAST, len(cells) / 2)
        return row if is_known and not is_event(cells) else None
    return None


def _with_groups(raw: RawTable, decisions: Decisions) -> RawTable:
    """Return the table with the headings of its first row, if those above only group them.

    A group stands above several columns: in the first of them as spreadsheets write merged cells,
    or in each of them. Its name is part of a heading that would not be the only one otherwise.
    """
    groups = raw.headings
    is_plain = raw.heading_line and not raw.is_typed and len(groups) >= _FEWEST_COLUMNS
    is_plain = is_plain and not any(group in schema.GIVEN for group in groups)
    if not is_plain or not len(raw) or len(set(filter(None, groups))) == len(groups):
        return raw
    cells = raw.texts_of(0)
    filled = [cell for cell in cells if cell]
    is_named = all(group or cell for group, cell in zip(groups, cells, strict=True))
    is_known = _count_known(filled) >= max(_LEAST, len(filled) / 2)
    if not is_named or not is_known or is_event(filled):
        return raw
    below = _below(raw, 0)
    group, headings = "", []
    for above, cell in zip(groups, cells, strict=True):
        group = above or group
        headings.append(f"{group} {cell}".strip() if not cell or cells.count(cell) > 1 else cell)
    decisions.groups(raw.heading_line, below.heading_line)
    return dataclasses.replace(below, headings=headings)


def _count_known(cells: Iterable[str]) -> int:
    return sum(max(heading_scores(text).values(), default=0) >= _KNOWN for text in cells)


def _below(raw: RawTable, row: int) -> RawTable:
    """Return the table with this row as its headings."""
    return dataclasses.replace(
        raw,
        headings=raw.texts_of(row),
        columns=[column.iloc[row + 1 :].reset_index(drop=True) for column in raw.columns],
        lines=raw.lines[row + 1 :],
        heading_line=int(raw.lines[row]),
        positions=raw.positions and raw.positions[row + 1 :],
    )


def with_first_row(raw: RawTable, decisions: Decisions) -> RawTable:
    """Return the table with its headings as the first row, and report it."""
    columns = [
        pd.concat([pd.Series([heading or None], dtype="str"), column], ignore_index=True)
        for heading, column in zip(raw.headings, raw.columns, strict=True)
    ]
    decisions.headless(raw.heading_line)
    return dataclasses.replace(
        raw,
        headings=[f"column_{number}" for number in range(1, len(columns) + 1)],
        columns=columns,
        lines=np.concatenate([[raw.heading_line], raw.lines]).astype(np.int64),
    )


def is_event(headings: list[str]) -> bool:
    """Return whether headings are values: dates, numbers, positions or links, and no known word."""
    column = SourceColumn("", "", pd.Series(headings, dtype="str"), number=0)
    plain = column.dates + column.links + column.shapes + column.pairs
    # Beside a date or a link, short decimals are values too; alone they may be steps of a scale.
    share = plain + (column.share(_DECIMAL.fullmatch) if plain else column.decimals)
    count = round(share * len(column.sample))
    if count < _LEAST and not (count and len(headings) <= _LEAST):
        return False
    known = any(fold_heading(heading) in lexicon().phrases for heading in headings)
    return not known and all(max(heading_scores(h).values(), default=0) < _KNOWN for h in headings)
