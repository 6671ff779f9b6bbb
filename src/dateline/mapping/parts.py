"""Combine columns into one field: start and end, date and time, year and month, lat and lon.

``headings.py`` knows their names. Every decision is made per column for all rows, never row by row.
The resulting texts are in the form of the ``when`` and coordinate fields and are checked later.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

import numpy as np
import pandas as pd

#: Field to column; all text, missing is NaN.
TextColumns = Mapping[str, pd.Series]

_MIDNIGHT: Final = re.compile(r"(\d{4}-\d\d-\d\d)[ T]00:00(:00(\.0+)?)?Z?")
_CLOCK: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?"
)
_TIME_OF_DAY: Final = re.compile(r"(\d{1,2}):(\d\d)(:\d\d)?|(\d{3,4})")
_MONTH: Final = re.compile(r"\d{4}-\d\d")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_PAIR: Final = re.compile(
    r"[(\[]?\s*([+-]?\d+(?:[.,]\d+)?)\s*(?:[;,]\s+|;|\s+)\s*([+-]?\d+(?:[.,]\d+)?)\s*[)\]]?"
    r"|[(\[]?\s*([+-]?\d+(?:\.\d+)?)\s*,\s*([+-]?\d+(?:\.\d+)?)\s*[)\]]?"
)

#: An upper bound for the number of a month or a day.
_MOST_DAYS: Final = 99

#: Integers in this range are read as milliseconds since 1970 (1973 to 2096).
_EPOCH_MS: Final = (100_000_000_000, 4_000_000_000_000)


def map_distinct(column: pd.Series, convert: Callable[[str], str]) -> pd.Series:
    """Return ``convert`` of every text, called once per distinct text; missing stays missing."""
    codes, distinct = pd.factorize(column)
    converted = np.array([*(convert(text) for text in distinct), np.nan], dtype=object)
    return pd.Series(converted[codes], index=column.index, dtype="str")


def compose_when(columns: TextColumns) -> tuple[pd.Series, tuple[str, ...]] | None:
    """Return ``when`` and the parts that it was made of, or None if there are no parts.

    Start and end take precedence over a date, and a date over year, month and day.
    """
    if "start" in columns and "end" in columns:
        start, end = _tidy(columns["start"]), _tidy(columns["end"])
        return _interval(start, end), ("start", "end")
    if "date" in columns:
        return _date_and_time(columns)
    if "year" in columns and "start" not in columns:
        return _year_month_day(columns)
    alone = next((name for name in ("start", "month", "time") if _is_date(columns, name)), None)
    return (_tidy(columns[alone]), (alone,)) if alone else None


def _is_date(columns: TextColumns, name: str) -> bool:
    """Return whether a column that may be a part of a date contains complete dates."""
    if name not in columns:
        return False
    if name == "month":
        return _fits(columns[name], _MONTH)
    return not _fits(columns[name], _TIME_OF_DAY)


def split_coordinates(column: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return ``lat`` and ``lon`` from texts such as ``51.19, 35.27``, latitude first.

    A text that is not a pair of numbers is put into ``lat`` as a whole, so that it is reported
    there.
    """

    def part(number: int) -> Callable[[str], str]:
        def convert(text: str) -> str:
            found = _PAIR.fullmatch(text.strip())
            if found is None:
                return text if number == 1 else ""
            return found[number] or found[number + 2]

        return convert

    lon = map_distinct(column, part(2))
    return map_distinct(column, part(1)), lon.where(lon != "")


def join_country(where: pd.Series, country: pd.Series) -> pd.Series:
    """Return the places followed by a comma and their country, unless they name several things.

    A missing place becomes the country alone.
    """
    is_more = where.str.contains(",", regex=False) | (
        where.str.casefold() == country.str.casefold()
    )
    joined = (where + ", " + country).mask(is_more.fillna(value=False).astype(bool), where)
    return joined.fillna(where).fillna(country)


def join_source(source: pd.Series, url: pd.Series) -> pd.Series:
    """Return source and link in one text; if one is missing, the other."""
    return (source + " " + url).fillna(source).fillna(url)


def _tidy(column: pd.Series) -> pd.Series:
    """Return timestamps as EDTF; clock times are dropped if all of them are midnight."""
    if _fits(column, _MIDNIGHT):
        return map_distinct(column, lambda text: text.strip()[:10])
    if _is_epoch(column):
        return map_distinct(column, _from_epoch)
    return map_distinct(column, _with_t)


def _with_t(text: str) -> str:
    found = _CLOCK.fullmatch(text.strip())
    return text if found is None else f"{found[1]}T{found[2]}{found[3] or ''}"


def _is_epoch(column: pd.Series) -> bool:
    low, high = _EPOCH_MS
    distinct = column.dropna().unique()
    return len(distinct) > 0 and all(
        text.isascii() and text.isdigit() and low <= int(text) <= high if len(text) < 16 else False  # noqa: PLR2004 - longer than any of them
        for text in distinct
    )


def _from_epoch(text: str) -> str:
    return datetime.fromtimestamp(int(text) // 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _fits(column: pd.Series, pattern: re.Pattern[str]) -> bool:
    distinct = column.dropna().unique()
    return len(distinct) > 0 and all(pattern.fullmatch(text.strip()) for text in distinct)


def _interval(start: pd.Series, end: pd.Series) -> pd.Series:
    both = (start + " / " + end).where(start != end, start)
    return both.fillna(start).fillna("/" + end)


def _date_and_time(columns: TextColumns) -> tuple[pd.Series, tuple[str, ...]]:
    date, time = _tidy(columns["date"]), columns.get("time")
    if time is None or not (_fits(time, _TIME_OF_DAY) and _fits(date, _DAY)):
        return date, ("date",)
    return (date + "T" + map_distinct(time, _clock)).fillna(date), ("date", "time")


def _clock(text: str) -> str:
    found = _TIME_OF_DAY.fullmatch(text.strip())
    assert found is not None
    if found[4]:
        digits = found[4].zfill(4)
        return f"{digits[:2]}:{digits[2:]}:00"
    return f"{found[1].zfill(2)}:{found[2]}{found[3] or ':00'}"


def _year_month_day(columns: TextColumns) -> tuple[pd.Series, tuple[str, ...]]:
    """Return year, month and day joined; the date ends before a part that is missing or 0."""
    used = ["year", *(name for name in ("month", "day") if name in columns)]
    used = used[:2] if "month" not in columns else used
    if "month" not in columns:
        used = ["year"]
    when = columns["year"]
    known = when.notna()
    for name in used[1:]:
        number = pd.to_numeric(columns[name], errors="coerce")
        known = known & number.between(1, _MOST_DAYS)
        digits = number.where(known, 0).astype("int64").astype("str").str.zfill(2)
        when = when.where(~known, when + "-" + digits)
    return when, tuple(used)
