"""Cells that are blank below a value, as a spreadsheet saves merged cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dateline.mapping.values import SourceColumn

#: Fewer rows, filled cells or blanks than these show nothing.
_FEWEST_ROWS: Final = 4
_FEWEST: Final = 2
#: A smaller share of blanks is that of values that are missing.
_LEAST_BLANK: Final = 0.3
#: How many rows are examined.
_MOST_ROWS: Final = 10_000
#: Fields that a value above may be meant for.
_FIELDS: Final = frozenset(
    {
        *("when", "date", "start", "year", "month", "where", "city", "district", "region"),
        *("country", "layer", "event_type", "actor1"),
    }
)


def find_merged(
    fields: Mapping[str, Sequence[SourceColumn]],
    columns: Sequence[SourceColumn],
    lines: pd.Series[Any],
) -> tuple[list[str], NDArray[np.int64]]:
    """Return the headings of columns that look like merged cells, and the lines of blank ones.

    The first column is one of them: its first cell is filled, no value follows itself, and rows
    that begin a new value of it begin one of the others too.
    """
    used = {column.name for name in _FIELDS & fields.keys() for column in fields[name]}
    first = next(iter(columns), None)
    if first is None or not _is_merged(first):
        return [], lines.to_numpy()[:0]
    outer = ~first.filled
    found = [first]
    for column in columns[1:]:
        is_inside = not (~column.filled & ~outer).any()
        if column.name in used and is_inside and _is_merged(column):
            found.append(column)
    if not any(column.name in used for column in found):
        return [], lines.to_numpy()[:0]
    return [column.heading for column in found], lines.to_numpy()[outer]


def _is_merged(column: SourceColumn) -> bool:
    filled = column.filled[:_MOST_ROWS]
    blank = len(filled) - int(filled.sum())
    if len(filled) < _FEWEST_ROWS or not filled[0] or filled.sum() < _FEWEST or column.is_nested:
        return False
    if blank < max(_FEWEST, _LEAST_BLANK * len(filled)):
        return False
    values = column.texts.iloc[np.flatnonzero(filled)].str.strip().to_numpy()
    return not (values[1:] == values[:-1]).any()
