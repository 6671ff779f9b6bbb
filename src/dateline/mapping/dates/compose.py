"""Columns that together give a date: start and end, date and time, year, month and day.

Each function returns texts that :func:`~dateline.mapping.dates.column.decide` reads, so the words
of the table are kept. Nothing is decided here but what belongs together; what a date has to leave
out is returned with it, so that it is reported.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from dateline.arrow import map_texts, to_arrow, to_texts
from dateline.mapping.dates.clock import read_clock
from dateline.mapping.dates.fold import fold
from dateline.mapping.dates.midnight import are_midnights, days_of
from dateline.mapping.dates.patterns import month_name, month_numbers
from dateline.mapping.dates.text import read_text
from dateline.timespan.calendar import format_day
from dateline.timespan.grammar import RefusalError, parse_expression

#: Joins the two ends of a span, as written.
SPAN: Final = " / "

#: Words in a heading that say that its numbers count seconds or milliseconds.
_EPOCH: Final = re.compile(
    "time_?stamp|epoch|unix|posix|millis|zeitstempel|tijdstempel|tidsst|horodat|(?:^|_)(?:ms|s|ts)(?:_|$)"
)
#: Words in a heading that allow milliseconds, which no date in figures looks like.
_INSTANT: Final = re.compile("time|updated|created")
#: Milliseconds since 1970 that are dates: 1973 to 2096.
_MILLISECONDS: Final = (100_000_000_000, 4_000_000_000_000)
_THOUSAND: Final = 1000
_MOST_DIGITS: Final = 15
_COMPACT_CLOCK: Final = re.compile("[0-9]{3,4}|[0-9]{6}")
_DOTTED: Final = r"^\s*([01]?[0-9]|2[0-3])\.[0-5][0-9](\.[0-5][0-9])?\s*$"
_PARTS: Final = 99
_ISO_DATE: Final = "[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?"
_ISO_DAY: Final = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_YEAR: Final = re.compile("[0-9]{4}")
_A_DAY: Final = "2024-03-05"
_A_CLOCK: Final = "14:30"
_HAS_CLOCK: Final = "[0-9]{1,2}:[0-9]{2}"
#: Day and month in figures, whose year is in a column of its own.
_DAY_MONTH: Final = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1?")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Values that are no part of the date of their rows.

    Attributes:
        part: The column: ``time``, ``month`` or ``day``.
        text: The value in the first row.
        rows: The rows.
        needs: What its row would have to give, such as ``month``; empty if it is not read at all.
    """

    part: str
    text: str
    rows: np.ndarray
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Joined:
    """Dates joined from several columns.

    Attributes:
        when: The dates.
        words: What the row says, where the date has to leave out some of it; else missing.
        left_out: What is left out.
        is_whole: Whether every other value is in the dates.
    """

    when: pd.Series
    words: pd.Series | None = None
    left_out: tuple[LeftOut, ...] = ()
    is_whole: bool = True


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
    numbers = given(column).dropna().unique()
    if len(numbers) and all(_is_between(text, low, high) for text in numbers):
        return map_texts(column, lambda text: _instant(text, _THOUSAND))
    low, high = low // _THOUSAND, high // _THOUSAND
    if says and len(numbers) and all(_is_between(text, low, high) for text in numbers):
        return map_texts(column, lambda text: _instant(text, 1))
    return column


def _is_between(text: str, low: int, high: int) -> bool:
    is_number = text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS
    return is_number and low <= int(text) <= high


