"""Day numbers of spreadsheets: reported once for a column of dates, and never guessed."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import dateline
from dateline.mapping.dates import is_sheet_day, read_text
from dateline.readers import RawTable
from dateline.settings import Settings
from reading import map_tables

NUMBERS = ["45356", "45357", "45372.5"]


def table_of(**columns: list[str]) -> pd.DataFrame:
    """Return the event table of columns of text."""
    columns = {"title": ["Fire", "Flood", "Blast"], **columns}
    series = [pd.Series(values, dtype="str") for values in columns.values()]
    table = RawTable("a.csv", list(columns), series, np.arange(2, 5), heading_line=1)
    return map_tables([table], Settings())[0]


@pytest.mark.parametrize("heading", ["Date", "Datum", "Einsatzdatum", "Start date", "SQLDATE"])
def test_day_numbers_under_a_date_are_one_error(tmp_path, heading):
    """A column of day numbers gives one error with its remedy, and the numbers are kept."""
    file = tmp_path / "a.csv"
    rows = zip(["Fire", "Flood", "Blast"], NUMBERS, strict=True)
    lines = [f"title,{heading}", *(",".join(row) for row in rows)]
    file.write_text("\n".join(lines), encoding="utf-8")
    events, found = dateline.read(file)
    told = [item for item in found if item.severity == "error"]
    assert [item.code for item in told] == ["date-invalid"]
    assert "day number of a spreadsheet" in told[0].message
    assert "as in 2 more rows" in told[0].message
    assert "format the column as a date" in told[0].hint
    assert events["given_when"].tolist() == NUMBERS


@pytest.mark.parametrize("heading", ["Reported", "Start", "No."])
def test_other_headings_keep_their_numbers(heading):
    """Numbers of that size under a heading without a date can count anything."""
    found = table_of(**{heading: NUMBERS})
    assert not {"when", "reported_at"} & set(found.columns)


@pytest.mark.parametrize("text", ["45356", "20000", "59999", "45372.5", "45372,25", "45356 10:00"])
def test_the_reason_is_that_of_day_numbers(text):
    """Whole days, days with a fraction and days with a clock time are named as what they are."""
    assert read_text(text).reason == "sheet-day"


@pytest.mark.parametrize("text", ["2024", "19999", "60000", "453560", "20240305", "1709640000"])
def test_other_numbers_are_no_day_numbers(text):
    """Years, compact dates and seconds are not day numbers."""
    assert not is_sheet_day(text)
