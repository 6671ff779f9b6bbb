"""The integer calendar compared with Python's, and the order of spans."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest

from dateline.timespan import TimeSpan
from dateline.timespan.calendar import (
    civil,
    day_number,
    days_in_month,
    format_day,
    is_leap_year,
    shift,
)

EPOCH = date(1970, 1, 1)
#: Around every turn of a year, a century and four of them, and days strewn between.
DAYS = sorted(
    {
        date(year, month, day) + timedelta(days=more)
        for year in (1, 4, 99, 100, 399, 400, 401, 1600, 1899, 1970, 2000, 2023, 2024, 2100, 9998)
        for month, day in ((1, 1), (2, 27), (12, 30))
        for more in range(4)
    }
    | {date.fromordinal(number) for number in range(1, date.max.toordinal(), 9_973)}
)


def test_days_are_those_of_pythons_calendar() -> None:
    """Day numbers and dates agree with Python's and are inverse to each other."""
    for day in DAYS:
        number = (day - EPOCH).days
        assert number == day_number(day.year, day.month, day.day)
        assert (day.year, day.month, day.day) == civil(number)
        assert day.isoformat() == format_day(number)


def test_four_hundred_years_are_a_cycle() -> None:
    """Outside Python's range the calendar repeats every 400 years, in both directions."""
    for day in DAYS[::7]:
        for cycles in (-30, -5, 25):
            number = (day - EPOCH).days + cycles * 146_097
            assert (day.year + 400 * cycles, day.month, day.day) == civil(number)
            assert number == day_number(day.year + 400 * cycles, day.month, day.day)


def test_months_beyond_a_year_count_on() -> None:
    """A month outside 1 to 12 belongs to another year."""
    for months in range(-40, 41):
        year, month0 = divmod(2024 * 12 + months, 12)
        assert day_number(year, month0 + 1, 5) == day_number(2024, months + 1, 5)


def test_lengths_of_months() -> None:
    """Each month has as many days as in Python's calendar, including leap years."""
    for year in (1900, 2000, 2023, 2024, 2100, 2400):
        assert calendar.isleap(year) is is_leap_year(year)
        lengths = [days_in_month(year, month) for month in range(1, 13)]
        assert [calendar.monthrange(year, month)[1] for month in range(1, 13)] == lengths


@pytest.mark.parametrize(
    ("day", "months", "days", "moved"),
    [
        ((2024, 3, 31), -1, 0, (2024, 2, 29)),
        ((2023, 3, 31), -1, 0, (2023, 2, 28)),
        ((2024, 1, 31), 1, 0, (2024, 2, 29)),
        ((2024, 12, 15), 1, 0, (2025, 1, 15)),
        ((2024, 1, 15), -1, 0, (2023, 12, 15)),
        ((2024, 11, 30), 1, 0, (2024, 12, 30)),
        ((2024, 2, 29), 12, 0, (2025, 2, 28)),
        ((2024, 2, 29), -48, 0, (2020, 2, 29)),
        ((2024, 5, 31), 25, 3, (2026, 7, 3)),
        ((2024, 5, 31), 0, 1, (2024, 6, 1)),
        ((2024, 5, 31), 0, -31, (2024, 4, 30)),
        ((2024, 5, 31), 0, 0, (2024, 5, 31)),
        ((2023, 12, 31), 2, 0, (2024, 2, 29)),
        ((2024, 1, 31), -11, 0, (2023, 2, 28)),
    ],
)
def test_a_day_is_moved_by_months_and_then_by_days(
    day: tuple[int, int, int], months: int, *, days: int, moved: tuple[int, int, int]
) -> None:
    """A day that the new month does not have becomes its last; days are added after that."""
    number = day_number(*day)
    assert moved == civil(shift(number, months=months, days=days))
    assert shift(number, months=months) == shift(number, months=months, days=0)
    assert shift(number, days=days) == number + days


@pytest.mark.parametrize(
    ("year", "text"),
    [(0, "0000-01-01"), (-1, "-0001-01-01"), (800, "0800-01-01"), (12_345, "12345-01-01")],
)
def test_days_are_written_with_four_digits_or_more(year: int, text: str) -> None:
    """A year has at least four digits, and a minus sign before year 0."""
    assert text == format_day(day_number(year))


def test_spans_stand_in_the_order_of_their_days() -> None:
    """Spans are ordered by start, end and text; an open start comes first, an open end last."""
    texts = ["../..", "../2023", "2023", "2023/2024", "2023/..", "2024-01", "2024", "2024-02-03"]
    spans = [TimeSpan.parse(text) for text in texts]
    ordered = ["../2023", "../..", "2023", "2023/2024", "2023/..", "2024-01", "2024", "2024-02-03"]
    assert ordered == [str(span) for span in sorted(spans)]
    assert not any(span < span for span in spans)  # noqa: PLR0124 - equal is not less
    assert TimeSpan.parse("2024-01/2024-12") > TimeSpan.parse("2024")


@pytest.mark.parametrize(
    ("text", "first", "last", "bounded"),
    [
        ("2024-03-05", "2024-03-05", "2024-03-05", True),
        ("2024-02", "2024-02-01", "2024-02-29", True),
        ("2024-03-05T23:59:59", "2024-03-05", "2024-03-05", True),
        ("1969-12-31", "1969-12-31", "1969-12-31", True),
        ("2024/..", "2024-01-01", None, False),
        ("../2024", None, "2024-12-31", False),
        ("../..", None, None, False),
    ],
)
def test_the_days_of_a_span(text: str, first: str, *, last: str, bounded: bool) -> None:
    """First and last day are whole days, both inclusive; an open end has none."""
    span = TimeSpan.parse(text)
    days = [None if day is None else format_day(day) for day in (span.first_day, span.last_day)]
    assert ([first, last], bounded) == (days, span.is_bounded)