def _instant(text: str, per_second: int) -> str:
    """Return a number as an instant; a word for no date stays as it is."""
    if not text.isdecimal():
        return text
    return format_instant(int(text) // per_second)


def format_instant(seconds: int) -> str:
    """Return seconds since 1970 as an instant in UTC."""
    days, rest = divmod(seconds, 86_400)
    minutes, second = divmod(rest, 60)
    return f"{format_day(days)}T{minutes // 60:02d}:{minutes % 60:02d}:{second:02d}Z"


def drop_midnights(column: pd.Series) -> pd.Series:
    """Return ISO timestamps as days if all of the column are midnight; else the column as it is."""
    texts = to_arrow(column)
    if texts.null_count == len(texts) or not are_midnights(texts.drop_null()).all():
        return column
    return to_texts(days_of(texts), column.index)


def given(column: pd.Series) -> pd.Series:
    """Return a column without the words that say that there is no date."""
    nothing = says_nothing(column)
    return column.mask(nothing) if nothing.any() else column


def says_nothing(column: pd.Series) -> pd.Series:
    """Return which texts are missing, or say that there is no date."""
    none = column.isna()
    words = column.mask(column.str.contains("[1-9]", na=True))
    return none | _each(words, _is_nothing) if words.notna().any() else none


def _is_nothing(text: str) -> bool:
    has_number = any(letter.isdecimal() and letter != "0" for letter in text)
    return not has_number and read_text(text).is_nothing


def join_span(start: pd.Series, end: pd.Series) -> pd.Series:
    """Return ``start / end``, or an EDTF interval if both ends are ISO dates.

    Equal ends are one date, and an unknown end keeps the start.
    """
    first, last = given(start), given(end)
    are_edtf = first.str.fullmatch(_ISO_DATE, na=False) & last.str.fullmatch(_ISO_DATE, na=False)
    joint = pd.Series(np.where(are_edtf, "/", SPAN), index=first.index, dtype="str")
    both = (first + joint + last).where(first != last, first)
    return both.fillna(first).fillna("/" + last)


# --- date and time ----------------------------------------------------------------------------


def join_clock(date: pd.Series, time: pd.Series) -> Joined:
    """Return dates with their clock time, where they have none and name one day.

    Words such as "in the evening" stand beside their day too. A time that is not read, or whose row
    has no day, leaves the date as it is.
    """
    h_clock = date.str.contains(_HAS_CLOCK, na=False)
    is_whole = not (h_clock & time.notna()).any()
    date, time = given(date), given(time).mask(h_clock)
    clocks = map_texts(_with_colons(time), _clock)
    is_day = date.str.fullmatch(_ISO_DAY, na=False)
    takes = is_day | _each(date.mask(is_day), _names_day)
    joint = pd.Series(np.where(is_day, "T", " "), index=date.index)
    when = (date + joint + clocks).where(takes).fillna(date)
    in_words = date + " " + time
    is_worded = time.notna() & clocks.isna() & takes
    reads = is_worded & _each(time.where(is_worded), lambda text: _adds_nothing(_A_DAY, text))
    pairs = in_words.where(reads & ~is_day)
    if pairs.notna().any():  # each language has its own words
        reads &= is_day | _reads_together(date, time, pairs)
    when = when.mask(reads, in_words)
    is_odd, has_no_day = is_worded & ~reads, time.notna() & ~takes
    if not (is_odd | has_no_day).any():
        return Joined(when, is_whole=is_whole)
    words = in_words.fillna(time).where(is_odd | has_no_day)
    left = _odd("time", time.where(is_odd))
    rows = np.flatnonzero(has_no_day)
    if len(rows):
        left.append(LeftOut("time", str(time.iloc[rows[0]]), rows, "day"))
    return Joined(when, words, tuple(left), is_whole)


def _with_colons(time: pd.Series) -> pd.Series:
    """Return clock times with colons, if all are written with a dot: "21.30"."""
    array = to_arrow(time)
    are_dotted = pc.all(pc.match_substring_regex(array, _DOTTED)).as_py()
    return time.str.replace(".", ":", regex=False) if are_dotted else time


def is_time_of_day(text: str) -> bool:
    """Return whether a text is a clock time, or other words that only say when on a day.

    >>> is_time_of_day("1330"), is_time_of_day("14.30 Uhr"), is_time_of_day("5 March")
    (True, True, False)
    """
    return _clock(text) is not None or _adds_nothing(_A_DAY, text)


def _clock(text: str) -> str | None:
    """Return a clock time as ``HH:MM``; None if it is none."""
    folded = fold(text)
    if _COMPACT_CLOCK.fullmatch(folded):
        digits = folded.zfill(6 if len(folded) > 4 else 4)  # noqa: PLR2004
        folded = ":".join(digits[at : at + 2] for at in range(0, len(digits), 2))
    return read_clock(folded) or None


def _reads_together(date: pd.Series, time: pd.Series, pairs: pd.Series) -> pd.Series:
    """Return whether dates and times in words are read together, tried once for each pair."""
    codes, _ = pd.factorize(pairs)
    first = np.unique(codes, return_index=True)[1][1 if (codes < 0).any() else 0 :]
    found = [_adds_nothing(str(date.iloc[at]), str(time.iloc[at])) for at in first]
    return pd.Series(np.array([*found, False])[codes], index=pairs.index)


def _each(column: pd.Series, test: Callable[[str], bool]) -> pd.Series:
    """Return whether each text passes a test, made once for each distinct one."""
    return map_texts(column, lambda text: "1" if test(text) else None).notna()


@lru_cache(maxsize=4096)
def _names_day(date: str) -> bool:
    """Return whether a text is no date of another unit than a day."""
    return not read_text(date).readings or _adds_nothing(date, _A_CLOCK)


@lru_cache(maxsize=4096)
def _adds_nothing(date: str, time: str) -> bool:
    """Return whether a date and a time are read together, beginning on the days of the date."""
    alone, both = read_text(date).readings, read_text(f"{date} {time}").readings
    length = len(_A_DAY)
    return bool(both) and {one.edtf[:length] for one in alone} == {
        one.edtf[:length] for one in both
    }


def _odd(part: str, texts: pd.Series) -> list[LeftOut]:
    """Return each different text that is not read."""
    codes, distinct = pd.factorize(texts)
    return [LeftOut(part, str(text), np.flatnonzero(codes == n)) for n, text in enumerate(distinct)]


# --- year, month and day ----------------------------------------------------------------------


def add_year(date: pd.Series, year: pd.Series) -> pd.Series:
    """Return dates, those without a year with that of their row."""
    lacks = _each(date, lambda text: read_text(text).reason == "no-year") & year.notna()
    return date.mask(lacks, map_texts(date, _before_year) + map_texts(year, _year))


def _before_year(date: str) -> str:
    found = _DAY_MONTH.fullmatch(date)
    return date.rstrip(found[1]) + found[1] if found else f"{date} "


def join_parts(
    year: pd.Series, month: pd.Series | None = None, day: pd.Series | None = None
) -> Joined:
    """Return year, month and day as one date; it ends before a part that is missing or 0.

    A month may be a number or a name in any language, and month and day may be words, such as
    "early" or "5-7", that are read together with the rest of the row.
    """
    none = pd.Series(None, index=year.index, dtype="str")
    years = map_texts(given(year), _year)
    month, day = (given(column) if column is not None else none for column in (month, day))
    numbers = month_numbers(month.dropna().unique())
    months = map_texts(month, lambda text: _month(text, numbers))
    days = map_texts(day, _number)
    when = years + ("-" + months + ("-" + days).fillna("")).fillna("")
    is_left = days.isna() & day.notna() | months.isna() & (month.notna() | day.notna())
    is_left |= years.isna() & (month.notna() | day.notna())
    rows = np.flatnonzero(is_left)
    if not len(rows):
        return Joined(when)
    texts = pd.DataFrame({"year": years, "month": month, "day": day}).iloc[rows].fillna("")
    words = none.copy()
    found: dict[tuple[str, str, str], list[LeftOut]] = {}
    for at in texts.groupby(list(texts), sort=False).indices.values():
        parts = [str(text) for text in texts.iloc[at[0]]]
        number = _month(parts[1], numbers)
        together = _together(*parts, number=number)
        if together:
            when.iloc[rows[at]] = together
            continue
        words.iloc[rows[at]] = " ".join(part for part in reversed(parts) if part)
        left = _left_out(*parts, rows=rows[at], has_month=number is not None)
        found.setdefault((left.part, left.needs, "" if left.needs else left.text), []).append(left)
    return Joined(when, words, tuple(map(_merged, found.values())))


def _merged(found: list[LeftOut]) -> LeftOut:
    rows = np.sort(np.concatenate([one.rows for one in found]))
    return replace(min(found, key=lambda one: one.rows[0]), rows=rows)


def _left_out(year: str, month: str, day: str, *, rows: np.ndarray, has_month: bool) -> LeftOut:
    """Return what is left out of year, month and day that are not read together."""
    first = ("month", month) if month else ("day", day)
    if not year:
        return LeftOut(*first, rows, "year")
    if not month:
        return LeftOut(*first, rows, "month")
    return LeftOut("day", day, rows) if has_month else LeftOut("month", month, rows)


def _together(year: str, month: str, day: str, *, number: str | None) -> str:
    """Return the text of a row whose month or day is in words; empty if it is not read."""
    if not year or not month:
        return ""
    names = [month_name(int(number)), f"{number}/{year}"] if number else [month]
    rest = f"{year}-{number}" if number else year
    for name in names:
        text = f"{day} {name}" if "/" in name else f"{day} {name} {year}".strip()
        readings = read_text(text).readings
        if len(readings) == 1 and _begins_in(readings[0].edtf, rest):
            return text
    return ""


def _begins_in(edtf: str, whole: str) -> bool:
    """Return whether a date begins in the year or month of its row."""
    try:
        part, around = parse_expression(edtf), parse_expression(whole)
    except RefusalError:
        return False
    begin, first, end = part.stated_start, around.stated_start, around.stated_end
    if begin is None or first is None or end is None:
        return False
    return first <= begin < end


def _year(text: str) -> str:
    """Return a year in ASCII figures; another text as it is."""
    digits = fold(text).removesuffix(".0")
    return digits if _YEAR.fullmatch(digits) else text


def _number(text: str) -> str | None:
    digits = fold(text).removesuffix(".0")
    is_part = digits.isascii() and digits.isdecimal() and 0 < int(digits) <= _PARTS
    return digits.zfill(2) if is_part and len(digits) <= 2 else None  # noqa: PLR2004


def _month(text: str, numbers: Mapping[str, int]) -> str | None:
    number = numbers.get(text)
    return f"{number:02d}" if number else _number(text)
