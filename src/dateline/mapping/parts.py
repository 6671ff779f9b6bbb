"""Combine columns into one field: start and end, date and time, year and month.

``choose.py`` finds them. Every decision is made per column for all rows, never row by row.
The resulting texts are in the form of the ``when`` field and are checked later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
import pandas as pd

from dateline.mapping.dates import (
    drop_midnights,
    from_epoch,
    has_clock,
    join_clock,
    join_parts,
    join_span,
)

#: Field to column; all text, missing is NaN.
TextColumns = Mapping[str, pd.Series]

_TIME_OF_DAY: Final = re.compile(r"(\d{1,2}):(\d\d)(:\d\d)?|(\d{3,4})")
_MONTH: Final = re.compile(r"\d{4}-\d\d")


def map_distinct(column: pd.Series, convert: Callable[[str], str]) -> pd.Series:
    """Return ``convert`` of every text, called once per distinct text; missing stays missing."""
    codes, distinct = pd.factorize(column)
    converted = np.array([*(convert(text) for text in distinct), np.nan], dtype=object)
    return pd.Series(converted[codes], index=column.index, dtype="str")


def compose_when(
    columns: TextColumns, headings: Mapping[str, str]
) -> tuple[pd.Series, tuple[str, ...]] | None:
    """Return ``when`` and the parts that it was made of, or None if there are no parts.

    Start and end take precedence over a date, and a date over year, month and day. The texts are
    joined as written; ``mapping.dates`` reads them when they are normalised.

    Args:
        columns: The parts.
        headings: The heading of each part, which may say that its numbers count milliseconds.
    """
    columns = {
        name: drop_midnights(from_epoch(column, headings.get(name, "")))
        for name, column in columns.items()
    }
    if "start" in columns and "end" in columns:
        return join_span(columns["start"], columns["end"]), ("start", "end")
    if "date" in columns:
        return _date_and_time(columns)
    if "year" in columns and "start" not in columns:
        parts = ("year", "month", "day") if "month" in columns else ("year",)
        used = tuple(name for name in parts if name in columns)
        return join_parts(columns["year"], *(columns.get(name) for name in parts[1:])), used
    alone = next((name for name in ("start", "month", "time") if _is_date(columns, name)), None)
    return (columns[alone], (alone,)) if alone else None


def _date_and_time(columns: TextColumns) -> tuple[pd.Series, tuple[str, ...]]:
    """Return the dates with their clock times; the times stay a column if some are not read."""
    date, time = columns["date"], columns.get("time")
    if time is None or has_clock(date):
        return date, ("date",)
    joined, are_all_read = join_clock(date, time)
    return joined, ("date", "time") if are_all_read else ("date",)


def _is_date(columns: TextColumns, name: str) -> bool:
    """Return whether a column that may be a part of a date contains complete dates."""
    if name not in columns:
        return False
    if name == "month":
        return _fits(columns[name], _MONTH)
    return not _fits(columns[name], _TIME_OF_DAY)


def join_source(source: pd.Series, url: pd.Series) -> pd.Series:
    """Return source and link in one text; if one is missing, the other."""
    return (source + " " + url).fillna(source).fillna(url)


def _fits(column: pd.Series, pattern: re.Pattern[str]) -> bool:
    distinct = column.dropna().unique()
    return len(distinct) > 0 and all(pattern.fullmatch(text.strip()) for text in distinct)
