"""What dates in figures and in words may mean, and in which order the meanings are suggested."""

from __future__ import annotations

import pytest

from dateline.timespan.readings import read_numeric, read_span, read_words

FIGURES = {
    # year first
    "20240305": ["2024-03-05"],
    "2024/12/5": ["2024-12-05"],
    "2024/25/12": ["2024-12-25"],
    "2024. 3. 5.": ["2024-03-05"],
    "2024 3 5": ["2024-03-05"],
    "2024.12": ["2024-12"],
    "2024-13": [],
    "2024/3-5": [],
    "220240305": [],
    "30240305": [],
    # year last
    "5/3/2024": ["2024-03-05", "2024-05-03"],
    "5. 3. 2024": ["2024-03-05", "2024-05-03"],
    "5-3-24": ["2024-03-05", "2024-05-03"],
    "5/3/70": ["1970-03-05", "1970-05-03"],
    "5/3/69": ["2069-03-05", "2069-05-03"],
    "5/3/00": ["2000-03-05", "2000-05-03"],
    "5/3-2024": [],
    "5/3/024": [],
    # month and year
    "3/2024": ["2024-03"],
    "12 2024": ["2024-12"],
    "3- 2024": ["2024-03"],
    # Chinese, Japanese and Korean
    "2024年": ["2024"],
    "2024年3月": ["2024-03"],
    "2024 년 3 월 5 일": ["2024-03-05"],
}


@pytest.mark.parametrize(("text", "meant"), FIGURES.items())
def test_dates_in_figures(text: str, meant: list[str]) -> None:
    """Figures mean a date in each order of day and month; two-digit years are 1970 to 2069."""
    assert meant == list(read_numeric(text))


WORDS = {
    # months
    "March 2024": ["2024-03"],
    "Fri. 5 March 2024": ["2024-03-05"],
    "monday 5 march 2024": ["2024-03-05"],
    "March 5 2024": ["2024-03-05"],
    "on the 3rd of March 2024": ["2024-03-03"],
    "22nd March 2024": ["2024-03-22"],
    "1st May 2024": ["2024-05-01"],
    "2024-Mar-05": ["2024-03-05"],
    "2024 March": ["2024-03"],
    "2024 Mar. 5": ["2024-03-05"],
    "5 березня 2024 р.": ["2024-03-05"],
    "5 марта 2024г.": ["2024-03-05"],
    # years and what is longer or shorter than one
    "in the year 2024": ["2024"],
    "2024-03-05": ["2024-03-05"],
    "2024-03": ["2024-03"],
    "-0044": ["-0044"],
    "2024-3": [],
    "autumn 2024": ["2024-23"],
    "winter 2023-2024": ["2023-24"],
    "2024 fall": ["2024-23"],
    "1990s": ["199X"],
    "1990's": ["199X"],
    "20 century": ["19XX"],
    "21st century": ["20XX"],
    "1 century": ["00XX"],
    "0 century": [],
    "44 b.c.": ["-0043"],
    "1234 BC": ["-1233"],
    "2 bce": ["-0001"],
    "1 bc": ["0000"],
    "0 bc": [],
    # boundaries and doubt
    "since 2024": ["2024/.."],
    "since 5 March 2024": ["2024-03-05/.."],
    "since early 2024": [],
    "since yesterday": [],
    "before March 2024": ["../2024-03"],
    "about 2024": ["2024~"],
    "probably march 2024": ["2024-03?"],
    # thirds
    "start of 2024": ["2024-01/2024-04~"],
    "middle of 2024": ["2024-05~/2024-08~"],
    "late 2024": ["2024-09~/2024-12"],
    "early February 2023": ["2023-02-01/2023-02-10~"],
    "mid March 2024": ["2024-03-11~/2024-03-20~"],
    "late February 2023": ["2023-02-21~/2023-02-28"],
    "late December 2024": ["2024-12-21~/2024-12-31"],
    "early 5 March 2024": [],
    "early yesterday": [],
}


@pytest.mark.parametrize(("text", "meant"), WORDS.items())
def test_dates_in_words(text: str, meant: list[str]) -> None:
    """Words mean a month, a day, a season, a part or several years; or nothing that is known."""
    assert meant == list(read_words(text))


SPANS = {
    "2023-24": ["2023/2024"],
    "January-February 2024": ["2024-01/2024-02"],
    "January 5 to February 8 2024": ["2024-01-05/2024-02-08"],
    "28 December 2023 - 3 January 2024": ["2023-12-28/2024-01-03"],
    "from 2023 to 2024": ["2023/2024"],
    "between March and May 2024": ["2024-03/2024-05"],
    "2023 until 2024": ["2023/2024"],
    "2023 till 2024": ["2023/2024"],
    "1/2024-3/2024": ["2024-01/2024-03"],
    "March 5-8, 2024": ["2024-03-05/2024-03-08"],
    "March 5-8": [],
    "January/February 2024": ["2024-01/2024-02"],
    "2023--2024": ["2023/2024", "2023/-2024"],
    "x - 5 March 2024": [],
    # a number before a day is a day of its month, or else a month of its year
    "5 and 8 March 2024": ["2024-05/2024-03-08", "2024-03-05/2024-03-08"],
}


@pytest.mark.parametrize(("text", "meant"), SPANS.items())
def test_spans_of_two_dates(text: str, meant: list[str]) -> None:
    """Two dates joined by a dash or a word are a span; what one leaves out, the other has."""
    assert meant == list(dict.fromkeys(read_span(text)))
