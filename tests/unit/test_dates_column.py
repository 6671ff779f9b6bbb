"""Dates of a whole column: one order of day and month a file, settled by its rows or not at all."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.mapping.dates import (
    Decided,
    Pairs,
    bulk,
    compile_pattern,
    decide,
    read_plain,
    read_text,
)
from dateline.mapping.dates.bulk import Interpreted, interpret


def decided(*texts: str, files: list[int] | None = None, formats: tuple[str, ...] = ()) -> Decided:
    at = np.arange(len(texts))
    file = np.array(files or [0] * len(texts))
    pairs = Pairs(list(texts), at, file, at, np.ones(len(texts), np.int64), at + 2)
    return decide(pairs, [compile_pattern(one) for one in formats])


def codes(found: Decided) -> list[str]:
    return [told.code for told in found.told]


def test_one_row_decides_for_all() -> None:
    """A day beyond 12 shows which figure is the day, and is named."""
    found = decided("03/04/2024", "13/04/2024", "01/05/2024 18:00")
    assert ["2024-04-03", "2024-04-13", "2024-05-01T18:00"] == found.edtf.tolist()
    assert ["dates-read"] == codes(found)
    assert '3 dates as day/month/year, because of "13/04/2024" (row 3)' in found.told[0].message


def test_months_may_come_first() -> None:
    """A second figure beyond 12 shows that the month comes first."""
    assert ["2024-03-04", "2024-04-25"] == decided("03/04/2024", "04/25/2024").edtf.tolist()


def test_nothing_is_guessed_without_such_a_row() -> None:
    """If no row decides, all stay undated, in one finding; dates in words are read."""
    found = decided("03/04/2024", "05/06/2024", "7 June 2024")
    assert [None, None, "2024-06-07"] == found.edtf.tolist()
    assert ["date-ambiguous", "dates-read"] == codes(found)
    assert "read.date_format" in found.told[0].hint


def test_rows_that_contradict_each_other_are_both_named() -> None:
    """Contradicting rows decide nothing; those with one reading are read."""
    found = decided("13/04/2024", "04/25/2024", "03/04/2024")
    assert ["2024-04-13", "2024-04-25", None] == found.edtf.tolist()
    assert "date-ambiguous" in codes(found)
    assert "13/04/2024" in found.told[0].message
    assert "04/25/2024" in found.told[0].message


def test_each_file_decides_for_itself() -> None:
    """The rows of one file say nothing about another file."""
    found = decided("03/04/2024", "13/04/2024", "03/04/2024", "04/25/2024", files=[0, 0, 1, 1])
    assert ["2024-04-03", "2024-04-13", "2024-03-04", "2024-04-25"] == found.edtf.tolist()


def test_a_declared_format_settles_the_order() -> None:
    """A pattern with figures decides for dates with other separators too."""
    found = decided("03/04/2024", "3.4.2024", "3/4/24", formats=("DD/MM/YYYY",))
    assert ["2024-04-03", "2024-04-03", None] == found.edtf.tolist()
    assert ["2024-04-03"] == decided("03/04/24", formats=("MM/DD/YYYY", "dd/MM/yy")).edtf.tolist()


def test_other_rows_settle_the_language() -> None:
    """A month whose name two languages give to different months is settled by the other rows."""
    assert ["2023-11-05", "2023-05-01"] == decided(
        "5 listopada 2023", "1 maja 2023 r."
    ).edtf.tolist()
    assert ["2023-10-05", "2023-09-01"] == decided(
        "5 listopada 2023", "1. rujna 2023."
    ).edtf.tolist()
    assert [None] == decided("5 listopada 2023").edtf.tolist()


def test_refusals_of_one_kind_are_one_finding() -> None:
    """Numbers, and years of two digits, are reported once with their count."""
    found = decided("1709596800", "1709683200", "1709769600", "7 Jun 24", "8 Jun 24")
    assert ["date-invalid", "date-invalid"] == codes(found)
    assert "as in 2 more rows" in found.told[0].message


def test_many_different_refusals_are_summed_up() -> None:
    """After ten different texts, the rest are counted in one finding."""
    found = decided(*(f"no date {n} here" for n in range(40)))
    assert 11 == len(found.told)
    assert "30 dates more" in found.told[-1].message


@pytest.mark.parametrize(
    "form",
    [
        "{d:02}/{m:02}/{y} {h:02}:{n:02}",
        "{y}-{m:02}-{d:02} {h:02}:{n:02}:00+02:00",
        "{d} March {y} {h}:{n:02} pm",
        "{d:02}.{m:02}.{y} / {d:02}.{m:02}.{later}",
        "{y}/{m:02}/{d:02} / {later}-{m:02}-{d:02} {h:02}:{n:02}",
    ],
)
def test_many_texts_are_read_as_one_is(form: str) -> None:
    """Texts taken apart for speed mean what each of them means alone."""
    texts = [
        form.format(
            y=2000 + n % 20, later=2021 + n % 3, m=n % 12 + 1, d=n % 28 + 1, h=n % 12, n=n % 60
        )
        for n in range(1500)
    ]
    texts = list(dict.fromkeys(texts))
    many = interpret(texts)
    for at in range(0, len(texts), 7):
        one = interpret([texts[at]])
        assert (one.dmy[0], one.mdy[0], one.proof[0], one.is_ambiguous[0]) == (
            many.dmy[at],
            many.mdy[at],
            many.proof[at],
            many.is_ambiguous[at],
        )


#: Dates and clock times in forms that are taken apart, and some that only look like it.
DATES = st.sampled_from(
    [
        "2024-03-05", "2024-3-5", "05/03/2024", "03/05/2024", "5/5/2024", "13.04.2024",
        "04/25/2024", "5 March 2024", "March 5, 2024", "5 listopada 2023", "7 июня 2024", "2024-03",
        "2024", "early March 2024", "20240305", "31/02/2024", "unknown", "n/a", "yesterday",
        "circa 5 March 2024", "2024-03-05~", "2024-03-05?", "night of 5 March 2024", "-", "ongoing",
        "since 5 March 2024", "5 March", "..", "2024-03-05/2024-03-07", "[2024-03-05,2024-03-06]",
    ]
)  # fmt: skip
CLOCKS = st.sampled_from(
    [
        "", "10:00", "14:30", "14:30:05", "2:30 pm", "08:00-10:00", "08:00 -10:00", "14:30Z",
        "08:00:00-05:00", "18:00+02:00", "18:00 UTC", "25:00", "24:00", "00:00", "00:00:00.000",
        "about 14:30", "14.30", "18:00 Europe/Kyiv", "18:00 MSK", "12:00 am", "14:30 or 15:00",
    ]
)  # fmt: skip
ENDS = st.tuples(DATES, st.sampled_from([" ", "T", ", ", " at "]), CLOCKS).map(
    lambda parts: parts[0] + parts[1] + parts[2] if parts[2] else parts[0]
)
MANY = st.one_of(ENDS, st.tuples(ENDS, ENDS).map(" / ".join))


@settings(max_examples=200, deadline=None)
@given(st.lists(MANY, min_size=1, max_size=12, unique=True), st.sampled_from([None, 19_787]))
def test_taking_texts_apart_changes_nothing(texts: list[str], day: int | None) -> None:
    """Whatever the texts and their number, each means what it means alone."""
    days = [
        day if number % 2 and "yesterday" in text else None for number, text in enumerate(texts)
    ]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "_MANY", 0)
        many = interpret(texts, references=days if day else None)
    one = Interpreted.empty(len(texts))
    for at, text in enumerate(texts):
        one.add(at, read_text(text, days[at]))
    for name in ("dmy", "mdy", "proof", "is_ambiguous", "is_nothing", "form", "languages"):
        assert getattr(one, name).tolist() == getattr(many, name).tolist(), name
    for name in ("choices", "reasons"):
        assert getattr(one, name) == getattr(many, name), name


@settings(max_examples=300, deadline=None)
@given(
    day=st.sampled_from(["2024-03-05", "2024-02-30", "0000-01-01", "2024-13-01", "1969-12-31"]),
    joint=st.sampled_from([" ", "T", "  ", "t"]),
    clock=st.sampled_from(["14:30", "14:30:05", "24:00", "23:59:60", "00:00", "7:05", "14:30:5"]),
    fraction=st.sampled_from(["", "", ".0", ",25", ".123456789", ".1234567891"]),
    zone=st.sampled_from(
        ["", "Z", "+02:00", "-05:00", "+00:00", "-00:00", "+15:00", "-10:30", " +02:00", "z", "+02"]
    ),
)
def test_plain_dates_mean_what_each_means(day, joint, *, clock, fraction, zone) -> None:
    """The dates of machines, read for a whole column at once, are those of the grammar."""
    text = f"{day}{joint}{clock}{fraction}{zone}"
    found = read_plain(pa.array([text], pa.large_string()))
    alone = [reading.edtf for reading in read_text(text).readings]
    if found.is_spaced[0]:
        assert alone == found.edtf.to_pylist()
    elif found.is_read[0]:
        assert alone in ([text], [])


def test_the_usual_forms_of_machines_are_plain() -> None:
    """None of them is read text by text."""
    texts = ["2024-03-05 14:30", "2024-03-05 14:30:05", "2024-03-05 14:30:05.25-05:00"]
    assert read_plain(pa.array(texts, pa.large_string())).is_spaced.all()


def test_a_day_to_count_from_does_not_change_how_other_texts_are_read(monkeypatch) -> None:
    """Many clock times are taken apart although one text counts from another day."""
    texts = ["yesterday", *(f"5 March 2024 {n // 60:02}:{n % 60:02}" for n in range(1400))]
    asked = []
    monkeypatch.setattr(bulk, "read_text", lambda *text: asked.append(text) or read_text(*text))
    found = interpret(texts, references=[19_787, *[None] * 1400])
    assert ["2024-03-04", "2024-03-05T00:00"] == found.dmy[:2].tolist()
    assert len(asked) < 10
