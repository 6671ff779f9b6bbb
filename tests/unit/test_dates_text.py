"""One text as a date: what it means in many languages, what it refuses, and in bounded time."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.mapping.dates import read_text
from dateline.mapping.dates.words import lexicon
from dateline.timespan import TimeSpan
from deadline import deadline

with (Path(__file__).parent / "dates_cases.tsv").open(encoding="utf-8", newline="") as stream:
    CASES = [
        (row["text"], row["expect"])
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
    ]

WORDS = sorted(lexicon().by_word)
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(["5", "05", "12", "31", "2024", "24", "14:30", "-", "–", "/", ".", ",", "'"]),
    st.integers(0, 10**9).map(str),
    st.text(max_size=3),
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from([" ", "", ". ", "-"])), max_size=14).map(
    lambda pieces: "".join(word + joint for word, joint in pieces)
)


@pytest.mark.parametrize(("text", "expect"), CASES)
def test_a_text_is_read_as_meant(text: str, expect: str) -> None:
    """A text with one reading is that date; any other is refused, or says that there is none."""
    found = read_text(text)
    readings = [reading.edtf for reading in found.readings]
    seen = "missing" if found.is_nothing else readings[0] if len(readings) == 1 else "refused"
    assert expect == seen


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("5 March", "no-year"),
        ("14:30", "no-year"),
        ("7 Jun 24", "two-digit-year"),
        ("yesterday", "relative"),
        ("vor drei Tagen", "relative"),
        ("recently", "too-vague"),
        ("Monday, 7 June 2024", "weekday"),
        ("31 February 2024", "impossible"),
        ("Ramadan 2024", "calendar"),
        ("7 มิถุนายน 2567", "calendar"),
        ("۱۴۰۲/۱۲/۱۵", "calendar"),
        ("1709596800", "number"),
        ("9 to 8 June 2024", "reversed"),
        ("the ferry 2024", "unknown"),
    ],
)
def test_a_refusal_has_its_reason(text: str, reason: str) -> None:
    """The most telling reason is given, whatever language it was tried in."""
    found = read_text(text)
    assert ((), reason) == (found.readings, found.reason)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("03/04/2024", {"dmy": "2024-04-03", "mdy": "2024-03-04"}),
        ("13/04/2024", {"dmy": "2024-04-13"}),
        ("04/25/2024", {"mdy": "2024-04-25"}),
        ("04/04/2024", {"": "2024-04-04"}),
        ("2024/04/03", {"": "2024-04-03"}),
        ("3.4.2024 - 5.4.2024", {"dmy": "2024-04-03/2024-04-05", "mdy": "2024-03-04/2024-05-04"}),
        ("Fri 07/06/2024", {"dmy": "2024-06-07"}),
    ],
)
def test_figures_are_read_in_every_order(text: str, readings: dict[str, str]) -> None:
    """A reading has the order of day and month that it presumes, if any."""
    assert readings == {found.order: found.edtf for found in read_text(text).readings}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("yesterday", "2024-06-06"),
        ("last Tuesday", "2024-06-04"),
        ("Friday", "2024-06-07"),
        ("last Friday", "2024-05-31"),
        ("3 days ago", "2024-06-04"),
        ("two weeks ago", "2024-05-24"),
        ("last month", "2024-05"),
        ("this morning", "2024-06-07"),
        ("yesterday at 14:30", "2024-06-06T14:30"),
        ("vor drei Tagen", "2024-06-04"),
        ("il y a trois jours", "2024-06-04"),
        ("вчора", "2024-06-06"),
        ("昨日", "2024-06-06"),
        ("в прошлый вторник", "2024-06-04"),
    ],
)
def test_a_relative_date_counts_from_its_reference(text: str, expected: str) -> None:
    """With a declared day, dates such as "yesterday" count from it."""
    friday = TimeSpan.parse("2024-06-07").first_day
    assert [expected] == [reading.edtf for reading in read_text(text, friday).readings]


@given(TEXTS)
@example("1-2 May " * 20)
@example("5 or " * 30)
@example("a" * 200)
@example("١" * 160)
@settings(max_examples=120, derandomize=True)
def test_any_text_is_read_or_refused_at_once(text: str) -> None:
    """Words, figures and marks in any order end soon, and every reading is EDTF that exists."""
    with deadline():
        found = read_text(text)
    for reading in found.readings:
        assert TimeSpan.parse(reading.edtf).text == reading.edtf
    assert not (found.readings and (found.reason or found.is_nothing))
