"""The meaning of EDTF texts: the published test vectors, then single rules."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.schema import DATE_PRECISION
from dateline.timespan import PRECISIONS, TimeSpan, TimeSpanError
from dateline.timespan.calendar import civil, day_number, format_day, shift
from edtf_texts import dates, texts

VECTORS = Path(__file__).parents[2] / "../shared/vectors/edtf/edtf_vectors.json"

#: Vectors whose bounds we refuse to give, each with what we say and why.
DIFFERENT = {
    # An unknown end is unknown; the other library puts it ten years off.
    "/2006": ("open", "2006-12-31"),
    "2004-06-01/": ("2004-06-01", "open"),
    "1984-06-02?/": ("1984-06-02", "open"),
    # Winter runs on into the next year; the other library ends it on 31 December.
    "2010-24": ("2010-12-01", "2011-02-28"),
}


def vectors() -> dict[str, Any]:
    if not VECTORS.is_file():
        pytest.skip("the shared vectors are not beside the repository")
    return json.loads(VECTORS.read_text(encoding="utf-8"))


def stated(span: TimeSpan) -> tuple[str, str]:
    """Return the first and the last day in the text."""
    first = "open" if span.stated_start is None else format_day(span.stated_start // 86_400)
    last = "open" if span.stated_end is None else format_day((span.stated_end - 1) // 86_400)
    return first, last


def widened(text: str) -> tuple[str, str]:
    """Return the first and the last day that the text may cover."""
    span = TimeSpan.parse(text)
    first = "open" if span.first_day is None else format_day(span.first_day)
    return first, "open" if span.last_day is None else format_day(span.last_day)


def refusal(text: str) -> TimeSpanError:
    with pytest.raises(TimeSpanError) as caught:
        TimeSpan.parse(text)
    return caught.value


def read(text: str) -> TimeSpan | TimeSpanError:
    """Return the span of a text, or the reason why it has none."""
    try:
        return TimeSpan.parse(text)
    except TimeSpanError as error:
        return error


@pytest.mark.parametrize("level", ["L0", "L1", "L2"])
def test_every_valid_vector_is_read(level: str) -> None:
    """Every text in the published valid vectors is accepted, at all three levels."""
    read = [text for text in vectors()["edtf_validate"][level] if TimeSpan.parse(text)]
    assert read == vectors()["edtf_validate"][level]


def test_every_invalid_vector_is_refused() -> None:
    """Every text in the published invalid vectors is refused."""
    found = vectors()
    invalid = found["edtf_validate"]["invalid"] + found["python_edtf"]["bad"]
    assert all(refusal(text).code in ("date-invalid", "date-reversed") for text in invalid)


def test_every_invalid_interval_of_the_vectors_is_refused() -> None:
    """Every interval in the published invalid vectors is refused."""
    intervals = vectors()["edtf_validate"]["invalid_intervals"]
    assert all(refusal(text).hint for text in intervals)


def test_vectors_have_the_expected_bounds() -> None:
    """Stated bounds are those of the vectors, but for four that are listed with the reason.

    Sets with spaces are left out: the same vectors list them as invalid as well.
    """
    examples = [e for e in vectors()["python_edtf"]["examples"] if " " not in e[0]]
    expected = {
        text: DIFFERENT.get(text, tuple("open" if "inf" in b else b for b in (bounds * 2)[:2]))
        if len(bounds) == 1
        else DIFFERENT.get(text, tuple("open" if "inf" in bound else bound for bound in bounds[:2]))
        for text, bounds in examples
    }
    # A single day with its widened bounds comes as three values: day, first, last.
    expected |= {text: (b[0], b[0]) for text, b in examples if len(b) == 3}
    assert expected == {text: stated(TimeSpan.parse(text)) for text, _ in examples}


STATED = {
    "2024-03-05": ("2024-03-05", "2024-03-05", "day"),
    "2024-02": ("2024-02-01", "2024-02-29", "month"),
    "2024": ("2024-01-01", "2024-12-31", "year"),
    "-0999": ("-0999-01-01", "-0999-12-31", "year"),
    "0000": ("0000-01-01", "0000-12-31", "year"),
    "2024-21": ("2024-03-01", "2024-05-31", "season"),
    "2024-24": ("2024-12-01", "2025-02-28", "season"),
    "2024-30": ("2024-12-01", "2025-02-28", "season"),
    "2024-31": ("2024-03-01", "2024-05-31", "season"),
    "2024-36": ("2024-10-01", "2024-12-31", "season"),
    "2024-38": ("2024-05-01", "2024-08-31", "season"),
    "2024-41": ("2024-07-01", "2024-12-31", "season"),
    "201X": ("2010-01-01", "2019-12-31", "decade"),
    "19XX": ("1900-01-01", "1999-12-31", "century"),
    "1XXX": ("1000-01-01", "1999-12-31", "millennium"),
    "XXXX": ("0000-01-01", "9999-12-31", "interval"),
    "-01XX": ("-0199-01-01", "-0100-12-31", "century"),
    "-000X": ("-0009-01-01", "-0001-12-31", "decade"),
    "2004-XX": ("2004-01-01", "2004-12-31", "year"),
    "2004-1X": ("2004-10-01", "2004-12-31", "year"),
    "1985-04-XX": ("1985-04-01", "1985-04-30", "month"),
    "1985-XX-XX": ("1985-01-01", "1985-12-31", "year"),
    "19XX-02-29": ("1904-02-29", "1996-02-29", "century"),
    "2015-02-X8": ("2015-02-08", "2015-02-28", "month"),
    "1560-XX-31": ("1560-01-31", "1560-12-31", "year"),
    "2024-01/2024-02": ("2024-01-01", "2024-02-29", "interval"),
    "2023/..": ("2023-01-01", "open", "open"),
    "../2024": ("open", "2024-12-31", "open"),
    "2023/": ("2023-01-01", "open", "open"),
    "../..": ("open", "open", "open"),
    "Y170000002": ("170000002-01-01", "170000002-12-31", "year"),
    "Y-17E7": ("-170000000-01-01", "-170000000-12-31", "year"),
    "[1667,1668,1670..1672]": ("1667-01-01", "1672-12-31", "interval"),
    "{1960,-1961-12}": ("-1961-12-01", "1960-12-31", "interval"),
    "[..1984]": ("open", "1984-12-31", "open"),
    "[1984-05]": ("1984-05-01", "1984-05-31", "month"),
}


@pytest.mark.parametrize(("text", "expected"), STATED.items())
def test_bounds_and_precision(text: str, expected: tuple[str, str, str]) -> None:
    """A text gives the right first day, last day and precision."""
    span = TimeSpan.parse(text)
    assert expected == (*stated(span), span.precision)


WIDENED = {
    "2024-03-05~": ("2024-03-04", "2024-03-06"),
    "2024-03~": ("2024-02-01", "2024-04-30"),
    "2024?": ("2023-01-01", "2025-12-31"),
    "2024%": ("2023-01-01", "2025-12-31"),
    "2024-22~": ("2024-03-01", "2024-11-30"),
    "201X~": ("2000-01-01", "2029-12-31"),
    "1985-04-XX~": ("1985-03-01", "1985-05-31"),
    "2004?-06-11": ("2003-06-11", "2005-06-11"),
    "2004-06~-11": ("2004-05-11", "2004-07-11"),
    "2004-06-~11": ("2004-06-10", "2004-06-12"),
    "2004-?06-?11": ("2004-05-10", "2004-07-12"),
    "2024-03~-31": ("2024-02-29", "2024-04-30"),
    "1984~/2004-06": ("1983-01-01", "2004-06-30"),
    "1984/2004-06~": ("1984-01-01", "2004-07-31"),
    "1950S2": ("1900-01-01", "1999-12-31"),
    "-1950S2": ("-1999-01-01", "-1900-12-31"),
    "Y171010000S3": ("171000000-01-01", "171999999-12-31"),
    "2024~/..": ("2023-01-01", "open"),
}


@pytest.mark.parametrize(("text", "expected"), WIDENED.items())
def test_qualifiers_widen_by_one_unit(text: str, expected: tuple[str, str]) -> None:
    """Each of ``~ ? %`` widens both sides by one unit of the component it qualifies."""
    assert expected == widened(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024", (False, False)),
        ("2024~", (True, False)),
        ("2024?", (False, True)),
        ("2024%", (True, True)),
        ("2024-?03", (False, True)),
        ("2023~/2024?", (True, True)),
        ("[1984~,1985]", (True, False)),
        ("1950S2", (True, False)),
    ],
)
def test_marks_are_kept_as_flags(text: str, expected: tuple[bool, bool]) -> None:
    """``~`` is approximate, ``?`` is uncertain, ``%`` is both."""
    span = TimeSpan.parse(text)
    assert expected == (span.approximate, span.uncertain)


@pytest.mark.parametrize(
    ("text", "seconds", "width"),
    [
        ("1970-01-01T00:00:00Z", 0, 1),
        ("1970-01-01T01", 3600, 3600),
        ("1970-01-02T00:01", 86_460, 60),
        ("1970-01-01T01:00:00+05:00", 3600, 1),
        ("1970-01-01T00:00:10.5Z", 10, 1),
        ("1969-12-31T23:59:59", -1, 1),
    ],
)
def test_clock_times_are_as_written(text: str, seconds: int, width: int) -> None:
    """A clock time covers its hour, minute or second; the zone is ignored."""
    span = TimeSpan.parse(text)
    assert (seconds, seconds + width, "time") == (span.start, span.end, span.precision)
    assert (seconds, seconds + width) == (span.stated_start, span.stated_end)


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "1900-02-29",
        "19X1-02-29",
        "2024-13",
        "2024-00",
        "2024-20",
        "2024-42",
        "2024-21-01",
        "2024-03-00",
        "2024-03-32",
        "2024-3X-01",
        "2024-03-05T24:00",
        "2024-03-05T10:60",
        "2024-03-05T10:00:60",
        "2024-03-05T10:00+24:00",
        "2024-03T10:00",
        "2024-03-XXT10:00",
        "2024-03-05T10:00~",
        "2024-03-05t10:00z",
        "2024-3-5",
        "24-03-05",
        "02024",
        "٢٠٢٤",
        "２０２４",
        "2024−03",
        "2024\n",
        "2024 ",
        "20uu",
        "/",
        "..",
        "2024/2025/2026",
        "2025/2024",
        "2024-03-15/2024-03",
        "Y2024",
        "Y02024",
        "Y12345-01",
        "Y9E12",
        "Y-0E3",
        "1950S0",
        "1950S",
        "[]",
        "{}",
        "[2024",
        "[2024}",
        "[..]",
        "[2025..2024]",
        "[2024,]",
        "2024~~",
        "[" + "2024," * 999 + "2024]",
        "\0",
        "Ⅻ",
    ],
)
def test_what_is_not_edtf_is_refused(text: str) -> None:
    """A text that is not EDTF is refused with a line that quotes it and a hint."""
    error = refusal(text)
    assert (True, True) == (text[:60] in error.message, bool(error.hint))


def test_reversed_intervals_have_their_own_code() -> None:
    """An interval that ends before it starts has its own error code."""
    assert ("date-reversed", "date-invalid") == (refusal("2025/2024").code, refusal("x").code)


def test_an_end_that_begins_too_early_is_reported() -> None:
    """An end that contains the start gets another error than an end that lies before it."""
    assert refusal("2024-03-15/2024-03").message.endswith("its end begins before its start")
    assert refusal("2024-03-15/2024-02").message.endswith("it ends before it starts")


def test_a_masked_end_may_be_any_of_its_days() -> None:
    """``2024-03-15/2024-03-XX`` ends on some day of March, so it is not reversed."""
    assert ("2024-03-15", "2024-03-31") == stated(TimeSpan.parse("2024-03-15/2024-03-XX"))


def test_spans_sort_by_time() -> None:
    """Spans sort by start, then end; an open start comes first and an open end last."""
    order = ["../2020", "2020-01", "2020", "2020/..", "2020-02"]
    spans = [TimeSpan.parse(text) for text in reversed(order)]
    assert order == [str(span) for span in sorted(spans)]


def test_the_words_for_precision_are_those_of_the_schema() -> None:
    """``timespan`` and ``schema`` have the same list of precisions."""
    assert DATE_PRECISION == PRECISIONS


# --- properties -------------------------------------------------------------------------------


@given(texts())
def test_text_round_trips(text: str) -> None:
    """Parsing the text of a span gives an equal span."""
    span = TimeSpan.parse(text)
    assert span == TimeSpan.parse(str(span))


@given(texts())
def test_widened_bounds_hold_the_stated_ones(text: str) -> None:
    """The widened bounds contain the stated ones, and no span is empty."""
    span = TimeSpan.parse(text)
    assert span.start is None or span.stated_start is None or span.start <= span.stated_start
    assert span.end is None or span.stated_end is None or span.end >= span.stated_end
    assert not span.is_bounded or span.start < span.end


@given(dates(), dates())
def test_an_interval_spans_its_ends(first: str, last: str) -> None:
    """An interval covers what its start and its end cover, and is refused if they are reversed."""
    start, end, span = TimeSpan.parse(first), TimeSpan.parse(last), read(f"{first}/{last}")
    if isinstance(span, TimeSpan):
        assert (start.start, end.end) == (span.start, span.end)
    else:
        assert (span.code, True) == ("date-reversed", end.stated_start < start.stated_start)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Any text gives a span or an error with a hint, nothing else."""
    found = read(text)
    assert isinstance(found, TimeSpan) or found.hint


