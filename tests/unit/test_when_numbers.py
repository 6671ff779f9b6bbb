"""Numbers in dates: whatever their size, a date or a refusal, and at once."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dateline.limits import WHEN_LENGTH
from dateline.mapping.dates import read_text
from dateline.mapping.dates.patterns import PatternError, compile_pattern, read_pattern
from dateline.timespan.columns import parse_when
from deadline import deadline

DIGITS = st.text("0123456789X", min_size=1, max_size=40)
NUMBERS = st.one_of(
    DIGITS,
    st.sampled_from(["0", "00", "0000", "-0", "-1", "1e300", "inf", "nan", "9" * 400, "٣", ""]),
    st.integers().map(str),
)
#: Every form of a date that holds a number, with ``{}`` in its place.
FORMS = (
    "{}",
    "-{}",
    "Y{}",
    "Y-{}",
    "Y-17E{}",
    "Y{}E{}",
    "{}S2",
    "1950S{}",
    "2024-{}",
    "2024-02-{}",
    "2024-{}-{}",
    "{}-02-30",
    "2024-02-03T{}:00",
    "2024-02-03T10:00:00.{}",
    "2024-02-03T10:00+{}:00",
    "{}/2024",
    "2024/{}",
    "{}/..",
    "[{}..{}]",
    "{{},2024}",
    "{}~",
    "{}/{}/{}",
    "{} March {}",
    "{}th century",
    "{} BC",
    "spring {}",
)


@pytest.mark.parametrize("date_format", ["DD/MM/YYYY", "yyyyMMdd", "d MMMM yyyy HH:mm", "yy"])
@given(number=NUMBERS, form=st.sampled_from(FORMS))
@example(number="1000000000", form="Y{}")
@example(number="7", form="Y-17E{}")
@example(number="99", form="Y{}E{}")
@settings(max_examples=150, derandomize=True)
def test_any_number_in_any_date_ends_soon(date_format, number, form):
    """Each form of a date with any number, in any format, is read or refused, and at once."""
    text = form.replace("{}", number)
    with deadline():
        found = parse_when([text])
        read = read_text(text)
        with contextlib.suppress(PatternError):
            read_pattern(text, compile_pattern(date_format))
    assert 1 == len(found.when)
    for reading in read.readings:
        assert not parse_when([reading.edtf]).errors


@pytest.mark.parametrize(
    "unit",
    [
        "0",
        "X",
        "9",
        "Y",
        "-",
        "/",
        "[",
        "{",
        "..",
        " ",
        "~",
        "2024,",
        "a",
        "early ",
        "5 or ",
        "年",
        "1-2 May ",
        "10:00 ",
        "\u0301",
        "٣",
        "to ",
    ],
)
def test_long_dates_are_refused_at_once(unit):
    """A text of a hundred thousand characters is refused at once, in a short message."""
    text = (unit * 100_000)[:100_000]
    for start in ("", "2024-02-", "from ", "[2024..", "Y"):
        with deadline(10):
            found = parse_when([start + text])
            assert len(read_text(start + text).readings) <= 2
        for error in found.errors.values():
            assert len(error.message) < 4 * WHEN_LENGTH
