"""The reasons why a text is not a date, and the exact limits of what is a date."""

from __future__ import annotations

import pytest

from dateline.timespan import TimeSpan, TimeSpanError
from dateline.timespan.calendar import SECONDS_PER_DAY, day_number
from dateline.timespan.grammar import (
    MAX_LENGTH,
    MAX_YEAR,
    UNREADABLE,
    RefusalError,
    parse_expression,
)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        ("2" * (MAX_LENGTH + 1), f"it is longer than {MAX_LENGTH} characters"),
        ("2" * MAX_LENGTH, UNREADABLE),
        ("2024-1", UNREADABLE),
        ("-0000", "the year 0 cannot have a sign"),
        ("-0000-01", "the year 0 cannot have a sign"),
        ("2024-13", "month 13 does not exist"),
        ("2024-00", "month 00 does not exist"),
        ("2024-3X", "month 3X does not exist"),
        ("2024-21-05", "month 21 does not exist"),
        ("2024-42", "month 42 does not exist"),
        ("2024-20", "month 20 does not exist"),
        ("2024-01-32", "day 32 does not exist"),
        ("2024-01-00", "day 00 does not exist"),
        ("2024-01-4X", "day 4X does not exist"),
        ("2023-02-29", "there is no day 29 in 2023-02"),
        ("-2023-02-29", "there is no day 29 in -2023-02"),
        ("2024-04-31", "there is no day 31 in 2024-04"),
        ("190X-02-30", "there is no day 30 in 190X-02"),
        ("2024-03T10", UNREADABLE),
        ("2024-03-05T24", "the time 24 does not exist"),
        ("2024-03-05T14:60", "the time 14:60 does not exist"),
        ("2024-03-05T14:30:60Z", "the time 14:30:60Z does not exist"),
        ("2024-03-05T14:30+24:00", "the offset +24:00 does not exist"),
        ("2024-03-05T14:30-0160", "the offset -0160 does not exist"),
        ("2023-02-29T10", "there is no day 29 in 2023-02"),
        ("Y2024", "Y is only for years with more than four digits"),
        ("Y012345", "Y is only for years with more than four digits"),
        ("20245S2", "a year without Y must have four digits"),
        ("195S2", "a year without Y must have four digits"),
        ("1950E2S1", "a year without Y must have four digits"),
        (f"Y{MAX_YEAR + 1}", f"the year is beyond {MAX_YEAR}"),
        ("Y1E99", f"the year is beyond {MAX_YEAR}"),
        ("Y-0E5", UNREADABLE),
        ("1950S0", UNREADABLE),
        ("Y12345X", UNREADABLE),
        ("2024/2025/2026", UNREADABLE),
        ("/", "it has neither a start nor an end"),
        ("2024-03-05T10/2024", "an interval cannot contain clock times"),
        ("2024/2024-03-05T10", "an interval cannot contain clock times"),
        ("Y12345/..", "a year with Y or S cannot be part of an interval"),
        ("1950S2/1960", "a year with Y or S cannot be part of an interval"),
        ("[2024", "the bracket is not closed"),
        ("[2024}", "the bracket is not closed"),
        ("{2024]", "the bracket is not closed"),
        ("[..]", "a set must contain at least one date"),
        ("[2024,..]", "a set must contain at least one date"),
        ("[2024,]", UNREADABLE),
        ("{2024-03-05T10}", "an interval cannot contain clock times"),
    ],
)
def test_a_refusal_says_why(text, reason):
    """A text that is not a date is refused with the first thing that is wrong with it."""
    with pytest.raises(RefusalError) as raised:
        parse_expression(text)
    assert (reason, "date-invalid", reason) == (
        raised.value.reason,
        raised.value.code,
        str(raised.value),
    )


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2025/2024", "it ends before it starts"),
        ("2024-03-05/2024-03-04", "it ends before it starts"),
        ("2024-03-05/2024-02-XX", "it ends before it starts"),
        ("2024-03-15/2024-03", "its end begins before its start"),
        ("2024-03-31/2024", "its end begins before its start"),
        ("2024-03-01/2024-02-XX", "it ends before it starts"),
        ("[2025..2024]", "it ends before it starts"),
        ("{2024,2026..2025}", "it ends before it starts"),
    ],
)
def test_a_reversed_interval_says_how(text, reason):
    """An interval that ends before it starts has its own code and message."""
    with pytest.raises(TimeSpanError) as raised:
        TimeSpan.parse(text)
    assert "date-reversed" == raised.value.code
    assert raised.value.message == f'"{text}" is not an EDTF date: {reason}'


