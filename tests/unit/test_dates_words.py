"""The word files of dates: complete, in one form, and never two meanings in one language."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import dateline.mapping
from dateline.mapping.dates import read_text
from dateline.mapping.dates.words import KINDS, SEASONS, meanings

FOLDER = Path(dateline.mapping.__file__).parent / "words" / "dates"
FILES = {
    path.stem: tomllib.loads(path.read_text(encoding="utf-8"))
    for path in sorted(FOLDER.glob("*.toml"))
}
LANGUAGES = {name: table for name, table in FILES.items() if name != "common"}
PARTS = {"months", "weekdays", "suffixes", "nothing", "ordinals", "numbers", "words", *SEASONS}


def test_the_languages_of_the_news_are_there() -> None:
    """The word files cover the languages that the docs promise."""
    promised = (
        "en fr es de pt it nl pl cs uk ru tr ar fa he zh ja ko sv no da fi ro hu el bg sr hr id vi "
        "th hi ka hy ca sk lt lv et"
    )
    assert set() == set(promised.split()) - set(LANGUAGES)


@pytest.mark.parametrize("name", FILES)
def test_a_word_file_has_known_parts(name: str) -> None:
    """Every key and every kind of word is one that the code uses."""
    table = FILES[name]
    assert set() == set(table) - PARTS
    assert set() == set(table.get("words", {})) - KINDS


@pytest.mark.parametrize("name", LANGUAGES)
def test_a_language_has_every_month_and_weekday(name: str) -> None:
    """There are twelve months and seven weekdays, each with a name, but for Vietnamese numbers."""
    table = LANGUAGES[name]
    assert (12, 7) == (len(table["months"]), len(table["weekdays"]))
    unnamed = {"ja", "ko"}  # their months are numbers
    assert name in unnamed or all(table["months"])
    assert all(table["weekdays"])


@pytest.mark.parametrize("name", FILES)
def test_no_word_means_two_things_in_one_language(name: str) -> None:
    """A phrase stands once in a file, whatever its case and accents."""
    seen: dict[Any, Any] = {}
    twice = [
        phrase
        for phrase, meaning in meanings(FILES[name])
        if seen.setdefault(phrase, meaning) != meaning
    ]
    assert [] == twice


@pytest.mark.parametrize("name", LANGUAGES)
def test_each_month_name_is_read(name: str) -> None:
    """A day with the name of a month is in that month, whatever the language."""
    wrong = []
    for number, names in enumerate(LANGUAGES[name]["months"], 1):
        for month in names:
            readings = read_text(f"5 {month} 2024").readings
            if f"2024-{number:02d}-05" not in [reading.edtf for reading in readings]:
                wrong.append(month)
    assert [] == wrong


@pytest.mark.parametrize("name", LANGUAGES)
def test_words_for_nothing_are_no_dates(name: str) -> None:
    """A word that says that there is no date is read as such."""
    assert [] == [
        text for text in LANGUAGES[name].get("nothing", ()) if not read_text(text).is_nothing
    ]


def test_the_files_are_sorted_by_kind() -> None:
    """Ordinals and numbers are in ascending order, so that additions are easy to place."""
    for table in FILES.values():
        for part in ("ordinals", "numbers"):
            keys = [int(key) for key in table.get(part, {})]
            assert all(a < b for a, b in pairwise(keys))
