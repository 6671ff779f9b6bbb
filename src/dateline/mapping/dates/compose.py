"""Columns that together give a date: start and end, date and time, year, month and day.

Each function returns texts that :func:`~dateline.mapping.dates.column.decide` reads, so the words
of the table are kept. Nothing is decided here but what belongs together.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

import numpy as np
import pandas as pd

from dateline.arrow import spread
from dateline.mapping.dates.clock import clock_at
from dateline.mapping.dates.fold import fold
from dateline.mapping.dates.patterns import month_number
from dateline.mapping.dates.text import read_text
from dateline.timespan.calendar import format_day

#: Joins the two ends of a span, as written.
SPAN: Final = " / "

#: Words in a heading that say that its numbers count seconds or milliseconds.
_EPOCH: Final = re.compile("timestamp|epoch|unix|posix|millis|(?:^|_)m?s(?:_|$)")
#: Words in a heading that allow milliseconds, which no date in figures looks like.
_INSTANT: Final = re.compile("time|updated|created")
#: Milliseconds since 1970 that are dates: 1973 to 2096.
_MILLISECONDS: Final = (100_000_000_000, 4_000_000_000_000)
_THOUSAND: Final = 1000
_MOST_DIGITS: Final = 15
_MIDNIGHT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T]00:00(:00(\.0+)?)?(Z|[+-]00:?00)?")
_COMPACT_CLOCK: Final = re.compile("[0-9]{3,4}|[0-9]{6}")
_PARTS: Final = 99
_ISO_DATE: Final = "[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?"
_ISO_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


def from_epoch(column: pd.Series, heading: str) -> pd.Series:
    """Return seconds or milliseconds since 1970 as instants, if the heading says that they are.

    Every text of the column has to be such a number, or say that there is no date; else the column
    is returned as it is.
    """
    folded = re.sub(r"\W+", "_", heading.strip().casefold()).strip("_")
    says = _EPOCH.search(folded) is not None
    if not says and _INSTANT.search(folded) is None:
        return column
    low, high = _MILLISECONDS
    numbers = _given(column).dropna().unique()
    if len(numbers) and all(_is_between(text, low, high) for text in numbers):
        return _map(column, lambda text: _instant(text, _THOUSAND))
    low, high = low // _THOUSAND, high // _THOUSAND
    if says and len(numbers) and all(_is_between(text, low, high) for text in numbers):
        return _map(column, lambda text: _instant(text, 1))
    return column


def _is_between(text: str, low: int, high: int) -> bool:
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return is_number and low <= int(text) <= high


def _instant(text: str, per_second: int) -> str:
    """Return a number as an instant; a word for no date stays as it is."""
    if not text.isdecimal():
        return text
    days, rest = divmod(int(text) // per_second, 86_400)
    minutes, second = divmod(rest, 60)
    return f"{format_day(days)}T{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}Z"


def has_clock(column: pd.Series) -> bool:
    """Return whether dates already have clock times."""
    return bool(column.str.contains("[0-9]{1,2}:[0-9]{2}", na=False).any())


def drop_midnights(column: pd.Series) -> pd.Series:
    """Return ISO timestamps as days if all of the column are midnight; else the column as it is."""
    written = column.dropna().unique()
    if len(written) and all(_MIDNIGHT.fullmatch(text.strip()) for text in written):
        return _map(column, lambda text: text.strip()[: len("2024-03-05")])
    return column


def _map(column: pd.Series, convert: Callable[[str], str | None]) -> pd.Series:
    """Return ``convert`` of every text, called once for each distinct one."""
    codes, distinct = pd.factorize(column)
    return spread([convert(str(text)) for text in distinct], codes, column.index)


def _given(column: pd.Series) -> pd.Series:
    """Return a column without the words that say that there is no date."""
    return _map(column, lambda text: None if _is_nothing(text) else text)


def _is_nothing(text: str) -> bool:
    return not any(map(str.isdecimal, text)) and read_text(text).is_nothing


def join_span(start: pd.Series, end: pd.Series) -> pd.Series:
    """Return ``start / end``, or an EDTF interval if both ends are ISO dates.

    Equal ends are one date, and an unknown end keeps the start.
    """
    first, last = _given(start), _given(end)
    are_edtf = first.str.fullmatch(_ISO_DATE, na=False) & last.str.fullmatch(_ISO_DATE, na=False)
    joint = pd.Series(np.where(are_edtf, "/", SPAN), index=first.index, dtype="str")
    both = (first + joint + last).where(first != last, first)
    return both.fillna(first).fillna("/" + last)


def join_clock(date: pd.Series, time: pd.Series) -> tuple[pd.Series, bool]:
    """Return dates with their clock time, and whether every time was read or says nothing.

    A time that is not known, or is no clock time, leaves the day.
    """
    clocks = _map(time, _clock)
    unread = time[clocks.isna() & date.notna()].dropna().unique()
    joint = pd.Series(np.where(date.str.fullmatch(_ISO_DAY, na=False), "T", " "), index=date.index)
    are_read = all(read_text(str(text)).is_nothing for text in unread)
    return (date + joint + clocks).fillna(date), are_read


def _clock(text: str) -> str | None:
    """Return a clock time as ``HH:MM``; None if it is none."""
    folded = fold(text)
    if _COMPACT_CLOCK.fullmatch(folded):
        digits = folded.zfill(6 if len(folded) > 4 else 4)  # noqa: PLR2004
        folded = ":".join(digits[at : at + 2] for at in range(0, len(digits), 2))
    found = clock_at("2024-03-05 " + folded, len("2024-03-05 "))
    return found.text if found and found.end == len("2024-03-05 ") + len(folded) else None


def join_parts(
    year: pd.Series, month: pd.Series | None = None, day: pd.Series | None = None
) -> pd.Series:
    """Return year, month and day as one date; it ends before a part that is missing or 0.

    A month may be a number or a name in any language.
    """
    when = year
    known = when.notna()
    if month is not None:
        known, when = _with_part(when, known, _map(month, _month))
        if day is not None:
            known, when = _with_part(when, known, _map(day, _number))
    return when


def _with_part(when: pd.Series, known: pd.Series, part: pd.Series) -> tuple[pd.Series, pd.Series]:
    known = known & part.notna()
    return known, when.where(~known, when + "-" + part)


def _number(text: str) -> str | None:
    digits = fold(text).removesuffix(".0")
    is_part = digits.isascii() and digits.isdecimal() and 0 < int(digits) <= _PARTS
    return digits.zfill(2) if is_part and len(digits) <= 2 else None  # noqa: PLR2004


def _month(text: str) -> str | None:
    number = month_number(text)
    return f"{number:02d}" if number else _number(text)
