"""Years of eras and of other calendars, and financial years."""

from __future__ import annotations

import pytest

from dateline.mapping.dates.refusals import Refusal
from dateline.mapping.dates.text import read_text
from dateline.mapping.values import looks_like_date


def said(text: str) -> str:
    found = read_text(text)
    assert not found.readings
    return " ".join(Refusal(found.reason, found.detail).words(text))


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("令和5年3月7日", "2023-03-07"),
        ("令和元年5月1日", "2019-05-01"),
        ("㋿5年3月", "2023-03"),
        ("R5.3.7", "2023-03-07"),
        ("H30/7/6", "2018-07-06"),
        ("S64年1月7日", "1989-01-07"),
        ("昭和39年10月10日", "1964-10-10"),
        ("大正12年9月1日", "1923-09-01"),
        ("明治45年7月1日", "1912-07-01"),
        ("平成31年4月～令和元年5月", "2019-04/2019-05"),
        ("Reiwa 5 March 7", "2023-03-07"),
        ("民國112年3月7日", "2023-03-07"),
        ("中華民國 112/03/07", "2023-03-07"),
        ("民国38年10月", "1949-10"),
        ("พ.ศ. 2566", "2023"),
        ("7 มีนาคม พ.ศ. 2566", "2023-03-07"),
        ("๗ มี.ค. พ.ศ. ๒๕๖๖", "2023-03-07"),
        ("7 March 2566 BE", "2023-03-07"),
        ("ค.ศ. 2023", "2023"),
        ("단기 4357년 3월 5일", "2024-03-05"),
    ],
)
def test_years_of_an_era_that_is_written_are_read(text, edtf):
    """A date with an era has one reading, and looks like a date."""
    assert [reading.edtf for reading in read_text(text).readings] == [edtf]
    assert looks_like_date(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("昭和64年1月8日", "昭和 ended on 1989-01-07"),
        ("平成元年1月7日", "平成 began on 1989-01-08"),
        ("平成40年1月7日", "平成 has no year 40"),
        ("明治3年5月1日", "明治 has no year 3 in our calendar"),
    ],
)
def test_days_outside_their_era_are_refused(text, words):
    """A day before an era began or after it ended, or counted by the moon, is not read."""
    assert words in said(text)


@pytest.mark.parametrize("text", ["112年3月7日", "R5", "to be 2024", "5 be 2024", "T5", "roc 2024"])
def test_what_only_looks_like_an_era_is_not_read_as_one(text):
    """Without an era and a year of it, no year is made up."""
    years = [reading.edtf[:4] for reading in read_text(text).readings]
    assert not set(years) - {"2024"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("12 مرداد 1402", "Persian"),
        ("12 Mordad 1402", "Persian"),
        ("۱۴۰۲/۰۵/۱۲", "Persian or Islamic"),
        ("15 رمضان 1445", "Islamic"),
        ("15 Ramadan 1445 AH", "Islamic"),
        ("7 มีนาคม 2566", "Buddhist"),
    ],
)
def test_dates_of_other_calendars_are_refused_by_name(text, name):
    """The message names the calendar, and the hint what to write."""
    assert f"it is a date of the {name} calendar" in said(text)
    assert "write" in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "FY2023",
        "FY 2023/24",
        "fiscal year 2024",
        "Année fiscale 2023",
        "Haushaltsjahr 2023",
        "ejercicio fiscal 2023",
        "ano fiscal 2023",
        "esercizio finanziario 2023",
        "begrotingsjaar 2023",
        "rok budżetowy 2023",
        "финансовый год 2023",
        "mali yıl 2023",
        "令和5年度",
        "2023财年",
        "회계연도 2023",
        "वित्तीय वर्ष 2023-24",
        "السنة المالية 2023",
        "ปีงบประมาณ 2566",
    ],
)
def test_financial_years_are_refused_with_what_to_write(text):
    """A financial year begins in another month elsewhere, so its months have to be written."""
    assert read_text(text).reason == "fiscal"
    assert 'write its months, such as "2023-07/2024-06"' in said(text)
