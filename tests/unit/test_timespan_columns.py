"""A column of dates gives the same result as date by date, at the cost of its distinct texts."""

from __future__ import annotations

import time
from itertools import zip_longest
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.timespan import PRECISIONS, TimeSpan, TimeSpanError, parse_when
from dateline.timespan.plain import parse_plain
from edtf_texts import texts

DAYS = st.dates().map(str) | st.sampled_from(
    ["2024-02-30", "2023-02-29", "2024-00-01", "2024-1-01"]
)
INTERVALS = st.lists(DAYS, min_size=1, max_size=3).map("/".join)
DAY = 86_400
NOT_DATES = st.text(alphabet="0123456789-T:Z\0 ", max_size=24)


def one_by_one(text: str) -> dict[str, Any]:
    """Return the values of a text from the parser of single texts."""
    try:
        span = TimeSpan.parse(text)
    except TimeSpanError:
        return {"start": None, "end": None, "precision": "undated", "marks": (False, False)}
    return {
        "start": span.start,
        "end": span.end,
        "precision": span.precision,
        "marks": (span.approximate, span.uncertain),
    }


def as_column(written: list[str]) -> list[dict[str, Any]]:
    """Return the same values from a column."""
    columns = parse_when(written)
    seconds = [
        [None if np.isnat(value) else int(value.astype(np.int64)) for value in values]
        for values in (columns.start, columns.end)
    ]
    marks = zip(columns.approximate.tolist(), columns.uncertain.tolist(), strict=True)
    rows = zip(*seconds, columns.date_precision, marks, strict=True)
    return [dict(zip(("start", "end", "precision", "marks"), row, strict=True)) for row in rows]


@given(st.lists(st.one_of(texts(), INTERVALS, NOT_DATES.filter(str.strip)), max_size=12))
def test_a_column_is_its_dates_one_by_one(written: list[str]) -> None:
    """A column gives the same values as each text alone."""
    assert [one_by_one(text) for text in written] == as_column(written)


@given(st.lists(st.one_of(texts(), INTERVALS, NOT_DATES, st.text(max_size=30)), max_size=12))
def test_plain_dates_are_those_of_the_grammar(written: list[str]) -> None:
    """The bulk parser accepts nothing that the grammar refuses or reads differently."""
    plain = parse_plain(written)
    for at in np.flatnonzero(plain.is_plain):
        span = TimeSpan.parse(written[at])
        assert (span.start, span.end) == (plain.start[at], plain.end[at])
        singly = "time" if plain.has_clock[at] else "day"
        assert span.precision == ("interval" if plain.is_interval[at] else singly)


@given(DAYS, DAYS)
def test_plain_intervals_are_all_found(first: str, last: str) -> None:
    """The bulk parser handles every interval of two plain days."""
    text = f"{first}/{last}"
    plain = parse_plain([text])
    assert plain.is_plain.tolist() == [one_by_one(text)["precision"] == "interval"]


#: Plain dates, each with its first second, what it is, and the seconds that it covers.
PLAIN = {
    "1970-01-01": (0, "day", DAY),
    "1970-12-31": (364 * DAY, "day", DAY),
    "2024-02-29": (19_782 * DAY, "day", DAY),
    "0000-01-01": (-719_528 * DAY, "day", DAY),
    "9999-12-31": (2_932_896 * DAY, "day", DAY),
    "1970-01-02T00:00": (DAY, "time", 60),
    "1970-01-01T23:59": (DAY - 60, "time", 60),
    "1970-01-01T10:09Z": (36_540, "time", 60),
    "1970-01-01T19:20:09": (69_609, "time", 1),
    "1970-01-01T23:59:59Z": (DAY - 1, "time", 1),
    "1970-01-01/1970-01-01": (0, "interval", DAY),
    "1969-12-31/1970-01-09": (-DAY, "interval", 10 * DAY),
}
#: What looks like a plain date but differs in one character, or does not exist.
NOT_PLAIN = [
    "", "1970", "1970-01", "1970-01-1", "1970-01-011", "1970/01-01", "1970-01/01", "197:-01-01",
    "1970-0:-01", "1970-01-0:", "197/-01-01", "1970-0/-01", "1970-01-0/", "1970-00-01",
    "1970-13-01", "1970-01-00", "1970-01-32", "1970-04-31", "1970-02-29", "1900-02-29",
    "1970-01-01Z", "1970-01-01T10", "1970-01-01T10:0", "1970-01-01T10:00z", "1970-01-01T10:00ZZ",
    "1970-01-01T1:00Z", "1970-01-01 10:00", "1970-01-01T10-00", "1970-01-01T24:00",
    "1970-01-01T10:60", "1970-01-01T1::00", "1970-01-01T10:0:", "1970-01-01T10:00:60",
    "1970-01-01T10:00:0:", "1970-01-01T10:00-00", "1970-01-01T10:00:0", "1970-01-01T10:00:0Z",
    "1970-01-01T10:00:000", "1970-01-02/1970-01-01", "1970-01-01-1970-01-02",
    "1970-01-01/1970-02-30", "1970-02-30/1970-03-01", "1970-01-01/1970-01-02Z",
    "1970-01-01/1970-01-022", "1970-01-01/1970-01-0",
]  # fmt: skip


