"""Describe dates in words, in English. ``web/src/timespan.js`` produces the same words.

The words mean exactly what the EDTF text means. If it has no short form, its first and last day are
given.
"""

from __future__ import annotations

import re
from typing import Final

from dateline.timespan.calendar import civil
from dateline.timespan.grammar import DATE, OPEN, TIME, YEAR
from dateline.timespan.span import TimeSpan

UNDATED: Final = "undated"

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_NORTHERN: Final = ("spring", "summer", "autumn", "winter")
_ORDINALS: Final = ("1st", "2nd", "3rd", "4th")
_FIRST_PLAIN_YEAR: Final = 1000  # smaller numbers do not look like a year without "CE"


def format_for_reader(span: TimeSpan | None) -> str:
    """Return a span in words, such as "January–February 2024" or "about 2024"; None is "undated".

    >>> format_for_reader(TimeSpan.parse("2024-01/2024-02")), format_for_reader(None)
    ('January–February 2024', 'undated')
    """
    if span is None:
        return UNDATED
    return describe(span.text, span.first_day, span.last_day)


def describe(when: str, first_day: int | None, last_day: int | None) -> str:
    """Return an EDTF text in words.

    Args:
        when: EDTF; an empty text is undated.
        first_day: First day it may cover, in days since 1970-01-01; None if open. Used only if the
            text has no short form.
        last_day: Last day it may cover, inclusive; None if open.
    """
    if not when:
        return UNDATED
    return _expression(when) or _between(first_day, last_day)


def _expression(text: str) -> str:
    if text[0] in "[{":
        members = [_member(member) for member in text[1:-1].split(",")]
        lead = "one of " if text[0] == "[" else "all of "
        joined = ", ".join(members)
        return "" if not all(members) else joined if len(members) == 1 else lead + joined
    start, slash, end = text.partition("/")
    return _interval(start, end) if slash else _point(text)


def _member(text: str) -> str:
    start, dots, end = text.partition(OPEN)
    if not dots:
        return _point(text)
    return _interval(start or OPEN, end or OPEN)


# --- intervals --------------------------------------------------------------------------------


def _interval(start: str, end: str) -> str:
    is_open_start, is_open_end = start in ("", OPEN), end in ("", OPEN)
    if is_open_start and is_open_end:
        return "start and end not given"
    if is_open_start:
        words = _until(end)
        note = "open start" if start else "start unknown"
        return words and f"{words} ({note})"
    if is_open_end:
        words = _point(start)
        return words and f"since {words}" + ("" if end else " (end unknown)")
    return _closed(start, end)


def _until(end: str) -> str:
    words = _point(end)
    is_plain = re.fullmatch("-?[0-9]{4}(-[0-9]{2})?", end) is not None
    return words and (f"by the end of {words}" if is_plain else f"by {words}")


def _closed(start: str, end: str) -> str:
    both = re.fullmatch("([0-9-]+)([~?%])/([0-9-]+)\\2", f"{start}/{end}")
    if both:  # a qualifier of both ends is written once
        return _marked(_closed(both[1], both[3]), both[2])
    first, last = _point(start), _point(end)
    if not first or not last:
        return ""
    if start == end:
        return first
    if not re.fullmatch("[1-9][0-9-]*/[1-9][0-9-]*", f"{start}/{end}") or len(start) != len(end):
        return f"{first} – {last}"
    return _shortened(first, last)


def _shortened(first: str, last: str) -> str:
    """Return "5–8 March 2024" for "5 March 2024" and "8 March 2024", dropping the common ending.

    Both have the same form, so they have the same number of words.
    """
    a, b = first.split(" "), last.split(" ")
    same = 0
    while same < min(len(a), len(b)) and a[-1 - same] == b[-1 - same]:
        same += 1
    lead = a[: len(a) - same]
    dash = "–" if len(lead) == 1 else " – "
    return " ".join(lead) + dash + " ".join(b)


# --- single dates -----------------------------------------------------------------------------