@pytest.mark.parametrize(
    "text",
    [
        "2024/2024",
        "2024-03-05/2024-03-05",
        "2024-03-05/2024-03-XX",
        "2024-03-31/2024-03-XX",
        "2024/2024-01-01",
        "2024-03-05T23:59:59+23:59",
        "2024-03-05T00:00:00-00:00",
        f"Y{MAX_YEAR}",
        f"Y-{MAX_YEAR}",
        "Y1E4",
        "9999S4",
        "190X-02-29",
        "-0001",
        "[2024..2024]",
    ],
)
def test_what_just_is_a_date(text):
    """Texts exactly at the limits are dates."""
    assert text == str(TimeSpan.parse(text))


def days(*years):
    return [day_number(year) * SECONDS_PER_DAY for year in years]


@pytest.mark.parametrize(
    ("text", "stated", "widened", "precision"),
    [
        ("Y12345", (12345, 12346), (12345, 12346), "year"),
        ("Y-12345", (-12345, -12344), (-12345, -12344), "year"),
        ("Y17E4", (170_000, 170_001), (170_000, 170_001), "year"),
        ("1950S2", (1950, 1951), (1900, 2000), "century"),
        ("-1950S2", (-1950, -1949), (-1999, -1899), "century"),
        ("1950S3", (1950, 1951), (1950, 1960), "decade"),
        ("1955S3", (1955, 1956), (1950, 1960), "decade"),
        ("1950S4", (1950, 1951), (1950, 1951), "year"),
        ("1950S9", (1950, 1951), (1950, 1951), "year"),
        ("1950S1", (1950, 1951), (1000, 2000), "millennium"),
        ("Y171010000S3", (171_010_000, 171_010_001), (171_000_000, 172_000_000), "interval"),
        ("1955S3~", (1955, 1956), (1940, 1970), "decade"),
        ("Y12345~", (12345, 12346), (12344, 12347), "year"),
        ("Y12345?", (12345, 12346), (12344, 12347), "year"),
        ("201X", (2010, 2020), (2010, 2020), "decade"),
        ("201X~", (2010, 2020), (2000, 2030), "decade"),
        ("19XX?", (1900, 2000), (1800, 2100), "century"),
        ("1XXX", (1000, 2000), (1000, 2000), "millennium"),
        ("-01XX", (-199, -99), (-199, -99), "century"),
        ("-000X", (-9, 0), (-9, 0), "decade"),
        ("19X1", (1901, 1992), (1901, 1992), "century"),
        ("XXXX", (0, 10_000), (0, 10_000), "interval"),
        ("2024%", (2024, 2025), (2023, 2026), "year"),
        ("%2024", (2024, 2025), (2023, 2026), "year"),
    ],
)
def test_bounds_of_years(text, stated, widened, *, precision):
    """A year covers itself; masked or insignificant digits cover all years that they allow."""
    found = parse_expression(text)
    assert days(*stated) == [found.stated_start, found.stated_end]
    assert days(*widened) == [found.start, found.end]
    assert precision == found.precision


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("1950S2", True, False),
        ("1950S4", False, False),
        ("1950S4~", True, False),
        ("1950S4?", False, True),
        ("Y12345%", True, True),
        ("Y12345", False, False),
        ("2024/2025~", True, False),
        ("2024?/2025", False, True),
        ("2024?/..", False, True),
        ("../2024%", True, True),
        ("[2024,2025~]", True, False),
        ("{2024?,2025}", False, True),
        ("2024-03-05T10", False, False),
        ("2024-~03-05", True, False),
        ("2024-03-05?", False, True),
    ],
)
def test_flags_of_marks(text, approximate, uncertain):
    """A span is approximate or uncertain if any part of it is."""
    found = parse_expression(text)
    assert (approximate, uncertain) == (found.approximate, found.uncertain)


