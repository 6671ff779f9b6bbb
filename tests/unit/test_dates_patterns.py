"""Declared forms of dates: CLDR patterns, and the older YYYY and DD."""

from __future__ import annotations

import pytest

from dateline.mapping.dates import PatternError, compile_pattern
from dateline.mapping.dates.patterns import read_pattern


@pytest.mark.parametrize(
    ("text", "pattern", "expected"),
    [
        ("03/05/2024", "DD/MM/YYYY", "2024-05-03"),
        ("03/05/2024", "MM/DD/YYYY", "2024-03-05"),
        ("3/5/2024", "MM/DD/YYYY", "2024-03-05"),
        ("5.3.2024", "DD.MM.YYYY", "2024-03-05"),
        ("20240305", "YYYYMMDD", "2024-03-05"),
        ("03/05/2024 14:30", "MM/DD/YYYY", "2024-03-05T14:30"),
        ("05 März 2024", "dd MMMM yyyy", "2024-03-05"),
        ("5 mar. 2024", "d MMM y", "2024-03-05"),
        ("5 березня 2024", "d MMMM y", "2024-03-05"),
        ("7 de junio de 2024", "d 'de' MMMM 'de' y", "2024-06-07"),
        ("Tuesday, March 5, 2024", "EEEE, MMMM d, y", "2024-03-05"),
        ("05/03/24", "dd/MM/yy", "2024-03-05"),
        ("05/03/98", "dd/MM/yy", "1998-03-05"),
        ("5 Mar 2024 4:30 PM", "d MMM y h:mm a", "2024-03-05T16:30"),
        ("2024-03-05 18:00:05 +0200", "yyyy-MM-dd HH:mm:ss Z", "2024-03-05T18:00:05+02:00"),
        ("03/2024", "MM/yyyy", "2024-03"),
        ("2024065", "yyyyDDD", "2024-03-05"),
        ("٠٥/٠٣/٢٠٢٤", "dd/MM/yyyy", "2024-03-05"),
        ("March 2024", "DD/MM/YYYY", None),
        ("03/05/24", "DD/MM/YYYY", None),
        ("5 foo 2024", "d MMMM y", None),
    ],
)
def test_a_pattern_reads_its_form_only(text: str, pattern: str, expected: str | None) -> None:
    """A text in the declared form is that date; any other is left to the other readings."""
    assert expected == read_pattern(text, compile_pattern(pattern))


@pytest.mark.parametrize(
    ("text", "pattern"), [("25/12/2024", "MM/DD/YYYY"), ("30/02/2024", "DD/MM/YYYY")]
)
def test_a_day_that_does_not_exist_is_refused(text: str, pattern: str) -> None:
    """Day and month are never swapped to make a declared form fit."""
    with pytest.raises(PatternError, match=r"does not exist|no day"):
        read_pattern(text, compile_pattern(pattern))


@pytest.mark.parametrize("pattern", ["dd/MM", "dd/MM/yyyy Q", "yyyy yyyy", "W"])
def test_a_pattern_that_says_no_date_is_refused(pattern: str) -> None:
    """A pattern needs a year, letters that mean something, and each part once."""
    with pytest.raises(PatternError):
        compile_pattern(pattern)
