"""Hypothesis strategies for valid EDTF texts."""

from __future__ import annotations

from hypothesis import strategies as st

from dateline.timespan.calendar import days_in_month

MARKS = st.sampled_from(["", "~", "?", "%"])
YEARS = st.integers(-9999, 9999)


def format_year(year: int) -> str:
    return f"{'-' if year < 0 else ''}{abs(year):04d}"


@st.composite
def days(draw: st.DrawFn) -> str:
    year, month = draw(YEARS), draw(st.integers(1, 12))
    day = draw(st.integers(1, days_in_month(year, month)))
    return f"{format_year(year)}-{month:02d}-{day:02d}{draw(MARKS)}"


@st.composite
def months(draw: st.DrawFn) -> str:
    code = draw(st.one_of(st.integers(1, 12), st.integers(21, 41)))
    return f"{format_year(draw(YEARS))}-{code:02d}{draw(MARKS)}"


@st.composite
def years(draw: st.DrawFn) -> str:
    masked = draw(st.integers(0, 3))
    digits = f"{draw(st.integers(1000, 9999))}"
    return f"{digits[: 4 - masked]}{'X' * masked}{draw(MARKS)}"


@st.composite
def clock_times(draw: st.DrawFn) -> str:
    year, month = draw(st.integers(0, 9999)), draw(st.integers(1, 12))
    day = f"{year:04d}-{month:02d}-{draw(st.integers(1, days_in_month(year, month))):02d}"
    hour, minute, second = (draw(st.integers(0, top)) for top in (23, 59, 59))
    clock = draw(st.sampled_from([f"{hour:02d}", f"{hour:02d}:{minute:02d}"]))
    clock = draw(st.sampled_from([clock, f"{hour:02d}:{minute:02d}:{second:02d}"]))
    return f"{day}T{clock}{draw(st.sampled_from(['', 'Z', '+02:00', '-0930']))}"


def dates() -> st.SearchStrategy[str]:
    """Years, months, seasons and days, with masks and qualifiers."""
    return st.one_of(days(), months(), years())


@st.composite
def intervals(draw: st.DrawFn) -> str:
    first, last = sorted((draw(YEARS), draw(YEARS)))
    start = draw(st.sampled_from(["", "..", f"{format_year(first)}-01", format_year(first) + "~"]))
    end = draw(st.sampled_from(["..", f"{format_year(last)}-12", format_year(last) + "?"]))
    return f"{start}/{end}"


def texts() -> st.SearchStrategy[str]:
    """Any expression: a date, a clock time, an interval."""
    return st.one_of(dates(), clock_times(), intervals())