def _point(text: str) -> str:
    """Return a single date in words; empty if it has no short form."""
    clock = TIME.fullmatch(text)
    if clock:
        return _time(clock)
    date = DATE.fullmatch(text)
    words = _date(date) if date else ""
    if not date:
        year = YEAR.fullmatch(text)
        words = _far_year(year) if year else ""
    return words and _marked(words, text)


def _marked(words: str, text: str) -> str:
    about = "about " if re.search("[~%]|S", text) else ""
    return about + words + (" (uncertain)" if re.search("[?%]", text) else "")


def _time(found: re.Match[str]) -> str:
    day = DATE.fullmatch(found[1])
    clock = ":".join(part for part in (found[2], found[3] or "00", found[4]) if part)
    zone = found[6] or ""
    named = "" if not zone else " UTC" if zone == "Z" else f" UTC{zone}"
    return f"{_date(day)}, {clock}{named}" if day else ""


def _far_year(found: re.Match[str]) -> str:
    size = int(found[3]) * 10 ** int(found[4] or 0)
    return f"year {found[2]}{size}" if found[1] else _year(found[2], found[3])


def _date(found: re.Match[str]) -> str:
    sign, year, month, day = found[2], found[3], found[6] or "", found[9] or ""
    in_year = _year(sign, year)
    rest = f"{month}-{day}".rstrip("-")
    if not rest or not in_year:
        return in_year
    if "X" in year:
        return ""
    if "X" not in rest:
        return _in_year(in_year, month, day)
    if rest in ("XX", "XX-XX"):
        return f"{in_year}, {'month' if rest == 'XX' else 'day'} unknown"
    if day == "XX" and "X" not in month:
        return f"{_in_year(in_year, month, '')}, day unknown"
    return ""


def _year(sign: str, digits: str) -> str:
    """Return "2024", "44 BCE", "800 CE" or "2010–2019"; empty for other masks."""
    if "X" in digits:
        is_run = re.fullmatch("[1-9][0-9]*X+", digits) and not sign
        return f"{digits.replace('X', '0')}–{digits.replace('X', '9')}" if is_run else ""
    number = int(digits)
    if sign or number == 0:
        return f"{number + 1} BCE"
    return str(number) if number >= _FIRST_PLAIN_YEAR else f"{number} CE"


def _in_year(in_year: str, month: str, day: str) -> str:
    number = int(month)
    if number > len(_MONTHS):
        return _season(in_year, number)
    name = f"{_MONTHS[number - 1]} {in_year}"
    return f"{int(day)} {name}" if day else name


def _season(in_year: str, code: int) -> str:
    """Return the words for the codes 21 to 41; a season that runs into the next year says so."""
    if code <= 32:  # noqa: PLR2004
        name = _NORTHERN[(code - 21) % 4]
        note = "" if code <= 24 else " (northern)" if code <= 28 else " (southern)"  # noqa: PLR2004
        if code in (24, 28, 30) and in_year.isdecimal():
            in_year = f"{in_year}–{(int(in_year) + 1) % 100:02d}"
        return f"{name} {in_year}{note}"
    first, part = next(
        (first, part)
        for first, part in ((40, "half"), (37, "third"), (33, "quarter"))
        if code >= first
    )
    return f"{_ORDINALS[code - first]} {part} of {in_year}"


# --- by the outer days ------------------------------------------------------------------------


def _between(first_day: int | None, last_day: int | None) -> str:
    if first_day is None and last_day is None:
        return "start and end not given"
    if first_day is None or last_day is None:
        known = first_day if last_day is None else last_day
        assert known is not None
        return f"{'since' if last_day is None else 'by'} {_day_words(known)}"
    if first_day == last_day:
        return _day_words(first_day)
    return f"between {_day_words(first_day)} and {_day_words(last_day)}"


def _day_words(number: int) -> str:
    year, month, day = civil(number)
    sign = "-" if year < 0 else ""
    return f"{day} {_MONTHS[month - 1]} {_year(sign, str(abs(year)))}"
