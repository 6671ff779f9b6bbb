"""Dates from several columns: what a date cannot contain is reported and kept, never dropped."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from dateline.normalise import normalise
from dateline.readers import RawTable
from dateline.settings import ReadSettings, Settings
from reading import map_tables


def read(**columns: list[str | None]):
    """Return the typed events of a table, and the findings about its dates."""
    series = [pd.Series(values, dtype="str") for values in columns.values()]
    lines = np.arange(2, 2 + len(series[0]))
    settings = Settings()
    table = RawTable("a.csv", list(columns), series, lines, heading_line=1)
    raw, mapping = map_tables([table], settings)
    events, found = normalise(raw, settings)
    return events, [d for d in (*mapping, *found) if "date" in d.code]


def dates(**columns: list[str | None]) -> list[str | None]:
    return texts(read(**columns)[0]["when"])


def texts(column: pd.Series) -> list[str | None]:
    return column.astype(object).where(column.notna(), None).tolist()


def left_out(**columns: list[str | None]) -> list[str]:
    return [d.message for d in read(**columns)[1] if d.code == "date-part-invalid"]


TITLES = ["A", "B", "C", "D"]


def test_a_part_that_is_not_read_is_reported_once_and_kept() -> None:
    """An unknown month leaves the year, is reported once, and stays in the words."""
    columns = {
        "title": TITLES,
        "year": ["2024"] * 4,
        "month": ["Smarch", "3", "Smarch", "June"],
        "day": ["5"] * 4,
    }
    events, found = read(**columns)
    assert ["2024", "2024-03-05", "2024", "2024-06-05"] == texts(events["when"])
    assert ["5 Smarch 2024", None, "5 Smarch 2024", None] == texts(events["when_text"])
    told = [(d.line, d.message) for d in found if d.code == "date-part-invalid"]
    assert [
        (2, 'month "Smarch" is not read, as in 1 more row; the date is kept without it'),
    ] == told


@pytest.mark.parametrize(
    ("month", "day", "when"),
    [
        ("3", "5th", "2024-03-05"),
        ("March", "early", "2024-03-01/2024-03-10~"),
        ("03", "5-7", "2024-03-05/2024-03-07"),
        ("März", "Anfang", "2024-03-01/2024-03-10~"),
        ("Jan-Feb", None, "2024-01/2024-02"),
        ("spring", None, "2024-21"),
        ("Q1", "", "2024-33"),
    ],
)
def test_parts_in_words_are_read_with_the_rest_of_their_row(month, day, when) -> None:
    """Words that are no number of a day or month count if the whole row has one reading."""
    columns = {
        "title": TITLES,
        "year": ["2024"] * 4,
        "month": [month, "3", "4", "5"],
        "day": [day, "1", "2", "3"],
    }
    assert when == dates(**columns)[0]
    assert [] == left_out(**columns)


@pytest.mark.parametrize(
    ("year", "month", "day", "told"),
    [
        ("2024", "3", "soonish", 'day "soonish" is not read'),
        ("2024", None, "5", 'day "5" has no month in its row'),
        (None, "3", "5", 'month "3" has no year in its row'),
        (None, None, "5", 'day "5" has no year in its row'),
    ],
)
def test_no_part_of_a_date_is_lost(year, month, day, *, told) -> None:
    """A value that its row does not complete to a date is reported and kept in when_text."""
    columns = {
        "title": TITLES,
        "year": [year, "2024", "2024", "2024"],
        "month": [month, "3", "4", "5"],
        "day": [day, "1", "2", "3"],
    }
    assert [f"{told}; the date is kept without it"] == left_out(**columns)
    assert " ".join(p for p in (day, month, year) if p) == read(**columns)[0]["when_text"].iloc[0]


def test_words_for_nothing_are_no_parts() -> None:
    """A month or day of 0, or unknown, ends the date without a finding."""
    columns = {
        "title": TITLES,
        "year": ["2024"] * 4,
        "month": ["3", "0", "unknown", "-"],
        "day": ["0", "00", "?", None],
    }
    assert ["2024-03", "2024", "2024", "2024"] == dates(**columns)
    assert [] == left_out(**columns)


def test_rows_without_start_and_end_take_the_date() -> None:
    """A row with nothing in start and end is dated by the date column, which else is kept."""
    columns = {
        "title": TITLES,
        "start": ["2024-03-01", None, "2024-03-03", "unknown"],
        "end": ["2024-03-02", None, None, None],
        "date": [None, "2024-03-05", None, "2024-03-06"],
    }
    assert ["2024-03-01/2024-03-02", "2024-03-05", "2024-03-03", "2024-03-06"] == dates(**columns)
    columns["date"][0] = "2024-04-01"
    events, _ = read(**columns)
    assert "2024-03-01/2024-03-02" == events["when"].iloc[0]
    assert "2024-04-01" == str(events["date"].iloc[0])[:10]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (
            {"date": ["2024-03-05", None], "start": [None, "2024-03-06"]},
            ["2024-03-05", "2024-03-06"],
        ),
        ({"date": ["2024-03-05", "n/a"], "year": ["2024", "2023"]}, ["2024-03-05", "2023"]),
        ({"date": ["5 March", "05/03"], "year": ["2024", "2023"]}, ["2024-03-05", None]),
        ({"date": ["5 March", "25.03."], "year": ["2024", "2023"]}, ["2024-03-05", "2023-03-25"]),
    ],
)
def test_each_row_takes_what_it_has(columns, expected) -> None:
    """Columns that say less complete the rows in which the better ones say nothing."""
    assert expected == dates(title=["A", "B"], **columns)


def test_a_time_beside_a_month_keeps_the_month() -> None:
    """A clock time needs a day: the month stays, the time is reported once and kept in words."""
    columns = {
        "title": TITLES,
        "date": ["2024-03", "2024-03-05", "2023-11", "March 2024"],
        "time": ["14:30", "15:00", "16:00", "17:00"],
    }
    events, _ = read(**columns)
    assert ["2024-03", "2024-03-05T15:00", "2023-11", "2024-03"] == texts(events["when"])
    assert ["2024-03 14:30", None, "2023-11 16:00", "March 2024 17:00"] == texts(
        events["when_text"]
    )
    assert [
        'time "14:30" has no day in its row, as in 2 more rows; the date is kept without it'
    ] == left_out(**columns)


def test_a_time_without_a_date_is_kept() -> None:
    """The event is undated, the time is in its words, and one finding says so."""
    columns = {
        "title": TITLES,
        "date": [None, "2024-03-05", "unknown", None],
        "time": ["14:30", "15:00", "16:00", None],
    }
    events, _ = read(**columns)
    assert [None, "2024-03-05T15:00", None, None] == texts(events["when"])
    assert ["14:30", None, "16:00", None] == texts(events["when_text"])
    assert 1 == len(left_out(**columns))


def test_times_in_words_stand_beside_their_day() -> None:
    """Words for a part of the day are read with the date; others leave the day and are reported."""
    columns = {
        "title": TITLES,
        "date": ["2024-03-05", "5 mars 2024", "2024-03-05", "5 mars 2024"],
        "time": ["dawn", "soir", "at tea", "14:30"],
    }
    events, _ = read(**columns)
    assert ["2024-03-05", "2024-03-05", "2024-03-05", "2024-03-05T14:30"] == texts(events["when"])
    assert [
        "2024-03-05 dawn",
        "5 mars 2024 soir",
        "2024-03-05 at tea",
        "5 mars 2024 14:30",
    ] == texts(events["when_text"])
    assert ['time "at tea" is not read; the date is kept without it'] == left_out(**columns)


def test_dates_with_their_own_clock_do_not_hide_the_times_of_others() -> None:
    """Each row without a clock time in its date takes that of the time column."""
    columns = {
        "title": ["A", "B"],
        "date": ["2024-03-05 10:00", "2024-03-06"],
        "time": ["11:00", "12:00"],
    }
    events, _ = read(**columns)
    assert ["2024-03-05T10:00", "2024-03-06T12:00"] == texts(events["when"])
    assert "time" in events


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["2024-03-05 00:00:00", "2024-03-06 00:00"], ["2024-03-05", "2024-03-06"]),
        (["2024-03-05T00:00:00", "2024-03-06T00:00Z"], ["2024-03-05", "2024-03-06"]),
        (["2024-03-05T00:00:00", "13/04/2024 00:00"], ["2024-03-05", "2024-04-13"]),
        (["2024-03-05T00:00", "2024-03", None], ["2024-03-05", "2024-03", None]),
        (
            ["2024-03-05 00:00:00", "2024-03-06T14:30"],
            ["2024-03-05T00:00:00", "2024-03-06T14:30"],
        ),
        (["2024-03-05T00:00", "13/04/2024 14:30"], ["2024-03-05T00:00", "2024-04-13T14:30"]),
        (["13/04/2024 00:00", "2024-03-06T14:30"], ["2024-04-13T00:00", "2024-03-06T14:30"]),
    ],
)
def test_midnights_are_days_only_if_all_are(written, expected) -> None:
    """Midnight is a clock time in a column that has another one, however the dates are written."""
    assert expected == dates(title=TITLES[: len(written)], when=written)


def test_midnights_are_reported_with_the_other_dates() -> None:
    """What was read, and how, is one finding for each file."""
    written = ["2024-03-05T00:00", "13/04/2024 00:00", "2024-03-06 00:00", None]
    events, found = read(title=TITLES, when=written)
    assert written == texts(events["when_text"])
    (told,) = (d.message for d in found if d.code == "dates-read")
    assert (
        'read as EDTF: 1 date as day/month/year, because of "13/04/2024 00:00" (row 3); '
        "1 date with a space for the T; 3 dates at midnight, like all clock times, as days"
    ) == told


def test_a_declared_form_comes_before_plain_dates() -> None:
    """A form with the day before the month reads dates that look like ISO ones."""
    settings = Settings(read=ReadSettings(date_format="yyyy-dd-MM HH:mm"))
    series = [pd.Series(["A"], dtype="str"), pd.Series(["2024-03-05 14:30"], dtype="str")]
    table = RawTable("a.csv", ["title", "when"], series, np.array([2]), heading_line=1)
    events, _ = normalise(map_tables([table], settings)[0], settings)
    assert ["2024-05-03T14:30"] == events["when"].tolist()


def test_a_year_column_is_compared_in_each_file() -> None:
    """Another file, or another column of years, does not decide whether dates are compared."""
    settings = Settings()
    tables = []
    for file, heading, years in (
        ("a.csv", "Kalenderjahr", ["2024", "2024", "2025"]),
        ("b.csv", "year", ["1990", "1991", "1992"]),
    ):
        columns = {
            "title": ["A", "B", "C"],
            "when": [f"2024-03-0{n}" for n in (1, 2, 3)],
            heading: years,
        }
        series = [pd.Series(values, dtype="str") for values in columns.values()]
        tables.append(RawTable(file, list(columns), series, np.arange(2, 5), heading_line=1))
    raw, _ = map_tables(tables, settings)
    events, found = normalise(raw, settings)
    told = [(d.file, d.line, d.message) for d in found if d.code == "date-conflict"]
    assert [("a.csv", 4, 'the date is "2024-03-03", but Kalenderjahr is "2025"')] == told
    assert [True, True, False, True, True, True] == events["when"].notna().tolist()


@pytest.mark.parametrize(
    ("columns", "when"),
    [
        (
            {
                "Begin Date": "2024-03-05",
                "Begin Time": "1330",
                "End Date": "2024-03-06",
                "End Time": "0005",
            },
            ["2024-03-05/2024-03-06", "2024-03-05T13:30 / 2024-03-06T00:05"],
        ),
        (
            {"Date": "2024-03-05", "Start time": "10:00", "End time": "12:30"},
            ["2024-03-05", "2024-03-05T10:00 / 2024-03-05T12:30"],
        ),
        (
            {"Date": "2024-03-05", "Start time": "22:00", "End time": "02:00"},
            ["2024-03-05T22:00", None],
        ),
        (
            {"Date": "2024-03-05", "Start time": "22:00", "End time": None},
            ["2024-03-05T22:00", None],
        ),
        ({"Start date": "2024-03-05", "Start time": "10:00"}, ["2024-03-05T10:00", None]),
        (
            {"Anfang": "15.3.2024", "Anfangszeit": "10:00 Uhr"},
            ["2024-03-15T10:00", "15.3.2024 10:00 Uhr"],
        ),
    ],
)
def test_clock_times_of_start_and_end_stand_beside_their_dates(columns, when) -> None:
    """A column of clock times whose heading says start or end belongs to the date of that end."""
    given = {"Event": ["A", "B"], **{name: [text, text] for name, text in columns.items()}}
    events, found = read(**given)
    assert when == [texts(events["when"])[0], texts(events["when_text"])[0]]
    assert not [d for d in found if d.severity == "error"]


def test_an_end_that_may_be_of_the_next_day_stays_in_its_column() -> None:
    """An end before the start is not guessed, and not lost."""
    events, _ = read(
        Event=TITLES[:2], Date=["2024-03-05"] * 2, Begin=["22:00"] * 2, End=["23:00", "02:00"]
    )
    assert ["23:00", "02:00"] == events["End"].tolist()
