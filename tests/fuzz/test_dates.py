"""Dates: any text is a span or refused with a reason; columns and the page agree with it."""

from __future__ import annotations

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dateline.timespan import OPEN_END_DAY, OPEN_START_DAY, TimeSpan, TimeSpanError, parse_when
from dateline.timespan.columns import PRECISIONS
from dateline.timespan.describe import format_for_reader
from edtf_texts import texts
from exploring import bounded, examples
from mutations import NUMBERS, WORDS, altered
from node import SPEAKS, run_node
from time_cases import WORDS as SAID

WRITTEN = [
    *SAID, "5 March 2024", "March 5, 2024", "05.03.2024", "3/5/2024", "20240305", "5/3/2024 14:30",
    "since March 2024", "until 2024", "early 2024", "mid-March 2024", "spring 2024", "Q1 2024",
    "the 1990s", "19th century", "2024-W10-1", "2024-065", "2024年3月5日", "5 березня 2024",
    "2024-03-05T14:30:05.123Z", "2024-03-05 14:30", "1709648130", "44 BC", "about 2024", "2024/25",
    "March–April 2024", "5–8 March 2024", "now", "today", "unknown", "n/a", "Mon, 5 Mar 2024",
]  # fmt: skip
ALPHABET = st.text("0123456789-/.~?%XYESTZ:+[]{}, Wu", max_size=24)
FORMATTED = st.builds(
    lambda parts, separator: separator.join(map(str, parts)),
    st.lists(st.integers(0, 99999), min_size=1, max_size=4),
    st.sampled_from(["/", ".", "-", "", " ", ":"]),
)
DATES = st.one_of(
    texts(), altered(WRITTEN, most=3), ALPHABET, FORMATTED, st.sampled_from(NUMBERS), WORDS
)


@examples(80)
@given(DATES)
def test_any_text_is_a_span_or_refused(text: str) -> None:
    """A text is a span that its own text gives again, or is refused with a reason and a hint."""
    with bounded():
        try:
            span = TimeSpan.parse(text)
        except TimeSpanError as error:
            assert error.message
            assert error.code in {"date-invalid", "date-reversed"}
            assert len(error.message) + len(error.hint) < 500
            return
        words = format_for_reader(span)
    assert span == TimeSpan.parse(str(span))
    assert words.strip()
    assert span.precision in PRECISIONS
    for first, last in ((span.start, span.end), (span.stated_start, span.stated_end)):
        assert first is None or last is None or first < last
    assert span.start is None or span.start <= span.stated_start
    assert span.end is None or span.end >= span.stated_end
    assert all(abs(end) < 2**63 for end in (span.start, span.end) if end is not None)


@examples(30)
@given(st.lists(DATES | st.none(), max_size=12))
def test_columns_agree_with_single_dates(dates: list[str | None]) -> None:
    """A column of dates has in each row what the text is by itself."""
    with bounded():
        columns = parse_when(dates)
    for row, text in enumerate(dates):
        found = (
            _end(columns.start[row]),
            _end(columns.end[row]),
            columns.date_precision[row],
            bool(columns.approximate[row]),
            bool(columns.uncertain[row]),
        )
        if text is None or not text.strip():
            assert (None, None, "undated", False, False) == found
            continue
        try:
            span = TimeSpan.parse(text)
        except TimeSpanError as error:
            assert (None, None, "undated", False, False) == found
            assert error.message == columns.errors[text].message
        else:
            expected = (span.start, span.end, span.precision, span.approximate, span.uncertain)
            assert expected == found
            assert str(span) == columns.when.iloc[row]


def _end(instant: np.datetime64) -> int | None:
    return None if np.isnat(instant) else int(instant.astype("datetime64[s]").astype(np.int64))


DESCRIBE = """
import { describe } from "./src/dateline/web/src/date-words.js";
import { text } from "node:stream/consumers";
const cases = JSON.parse(await text(process.stdin));
console.log(JSON.stringify(cases.map((one) => describe(...one))));
"""


@examples(2)
@given(st.lists(DATES, min_size=40, max_size=80))
def test_the_page_says_dates_in_the_same_words(dates: list[str]) -> None:
    """JavaScript and Python put a date into the same words."""
    spans = []
    for text in dates:
        try:
            spans.append(TimeSpan.parse(text))
        except TimeSpanError:
            continue
    cases = [
        (
            span.text,
            OPEN_START_DAY if span.first_day is None else span.first_day,
            OPEN_END_DAY if span.last_day is None else span.last_day,
        )
        for span in spans
    ]
    days = [day for _, *ends in cases for day in ends]
    assert all(OPEN_START_DAY <= day <= OPEN_END_DAY for day in days if abs(day) < 2**31)
    ran = run_node(SPEAKS, "--input-type=module", "-e", DESCRIBE, stdin=json.dumps(cases))
    assert [format_for_reader(span) for span in spans] == json.loads(ran.stdout), ran.stderr
