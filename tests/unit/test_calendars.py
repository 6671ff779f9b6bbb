"""Dates in another calendar are never silently read as Gregorian."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import dateline
from dateline.settings import ReadSettings, Settings

PERSIAN = ["1402/07/15", "1403/01/20"]
BUDDHIST = ["15/10/2565", "28/03/2568"]


def read(dates: list[Any], titles: tuple[str, str], **read: Any) -> tuple[list[Any], list[Any]]:
    frame = pd.DataFrame({"title": list(titles), "date": dates})
    events, findings = dateline.from_frame(frame, settings=Settings(read=ReadSettings(**read)))
    found = [f for f in findings if f.code == "date-ambiguous"]
    return [None if pd.isna(when) else when for when in events["when"]], found


@pytest.mark.parametrize(
    ("dates", "titles", "calendar"),
    [
        (PERSIAN, ("زلزله", "سیل"), "Persian"),
        (["15/10/1444", "02/11/1445"], ("فيضان", "حريق"), "Islamic"),
        (BUDDHIST, ("น้ำท่วม", "ไฟไหม้"), "Buddhist"),
    ],
)
def test_dates_of_another_calendar_in_its_script_are_refused(
    dates: list[str], titles: tuple[str, str], calendar: str
) -> None:
    """If the texts are in the script of a calendar and all years are its years, none is read."""
    whens, [found] = read(dates, titles)
    assert whens == [None, None]
    assert found.severity == "error"
    assert calendar in found.message
    assert dates[0] in found.message


@pytest.mark.parametrize(
    ("dates", "titles"),
    [
        (["1396-08-21", "1398-01-05"], ("Quake", "Flood")),
        (["1402-07-15", "1403-01-20"], ("زلزله", "سیل")),
        (BUDDHIST, ("Flood", "Coup")),
        ([2554, 2557], ("Flood", "Coup")),
    ],
)
def test_dates_of_another_calendar_without_its_script_are_kept_with_a_warning(
    dates: list[Any], titles: tuple[str, str]
) -> None:
    """Dates that are EDTF, or whose texts say no calendar, are read, and reported once."""
    whens, [found] = read(dates, titles)
    assert None not in whens
    assert found.severity == "warning"


@pytest.mark.parametrize(
    ("dates", "titles"),
    [
        (["1346-08-26", "1415-10-25"], ("Crécy", "Agincourt")),  # one is before the recent years
        (["1402", "1415"], ("Ankara", "Agincourt")),  # years alone
        (["1402/07/28", "2024/07/28"], ("أنقرة", "حريق")),  # another date is of today
    ],
)
def test_dates_of_history_are_read(dates: list[str], titles: tuple[str, str]) -> None:
    """Gregorian dates of the Middle Ages are not reported."""
    whens, found = read(dates, titles)
    assert None not in whens
    assert not found


def test_a_declared_form_says_that_dates_are_gregorian() -> None:
    """The remedy of the hint works: with a declared form the dates are read as they are."""
    whens, found = read(PERSIAN, ("زلزله", "سیل"), date_format="yyyy/MM/dd")
    assert whens == ["1402-07-15", "1403-01-20"]
    assert not found


def test_an_unread_date_in_the_script_of_a_calendar_says_what_the_others_are() -> None:
    """One date in the script of a calendar refuses the years of that calendar in all rows."""
    whens, [found] = read(["1402/05/12", "۱۴۰۲/۰۵/۱۳"], ("Quake", "Flood"))
    assert whens == [None, None]
    assert found.severity == "error"