@pytest.mark.parametrize(
    ("text", "edges", "precision"),
    [
        ("[2020,2022..2024]", (2020, 2025), "interval"),
        ("[2022,2020]", (2020, 2023), "interval"),
        ("{2024}", (2024, 2025), "year"),
        ("[..2024]", (None, 2025), "open"),
        ("[2020,2024..]", (2020, None), "open"),
        ("{..2020,2022..}", (None, None), "open"),
        ("../2024", (None, 2025), "open"),
        ("2024/", (2024, None), "open"),
        ("../..", (None, None), "open"),
        ("2020/2024", (2020, 2025), "interval"),
    ],
)
def test_bounds_of_several(text, edges, precision):
    """A set or an interval goes from its earliest to its latest day; open ends stay open."""
    found = parse_expression(text)
    expected = [None if year is None else days(year)[0] for year in edges]
    assert expected == [found.stated_start, found.stated_end] == [found.start, found.end]
    assert precision == found.precision


@pytest.mark.parametrize(
    ("text", "first", "past"),
    [
        ("2024-21~", (2023, 12, 1), (2024, 9, 1)),
        ("2024-24", (2024, 12, 1), (2025, 3, 1)),
        ("2024-33?", (2023, 10, 1), (2024, 7, 1)),
        ("2024-37~", (2023, 9, 1), (2024, 9, 1)),
        ("2024-41", (2024, 7, 1), (2025, 1, 1)),
        ("2024-03~", (2024, 2, 1), (2024, 5, 1)),
        ("2024-03-05?", (2024, 3, 4), (2024, 3, 7)),
        ("2024-03~-05", (2024, 2, 5), (2024, 4, 6)),
        ("2024-~03-05", (2024, 2, 5), (2024, 4, 6)),
        ("2024~-03-05", (2023, 3, 5), (2025, 3, 6)),
        ("2024~-03-~05", (2023, 3, 4), (2025, 3, 7)),
        ("2024-XX-15", (2024, 1, 15), (2024, 12, 16)),
        ("2024-1X-05", (2024, 10, 5), (2024, 12, 6)),
        ("2024-02-2X", (2024, 2, 20), (2024, 3, 1)),
        ("190X-02-29", (1904, 2, 29), (1908, 3, 1)),
        ("20XX-02-29", (2000, 2, 29), (2096, 3, 1)),
        ("2024-XX-XX", (2024, 1, 1), (2025, 1, 1)),
        ("2024-XX~", (2023, 1, 1), (2026, 1, 1)),
        ("2024-03-XX~", (2024, 2, 1), (2024, 5, 1)),
        ("-0004-02-29", (-4, 2, 29), (-4, 3, 1)),
        ("-000X-02-29", (-8, 2, 29), (-4, 3, 1)),
        ("-0043-24", (-43, 12, 1), (-42, 3, 1)),
        ("-0043-03", (-43, 3, 1), (-43, 4, 1)),
    ],
)
def test_days_that_a_date_may_be(text, first, past):
    """A qualifier widens by its own unit; a masked digit covers every existing day."""
    found = parse_expression(text)
    edges = [day_number(*day) * SECONDS_PER_DAY for day in (first, past)]
    assert edges == [found.start, found.end]