def test_which_texts_are_plain_and_what_they_cover() -> None:
    """Existing days, minutes and seconds, and intervals of days, are plain; nothing else is."""
    mixed = [text for pair in zip_longest(NOT_PLAIN, PLAIN) for text in pair if text is not None]
    found = parse_plain(mixed)
    assert [text in PLAIN for text in mixed] == found.is_plain.tolist()
    for at in np.flatnonzero(found.is_plain):
        first, kind, length = PLAIN[mixed[at]]
        assert (first, first + length) == (found.start[at], found.end[at])
        assert (kind == "time", kind == "interval") == (found.has_clock[at], found.is_interval[at])


def test_a_column_of_plain_dates_has_their_precision() -> None:
    """Plain days, clock times and intervals have their own precision in a column."""
    columns = parse_when(list(PLAIN))
    assert [kind for _, kind, _ in PLAIN.values()] == list(columns.date_precision)
    assert [first for first, _, _ in PLAIN.values()] == columns.start.astype(np.int64).tolist()


def test_long_columns_of_plain_dates_are_parsed_in_blocks() -> None:
    """A column of more dates than one block holds gives one value per date, in order."""
    written = [str(day) for day in np.datetime64("1970-01-01") + np.arange(65_536 + 3)]
    starts = parse_plain(written).start
    assert (np.arange(len(written)) * DAY).tolist() == starts.tolist()
    assert [[]] * 5 == [part.tolist() for part in parse_plain([])]


@pytest.mark.parametrize("missing", [None, float("nan"), pd.NA, "", "  ", "\t"])
def test_missing_is_undated(missing: object) -> None:
    """A missing or blank text is undated, without an error."""
    columns = parse_when(["2024", missing])
    assert (["year", "undated"], {}) == (list(columns.date_precision), columns.errors)
    assert pd.isna(columns.when[1])
    assert np.isnat(columns.start[1])


def test_errors_are_reported_once_per_text() -> None:
    """A refused text is one error however many rows have it, and is kept as written."""
    columns = parse_when(["bad", "2024", "bad"])
    assert (["bad"], "bad") == (list(columns.errors), columns.when[2])
    assert columns.errors["bad"].message.startswith('"bad" is not an EDTF date')


@pytest.mark.parametrize("dtype", ["str", "object", "category"])
def test_any_kind_of_column_is_read(dtype: str) -> None:
    """Text may be of dtype str, object or category."""
    columns = parse_when(pd.Series(["2024", "2024-03", "2024"], dtype=dtype))
    assert ["year", "month", "year"] == list(columns.date_precision)


def test_columns_have_their_types() -> None:
    """Instants are in seconds and flags are booleans, with and without dates."""
    for written in (["2024~", None, "2024-03-05"], [None], []):
        columns = parse_when(written)
        flags = [columns.approximate.dtype, columns.uncertain.dtype]
        instants = [str(columns.start.dtype), str(columns.end.dtype)]
        assert ([np.dtype(bool)] * 2, ["datetime64[s]"] * 2) == (flags, instants)


def test_an_empty_column_is_empty() -> None:
    """A table without rows gives empty columns of the right types."""
    columns = parse_when([])
    assert (0, "datetime64[s]") == (len(columns.start), str(columns.start.dtype))
    assert list(columns.date_precision.categories) == list(PRECISIONS)


def test_far_years_fit_the_columns() -> None:
    """Years outside the range of ``datetime`` are instants like any other."""
    columns = parse_when(["Y17E8", "-9999"])
    assert ["1700000000-01-01T00:00:00", "-9999-01-01T00:00:00"] == columns.start.astype(
        str
    ).tolist()


def test_a_million_rows_cost_their_distinct_texts() -> None:
    """A million rows with few dates take a small multiple of finding the distinct ones."""
    days = np.datetime64("2014-01-01") + np.random.default_rng(1).integers(0, 3650, 1_000_000)
    written = pd.Series(days.astype(str), dtype=object)
    began = time.process_time()
    pd.factorize(written)
    finding = time.process_time() - began
    began = time.process_time()
    parse_when(written)
    assert time.process_time() - began < 8 * finding + 0.2
