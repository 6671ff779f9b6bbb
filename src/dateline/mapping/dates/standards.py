"""Dates in the forms of two standards: ISO weeks and their days, and date-time groups of NATO."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

#: ISO 8601: "2024-W10-2", "2024W102".
_WEEK_DAY: Final = re.compile(r"(\d{4})(-?)W(\d\d)\2([1-7])", re.IGNORECASE)
#: Weeks as people write them: "2024 W9", "W09/2024". A small w is a word of Polish: "w 03/2024".
_WEEK: Final = re.compile(r"(\d{4})[-/ ]?W(\d\d?)|W(\d\d?)[-/., ]\s?(\d{4})")

#: AAP-6 of NATO: day, hour, minute, zone, month and year: "051430Z MAR 24", "051430ZMAR2024".
_GROUP: Final = re.compile(
    r"(\d\d)(\d\d)(\d\d)\s?([A-Z])\s?"
    r"(JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\s?((?:20)?\d\d)",
    re.IGNORECASE,
)
_MONTHS: Final = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC"
#: The letters of the time zones east of Greenwich, from one hour on, and west of it. J is the zone
#: of the place.
_EAST: Final = "ABCDEFGHIKLM"
_WEST: Final = "NOPQRSTUVWXY"


def read_standard(text: str) -> str | None:
    """Return the date as EDTF; None if the text has neither form, or names no day or week.

    The year of a date-time group may have two digits: it is of this century.

    >>> read_standard("2024-W10-2"), read_standard("051430Z MAR 24"), read_standard("051430BJUN24")
    ('2024-03-05', '2024-03-05T14:30Z', '2024-06-05T14:30+02:00')
    >>> read_standard("W10/2024"), read_standard("2024 W1"), read_standard("2024 W54")
    ('2024-03-04/2024-03-10', '2024-01-01/2024-01-07', None)
    """
    week, group = _WEEK_DAY.fullmatch(text), _GROUP.fullmatch(text)
    whole = _WEEK.fullmatch(text)
    try:
        if week is not None:
            return dt.date.fromisocalendar(int(week[1]), int(week[3]), int(week[4])).isoformat()
        if whole is not None:
            year, number = whole[1] or whole[4], whole[2] or whole[3]
            monday = dt.date.fromisocalendar(int(year), int(number), 1)
            return f"{monday}/{monday + dt.timedelta(days=6)}"
        return None if group is None else _of_group(group)
    except ValueError:
        return None


def _of_group(group: re.Match[str]) -> str:
    day, hour, minute = (int(group[number]) for number in (1, 2, 3))
    month = _MONTHS.index(group[5].upper()) // 3 + 1
    date = dt.date(2000 + int(group[6][-2:]), month, day).isoformat()
    return f"{date}T{dt.time(hour, minute):%H:%M}{_offset(group[4].upper())}"


def _offset(letter: str) -> str:
    if letter in "ZJ":
        return letter.replace("J", "")
    sign, zones = ("+", _EAST) if letter in _EAST else ("-", _WEST)
    return f"{sign}{zones.index(letter) + 1:02}:00"
