"""Combine columns into one field: start and end, date and time, year and month.

``choose.py`` finds them. Every decision is made per column for all rows; a row that has nothing in
the columns of a date takes it from the next ones. The resulting texts are in the form of the
``when`` field and are checked later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from dateline.mapping.dates import (
    Joined,
    LeftOut,
    add_year,
    drop_midnights,
    from_epoch,
    join_clock,
    join_parts,
    join_span,
    says_nothing,
)

#: Field to column; all text, missing is NaN.
TextColumns = Mapping[str, pd.Series]

_TIME_OF_DAY: Final = re.compile(r"(\d{1,2}):(\d\d)(:\d\d)?|(\d{3,4})")
_MONTH: Final = re.compile(r"\d{4}-\d\d")


@dataclass(frozen=True, slots=True)
class ComposedDates:
    """The dates of a table.

    Attributes:
        when: The dates, as written.
        fields: The parts that they are made of.
        used: Those of the parts of which nothing else is left to keep.
        words: What a row says, where its date leaves out some of it; None if no date does.
        left_out: What the dates leave out.
    """

    when: pd.Series
    fields: tuple[str, ...]
    used: tuple[str, ...]
    words: pd.Series | None = None
    left_out: tuple[LeftOut, ...] = ()

    def is_empty(self) -> pd.Series:
        """Return which rows say nothing about a date."""
        is_empty = says_nothing(self.when)
        return is_empty if self.words is None else is_empty & self.words.isna()


def compose_when(columns: TextColumns, headings: Mapping[str, str]) -> ComposedDates | None:
    """Return ``when`` and the parts that it was made of, or None if there are no parts.

    Start and end take precedence over a date, and a date over year, month and day. Rows in which
    the first of these are empty take the next. The texts are joined as written; ``mapping.dates``
    reads them when they are normalised.

    Args:
        columns: The parts.
        headings: The heading of each part, which may say that its numbers count milliseconds.
    """
    columns = {
        name: drop_midnights(from_epoch(column, headings.get(name, "")))
        for name, column in columns.items()
    }
    composed: ComposedDates | None = None
    for names in _sources(columns):
        if composed is None:
            composed = _compose(columns, names)
            continue
        is_empty = composed.is_empty()
        if not is_empty.any():
            break
        other = _compose({name: c.where(is_empty) for name, c in columns.items()}, names)
        is_double = any((columns[name].notna() & ~is_empty).any() for name in names)
        composed = _filled(composed, other, is_double=is_double)
    return composed


def _sources(columns: TextColumns) -> Iterator[tuple[str, ...]]:
    """Yield the columns that together give dates, the best first."""
    clocks = tuple(name for name in ("start_time", "end_time") if name in columns)
    if "start" in columns and "end" in columns:
        yield ("start", "end", *clocks)
    elif "start" in columns and "date" not in columns and _is_date(columns, "start"):
        yield ("start", *clocks[:1])
    if "date" in columns:
        own = () if "start" in columns else clocks
        yield tuple(name for name in ("date", "time", *own) if name in columns)
        if "end" not in columns and _is_date(columns, "start"):
            yield ("start", *clocks[:1])
    if "year" in columns:
        parts = ("year", "month", "day") if "month" in columns else ("year",)
        yield tuple(name for name in parts if name in columns)
    elif not {"date", "start"} & columns.keys():
        yield from [(name,) for name in ("month", "time") if _is_date(columns, name)][:1]


def _compose(columns: TextColumns, names: tuple[str, ...]) -> ComposedDates:
    used = names
    if names[0] in ("date", "start"):
        joined = _date_and_time(columns) if names[0] == "date" else _with_clock(columns, "start")
        if not joined.is_whole:
            used = tuple(name for name in names if name not in ("time", "start_time"))
        if "end" in names or "end_time" in names:
            end = _with_clock(columns, "end" if "end" in names else "date", "end_time")
            last = end.when if "end" in names else _later(joined.when, end.when)
            is_whole = end.is_whole and bool((last.notna() | columns[names[-1]].isna()).all())
            used = used if is_whole else tuple(name for name in used if name != "end_time")
            left_out = (*joined.left_out, *end.left_out)
            joined = Joined(join_span(joined.when, last), joined.words, left_out)
    elif names[0] == "year":
        joined = join_parts(*(columns[name] for name in names))
    else:
        joined = Joined(columns[names[0]])
    return ComposedDates(joined.when, names, used, joined.words, joined.left_out)


def _later(start: pd.Series, end: pd.Series) -> pd.Series:
    """Return ends on the same day that are after their start.

    An earlier clock time may be of the next day, so it stays in its column.
    """
    return end.where((end > start).fillna(False) & end.str.contains(":", na=False))


def _with_clock(columns: TextColumns, name: str, clocks: str = "start_time") -> Joined:
    """Return dates with their clock time, if there is a column of it."""
    clock = columns.get(clocks)
    return Joined(columns[name]) if clock is None else join_clock(columns[name], clock)


def _date_and_time(columns: TextColumns) -> Joined:
    """Return the dates with the year and the clock time of their rows, if they have none."""
    date = columns["date"]
    if "year" in columns:
        date = add_year(date, columns["year"])
    time = columns.get("time", columns.get("start_time"))
    return Joined(date) if time is None else join_clock(date, time)


def _filled(first: ComposedDates, other: ComposedDates, *, is_double: bool) -> ComposedDates:
    """Return dates, and where a row has none, those of other columns.

    Args:
        first: The dates.
        other: Those of the other columns, in the rows without a date.
        is_double: Whether other rows have a value in both, so that the other columns are kept too.
    """
    fills = ~other.is_empty()
    if not fills.any():
        return first
    words = other.words if first.words is None else first.words.where(~fills, other.words)
    return ComposedDates(
        first.when.where(~fills, other.when),
        (*first.fields, *other.fields),
        first.used if is_double else (*first.used, *other.used),
        words,
        (*first.left_out, *other.left_out),
    )


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
