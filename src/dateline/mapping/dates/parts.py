"""One date, as much of it as is said: year, month, day, or a part of a longer time.

A :class:`DatePart` may lack what the other end of a range gives: "8" in "8 to 9 June 2024".
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final, Literal

from dateline.timespan.calendar import civil, day_number, days_in_month, format_day

#: Which of two figures is the day: "dmy" or "mdy".
Order = Literal["dmy", "mdy"]

#: Why a text is not read; the most telling reason of all attempts is reported.
Reason = Literal[
    "unknown", "number", "sheet-day", "calendar", "fiscal", "no-year", "two-digit-year", "relative",
    "too-vague", "order", "weekday", "impossible", "reversed",
]  # fmt: skip

_MONTHS: Final = 12
_WEEK: Final = 7
_MOST_WEEKS: Final = 53
_MONDAY: Final = 3  # 1970-01-01 was a Thursday


class UnreadError(ValueError):
    """Raised for a text that is not read as a date; ``reason`` says why."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Extent:
    """A date as EDTF: as a whole, and the texts of its two ends in a longer interval."""

    whole: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class DatePart:
    """What one date says.

    Attributes:
        year: Astronomical year; 0 is 1 BCE.
        month: 1 to 12.
        day: Day of the month.
        clock: The clock time in EDTF, after ``T``.
        weekday: 1 (Monday) to 7; 0 if none is named.
        third: 1 early, 2 mid, 3 late; 0 if the date is not so divided.
        unit: What ``number`` counts: ``half``, ``quarter``, ``season`` (its EDTF code), ``decade``
            (its first year), ``century`` (its first year), ``isoweek``, ``week`` (of a month).
        number: Which half, quarter and so on.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    clock: str = ""
    weekday: int = 0
    third: int = 0
    unit: str = ""
    number: int = 0

    @property
    def is_day(self) -> bool:
        """Whether it names one calendar day."""
        return None not in (self.year, self.month, self.day) and not self.unit and not self.third

    @property
    def is_clock(self) -> bool:
        """Whether it is a clock time without any date."""
        return bool(self.clock) and replace(self, clock="") == DatePart()


def complete(left: DatePart, right: DatePart) -> tuple[DatePart, DatePart]:
    """Return the two ends of a range, each with what only the other one says."""
    own_months = left.month is not None, right.month is not None
    if left.third and left == DatePart(third=left.third):
        left = replace(right, third=left.third, clock="", weekday=0)
    later = _later_year(left, right)
    if later:
        return left, DatePart(year=later)
    if left.day is not None and left.month is None and right.day is not None:
        left = replace(left, month=right.month)
    if right.day is not None and right.month is None:
        right = replace(right, month=left.month)
    if left.unit in ("half", "quarter", "week") and right == DatePart(year=right.year):
        return left, right
    if left.year is None and right.year is not None:
        left = replace(left, year=right.year)
        if own_months[0] and _start(left) > _start(right):
            left = replace(left, year=right.year - 1)
    elif right.year is None and left.year is not None:
        right = replace(right, year=left.year)
        if own_months[1] and _start(left) > _start(right):
            right = replace(right, year=left.year + 1)
    return left, right


def _later_year(left: DatePart, right: DatePart) -> int:
    """Return the second year of "2023/24"; 0 if the two are no such pair."""
    if not left.year or not right.day or left != DatePart(year=left.year):
        return 0
    later = left.year // 100 * 100 + right.day
    is_year = right == DatePart(day=right.day) and right.day > _MONTHS and later > left.year
    return later if is_year else 0


def _start(part: DatePart) -> tuple[int, int, int, int]:
    return (part.year or 0, part.month or part.number, part.third, part.day or 0)


def extent(part: DatePart) -> Extent:
    """Return a complete date as EDTF.

    Raises:
        UnreadError: It has no year, the day does not exist, or the weekday is another one.
    """
    if part.unit in ("decade", "century"):
        return _long(part)
    if part.year is None:
        raise UnreadError("no-year")
    if part.unit:
        return _unit(part, part.year)
    if part.day is not None and part.month is None:
        raise UnreadError("unknown")
    if part.month is not None and not 1 <= part.month <= _MONTHS:
        raise UnreadError("impossible", f"month {part.month} does not exist")
    if part.third:
        return _thirds(part, part.year)
    text = _year(part.year)
    if part.month is None:
        if part.weekday or part.clock:
            raise UnreadError("unknown")
        return Extent(text, text, text)
    text += f"-{part.month:02d}"
    if part.day is None:
        if part.weekday or part.clock:
            raise UnreadError("unknown")
        return Extent(text, text, text)
    _check_day(part, (part.year, part.month, part.day))
    text += f"-{part.day:02d}"
    return Extent(text + (f"T{part.clock}" if part.clock else ""), text, text)


def _check_day(part: DatePart, civil_day: tuple[int, int, int]) -> None:
    year, month, day = civil_day
    if not 1 <= day <= days_in_month(year, month):
        raise UnreadError("impossible", f"there is no day {day} in {_year(year)}-{month:02d}")
    if part.weekday and weekday(day_number(year, month, day)) != part.weekday:
        raise UnreadError("weekday", f"{_year(year)}-{month:02d}-{day:02d}")


def weekday(day: int) -> int:
    """Return the weekday of a day number: 1 is Monday, 7 is Sunday."""
    return (day + _MONDAY) % _WEEK + 1


def _year(year: int) -> str:
    return f"{'-' if year < 0 else ''}{abs(year):04d}"


def _vague(third: int, first: str, last: str) -> Extent:
    """Return a third; the bounds inside the divided time are marked as approximate."""
    first += "~" if third > 1 else ""
    last += "~" if third < 3 else ""  # noqa: PLR2004
    return Extent(f"{first}/{last}", first, last)


def _thirds(part: DatePart, year: int) -> Extent:
    if part.day is not None or part.weekday or part.clock:
        raise UnreadError("unknown")
    third = part.third
    if part.month is None:
        months = 4 * third - 3, 4 * third
        return _vague(third, *(f"{_year(year)}-{month:02d}" for month in months))
    last = days_in_month(year, part.month)
    first, last = ((1, 10), (11, 20), (21, last))[third - 1]
    return _vague(third, *(f"{_year(year)}-{part.month:02d}-{day:02d}" for day in (first, last)))


def _long(part: DatePart) -> Extent:
    """Return a decade or a century, or a third of it."""
    years = 10 if part.unit == "decade" else 100
    first = part.number
    if part.month or part.day or part.year or part.weekday or part.clock:
        raise UnreadError("unknown")
    if part.third:
        cuts = (0, years // 3, 2 * years // 3, years)
        a, b = first + cuts[part.third - 1], first + cuts[part.third] - 1
        return _vague(part.third, _year(a), _year(b))
    masked = _year(first)[:-1] + "X" if years == 10 else _year(first)[:-2] + "XX"  # noqa: PLR2004
    return Extent(masked, masked, masked)


def _unit(part: DatePart, year: int) -> Extent:
    text, number = _year(year), part.number
    if part.day is not None or part.weekday or part.clock:
        raise UnreadError("unknown")
    if part.unit == "half" and part.month is not None:
        return _half_month(part, year, part.month)
    if part.unit == "week" and part.month is not None:
        return _week_of_month(part, year, part.month)
    if part.month is not None or (part.third and part.unit != "season"):
        raise UnreadError("unknown")
    limits = {"half": 2, "quarter": 4, "season": 24, "isoweek": _MOST_WEEKS}
    if not 1 <= number <= limits.get(part.unit, 0):
        raise UnreadError("impossible", f"{part.unit} {number} of {text} does not exist")
    if part.unit == "isoweek":
        return _iso_week(year, number)
    if part.unit == "season" and part.third:
        month = 3 * (number - 20) + part.third - 1
        ended, month0 = divmod(month - 1, _MONTHS)
        text = f"{_year(year + ended)}-{month0 + 1:02d}~"
        return Extent(text, text, text)
    code = number + {"half": 39, "quarter": 32, "season": 0}[part.unit]
    whole = f"{text}-{code}"
    return Extent(whole, whole, whole)


def _half_month(part: DatePart, year: int, month: int) -> Extent:
    if part.third or part.number not in (1, 2):
        raise UnreadError("unknown")
    days = (1, 15) if part.number == 1 else (16, days_in_month(year, month))
    first, last = (f"{_year(year)}-{month:02d}-{day:02d}" for day in days)
    return Extent(f"{first}/{last}", first, last)


def _week_of_month(part: DatePart, year: int, month: int) -> Extent:
    """Return seven days of a month: the first week is days 1 to 7; number 5 is the last week."""
    last = days_in_month(year, month)
    begin = 7 * part.number - 6 if part.number < 5 else last - 6  # noqa: PLR2004
    return _vague(2, *(f"{_year(year)}-{month:02d}-{day:02d}" for day in (begin, begin + 6)))


def _iso_week(year: int, week: int) -> Extent:
    fourth = day_number(year, 1, 4)
    monday = fourth - (weekday(fourth) - 1) + 7 * (week - 1)
    if civil(monday + 3).year != year:
        raise UnreadError("impossible", f"week {week} of {year} does not exist")
    first, last = format_day(monday), format_day(monday + 6)
    return Extent(f"{first}/{last}", first, last)
