"""What a time window shows, and dates in words; the page is tested with the same cases."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.timespan import (
    OPEN_END_DAY,
    OPEN_START_DAY,
    TimeSpan,
    certain_days,
    day_bounds,
    describe,
    format_for_reader,
    is_certain,
    is_inside,
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


def class_of(case: dict[str, Any]) -> str:
    """Return what the rules say of a case."""
    window = (case["from"], case["to"])
    if case["first"] > case["last"]:
        return "undated"
    if not is_shown(case["first"], case["last"], window):
        return "outside"
    if is_inside(case["first"], case["last"], window):
        return "inside"
    return "spanning" if is_certain(case["begun"], case["lasting"], window) else "possible"


def test_what_a_window_shows() -> None:
    """What a window shows of an event is what trying all its possible days says."""
    assert [case["class"] for case in CASES["windows"]] == list(map(class_of, CASES["windows"]))


def classes(*written: str, window: tuple[str, str]) -> list[str]:
    """Return what a window of days shows of each text."""
    columns = parse_when(list(written))
    undated = np.zeros(len(written), dtype=bool)
    first, last = day_bounds(columns.start, columns.end, undated=undated)
    spans = np.isin(columns.date_precision, ["interval", "open"])
    days = zip(first, *certain_days(columns.when, first, last, spans=spans), last, strict=True)
    from_day, to_day = (day_number(*map(int, day.split("-"))) for day in window)
    edges = {"from": from_day, "to": to_day}
    names = ("first", "begun", "lasting", "last")
    return [class_of({**dict(zip(names, map(int, of), strict=True)), **edges}) for of in days]


def test_what_certainly_overlaps_a_window_is_not_only_possible() -> None:
    """Spans across an edge and open ends since before are certain; vague dates are possible."""
    inside = ("2024-02-10", "2024-02", "2024-02/2024-03", "2024-03-01T10:00")
    spanning = (
        *("2024-01-15/2024-02-15", "2024-01/2024-04", "2023/..", "2024-02-10/..", "2023/2024-04"),
        *("2024-03-05/", "/2024-03-05", "2024-01/2024-02", "2024-03/2024-04"),
        "2024-01~/..",
    )
    possible = (
        *("2024", "2024-01-31~", "2024-01/2024", "../2024-03-15", "2024?/.."),
        *("[2024-01-31,2024-02-02]", "2024/..", "../..", "2024-23/2025"),
    )
    window = ("2024-02-01", "2024-03-31")
    assert ["inside"] * len(inside) == classes(*inside, window=window)
    assert ["spanning"] * len(spanning) == classes(*spanning, window=window)
    found = dict(zip(possible, classes(*possible, window=window), strict=True))
    assert {**dict.fromkeys(possible, "possible"), "2024-23/2025": "outside"} == found


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
    """Events inside are certain, certain ones shown, and a wider window never hides an event."""
    a, b = sorted((a, b))
    ((first, last),) = bounds(text)
    span = TimeSpan.parse(text)
    days = np.array([first], np.int32), np.array([last], np.int32)
    spans = np.array([span.precision in ("interval", "open")])
    certain = is_certain(*certain_days(pd.Series([text]), *days, spans=spans), (a, b))[0]
    assert not is_inside(first, last, (a, b)) or certain
    assert not certain or is_shown(first, last, (a, b))
    assert not is_shown(first, last, (a, b)) or is_shown(first, last, (a - 1, b + 1))


def test_a_date_without_a_short_form_is_said_by_its_days() -> None:
    """A span without a short form is described by its first and last day."""
    words = "between 15 January 1985 and 15 December 1985"
    assert words == format_for_reader(TimeSpan.parse("1985-XX-15"))
    open_at_both_ends = TimeSpan.parse("[..1985-XX-15,1986-XX-15..]")
    assert format_for_reader(open_at_both_ends) == "start and end not given"


def test_a_mark_makes_a_date_less_certain() -> None:
    """2024 is inside a window of the year 2024, but about 2024 is not."""
    year = day_number(2024), day_number(2024, 12, 31)
    (plain, about) = bounds("2024", "2024~")
    assert (True, False) == (is_inside(*plain, year), is_inside(*about, year))
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