@given(st.text(alphabet="0123456789-/.X~?%[]{},TZSEY: ", max_size=25))
def test_any_text_of_the_alphabet_is_read_or_refused(text: str) -> None:
    """The same for texts that look like dates."""
    found = read(text)
    assert isinstance(found, TimeSpan) or found.hint


@given(st.dates())
def test_day_numbers_agree_with_the_standard_library(day: date) -> None:
    """Day numbers agree with ``datetime`` in its range."""
    number = day_number(day.year, day.month, day.day)
    expected = (day.toordinal() - date(1970, 1, 1).toordinal(), (day.year, day.month, day.day))
    assert expected == (number, tuple(civil(number)))


@given(st.integers(-(10**13), 10**13))
def test_day_numbers_round_trip_in_any_year(number: int) -> None:
    """Converting a day number to a date and back gives the same number."""
    assert number == day_number(*civil(number))


@given(st.integers(-(10**6), 10**6), st.integers(-500, 500))
def test_moving_by_months_keeps_the_day_or_takes_the_last(number: int, months: int) -> None:
    """A day moved by months keeps its day of the month, or becomes the last one."""
    before, after = civil(number), civil(shift(number, months=months))
    moved = 12 * (after.year - before.year) + after.month - before.month
    is_last = civil(shift(number, months=months) + 1).day == 1
    assert (months, True) == (
        moved,
        after.day == before.day or (after.day < before.day and is_last),
    )
