"""What a time window shows, and dates in words; the page is tested with the same cases."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.timespan import (
    OPEN_END_DAY,
    OPEN_START_DAY,
    TimeSpan,
    day_bounds,
    describe,
    format_for_reader,
    is_certain,
    is_shown,
    parse_when,
)
from dateline.timespan.calendar import day_number, format_day
from edtf_texts import texts
from time_cases import PATH, build_cases, format_cases

CASES = json.loads(PATH.read_text(encoding="utf-8"))
DAYS = st.integers(-3_000, 3_000)


def bounds(*written: str | None) -> list[tuple[int, int]]:
    """Return the first and last day of each text."""
    columns = parse_when(list(written))
    undated = np.asarray(columns.date_precision == "undated")
    first, last = day_bounds(columns.start, columns.end, undated=undated)
    return list(zip(first.tolist(), last.tolist(), strict=True))


def test_the_cases_are_current() -> None:
    """The file of cases for JavaScript is up to date (python tests/time_cases.py)."""
    assert format_cases() == PATH.read_text(encoding="utf-8")
    assert build_cases() == CASES


@pytest.mark.parametrize("case", CASES["words"], ids=lambda case: case["when"] or "undated")
def test_a_date_in_words(case: dict[str, Any]) -> None:
    """A date gives the words that were written by hand for it."""
    first = None if case["firstDay"] == OPEN_START_DAY else case["firstDay"]
    last = None if case["lastDay"] == OPEN_END_DAY else case["lastDay"]
    assert case["words"] == describe(case["when"], first, last)


def test_what_a_window_shows() -> None:
    """An event is shown if and only if it covers a day of the window."""
    shown = [is_shown(c["firstDay"], c["lastDay"], (c["from"], c["to"])) for c in CASES["windows"]]
    assert [case["shown"] for case in CASES["windows"]] == shown


def test_what_is_certain() -> None:
    """An event is certain if and only if it is closed and all its days are in the window."""
    certain = [
        is_certain(c["firstDay"], c["lastDay"], (c["from"], c["to"])) for c in CASES["windows"]
    ]
    assert [case["certain"] for case in CASES["windows"]] == certain


def test_day_numbers_of_the_cases() -> None:
    """The day numbers of the page agree with Python's calendar."""
    assert CASES["days"] == [
        {"text": format_day(case["day"]), "day": day_number(*map(int, case["text"].split("-")))}
        for case in CASES["days"]
    ]


def test_the_days_an_event_covers() -> None:
    """Bounds are whole days, both inclusive; open ends are the limits of 32 bits."""
    assert [
        (day_number(2024, 3, 5), day_number(2024, 3, 5)),
        (day_number(2024, 3, 5), day_number(2024, 3, 5)),
        (day_number(2024, 1), day_number(2024, 2, 29)),
        (day_number(2023), OPEN_END_DAY),
        (OPEN_START_DAY, day_number(2024, 12, 31)),
        (OPEN_START_DAY, OPEN_END_DAY),
        (OPEN_END_DAY, OPEN_START_DAY),
    ] == bounds(
        "2024-03-05", "2024-03-05T23:59:59", "2024-01/2024-02", "2023/..", "../2024", "../..", None
    )


def test_the_first_and_last_second_of_a_day_belong_to_it() -> None:
    """An instant at either end of a day, or before 1970, is in the day that holds it."""
    assert [(-1, -1), (-1, -1), (0, 0), (0, 0), (1, 1)] == bounds(
        "1969-12-31T00:00:00",
        "1969-12-31T23:59:59",
        "1970-01-01T00:00:00",
        "1970-01-01T23:59:59",
        "1970-01-02T00:00:00",
    )


def test_far_years_stay_bounded() -> None:
    """A year beyond 32-bit day numbers is clipped, so that it does not count as open."""
    (first, last), (early, _) = bounds("Y170000002", "Y-170000002")
    assert (first, last, early) == (OPEN_END_DAY - 1, OPEN_END_DAY - 1, OPEN_START_DAY + 1)


@pytest.mark.parametrize("unit", ["s", "ms", "ns", "D"])
def test_days_of_instants_in_any_unit(unit: str) -> None:
    """The days are the same, whatever unit the instants are counted in."""
    edges = [np.array([day], f"datetime64[{unit}]") for day in ("2024-03-05", "2024-03-06")]
    first, last = day_bounds(*edges, undated=np.array([False]))
    assert [day_number(2024, 3, 5)] * 2 == [*first, *last]


@given(texts(), st.tuples(DAYS, DAYS, DAYS))
def test_windows_that_touch_lose_nothing(text: str, days: tuple[int, int, int]) -> None:
    """[a, b] and [b, c] together show the same events as [a, c]."""
    a, b, c = sorted(days)
    ((first, last),) = bounds(text)
    apart = is_shown(first, last, (a, b)) or is_shown(first, last, (b, c))
    assert is_shown(first, last, (a, c)) == apart


@given(texts(), DAYS, DAYS)
def test_what_is_certain_is_shown(text: str, a: int, b: int) -> None:
    """Every certain event is shown, and a wider window never hides an event."""
    a, b = sorted((a, b))
    ((first, last),) = bounds(text)
    assert not is_certain(first, last, (a, b)) or is_shown(first, last, (a, b))
    assert not is_shown(first, last, (a, b)) or is_shown(first, last, (a - 1, b + 1))


def test_a_date_without_a_short_form_is_said_by_its_days() -> None:
    """A span without a short form is described by its first and last day."""
    words = "between 15 January 1985 and 15 December 1985"
    assert words == format_for_reader(TimeSpan.parse("1985-XX-15"))
    open_at_both_ends = TimeSpan.parse("[..1985-XX-15,1986-XX-15..]")
    assert format_for_reader(open_at_both_ends) == "start and end not given"


def test_a_mark_makes_a_date_less_certain() -> None:
    """2024 is certain in a window of the year 2024, but about 2024 is not."""
    year = day_number(2024), day_number(2024, 12, 31)
    (plain, about) = bounds("2024", "2024~")
    assert (True, False) == (is_certain(*plain, year), is_certain(*about, year))
    assert is_shown(*about, year)


@given(texts())
def test_every_span_has_words(text: str) -> None:
    """Every date has words, in one line, without placeholders."""
    words = format_for_reader(TimeSpan.parse(text))
    assert words
    assert "\n" not in words
    assert "None" not in words
    assert words != "undated"


def test_no_span_is_undated() -> None:
    """An event without a date is called undated."""
    assert format_for_reader(None) == "undated"
