"""The proleptic Gregorian calendar in integers, for any year: days and seconds since 1970-01-01.

No text is parsed here, and there are no time zones: a day is a calendar day as written. Python's
``datetime`` supports only the years 1 to 9999; dates in reports may lie outside.
"""

from __future__ import annotations

from typing import Final, NamedTuple

SECONDS_PER_DAY: Final = 86_400
MONTHS_PER_YEAR: Final = 12

_DAYS_PER_ERA: Final = 146_097  # 400 years
_EPOCH_SHIFT: Final = 719_468  # days from 0000-03-01 to 1970-01-01
_FEBRUARY: Final = 2
_MONTH_DAYS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Civil(NamedTuple):
    """A calendar day: astronomical year (0 is 1 BCE), month 1 to 12, day 1 to 31."""

    year: int
    month: int
    day: int


def is_leap_year(year: int) -> bool:
    """Return whether ``year`` has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def days_in_month(year: int, month: int) -> int:
    """Return the number of days in ``month`` (1 to 12) of ``year``."""
    return 29 if month == _FEBRUARY and is_leap_year(year) else _MONTH_DAYS[month - 1]


def day_number(year: int, month: int = 1, day: int = 1) -> int:
    """Return the number of days from 1970-01-01 to the given day; negative before it.

    A ``month`` outside 1 to 12 carries over into other years; ``day`` is not checked. The formula
    is Howard Hinnant's ``days_from_civil`` ("chrono-Compatible Low-Level Date Algorithms", public
    domain): its years begin in March, so that a leap day is the last day of a year.

    >>> day_number(1970), day_number(2000, 3, 1), day_number(2024, 13) == day_number(2025)
    (0, 11017, True)
    """
    carried, month0 = divmod(month - 1, MONTHS_PER_YEAR)
    march_year = year + carried - (month0 < _FEBRUARY)
    era, year_of_era = divmod(march_year, 400)
    day_of_year = (153 * ((month0 - 2) % MONTHS_PER_YEAR) + 2) // 5 + day - 1
    day_of_era = year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year
    return era * _DAYS_PER_ERA + day_of_era - _EPOCH_SHIFT


def civil(number: int) -> Civil:
    """Return the calendar day of a day number; the inverse of :func:`day_number`.

    >>> civil(11017)
    Civil(year=2000, month=3, day=1)
    """
    era, day_of_era = divmod(number + _EPOCH_SHIFT, _DAYS_PER_ERA)
    year_of_era = (
        day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096
    ) // 365
    day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    march_month = (5 * day_of_year + 2) // 153
    month = march_month + 3 if march_month < 10 else march_month - 9  # noqa: PLR2004
    year = year_of_era + era * 400 + (month <= _FEBRUARY)
    return Civil(year, month, day_of_year - (153 * march_month + 2) // 5 + 1)


def shift(number: int, *, months: int = 0, days: int = 0) -> int:
    """Return a day number moved by whole months, then by days.

    A day that the new month does not have becomes its last day: 31 March minus one month is the
    last day of February.
    """
    if months:
        year, month, day = civil(number)
        carried, month0 = divmod(month - 1 + months, MONTHS_PER_YEAR)
        last = days_in_month(year + carried, month0 + 1)
        number = day_number(year + carried, month0 + 1, min(day, last))
    return number + days


def format_day(number: int) -> str:
    """Return a day number as ``YYYY-MM-DD``; years outside 0 to 9999 get a sign and all digits.

    >>> format_day(0), format_day(day_number(-999))
    ('1970-01-01', '-0999-01-01')
    """
    year, month, day = civil(number)
    return f"{'-' if year < 0 else ''}{abs(year):04d}-{month:02d}-{day:02d}"
