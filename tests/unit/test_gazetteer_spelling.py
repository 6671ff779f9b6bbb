"""Suggestions for misspelt names, which are used only in hints."""

from __future__ import annotations

import time

import pytest


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mariopol", "Mariupol"),
        ("Kyrsk", "Kursk"),
        ("Pyongang", "Pyongyang"),
        ("Bakhmet", "Bakhmut"),
        ("Aleepo", "Aleppo"),
        ("Маріполь", "Mariupol"),
        ("Nort Korea", "North Korea"),
        ("Kuwait Cty", "Kuwait City"),
    ],
)
def test_a_misspelt_name_is_guessed(gazetteer, name, expected):
    """The best-known place with a similar spelling comes first."""
    assert expected in [place.name for place in gazetteer.suggest(name)][:2]


@pytest.mark.parametrize("name", ["", "x", "qzxqzxqzx", "—"])
def test_what_is_like_no_name_is_not_guessed(gazetteer, name):
    """Text that resembles no name yields no suggestion."""
    assert [] == gazetteer.suggest(name)


def test_no_more_guesses_than_asked_for_and_each_once(gazetteer):
    """There are at most as many suggestions as requested, without duplicates."""
    found = gazetteer.suggest("San Jse", 5)
    assert len(found) == len({place.place_id for place in found}) <= 5


def test_guesses_stay_in_the_country(gazetteer):
    """With a country only places in it are suggested, also when its names are less alike."""
    found = gazetteer.suggest("Mariopol", country="BR")
    assert {"BR"} == {place.country for place in found}
    assert "Mariupol" not in [place.name for place in found]


def test_nothing_is_guessed_in_a_country_without_a_similar_name(gazetteer):
    """A country that has no similar name yields no suggestion from another country."""
    assert [] == gazetteer.suggest("Hiroshimo", country="IS")


@pytest.mark.parametrize(
    ("name", "wrong"), [("Zkrobovka", "Sirvan"), ("Nowhereville", "Naperville")]
)
def test_names_with_few_letters_in_common_are_not_guessed(gazetteer, name, wrong):
    """A name of which more than 30 % of the letters differ is not suggested."""
    assert wrong not in [place.name for place in gazetteer.suggest(name)]


def test_a_thousand_unknown_names_are_guessed_quickly(gazetteer):
    """1,000 misspelt names cost about a second; the bound leaves room for a busy machine."""
    ask = "SELECT name FROM place WHERE kind = 'settlement' AND length(name) > 4 AND id % 233 = 0"
    names = [f"{name[:2]}u{name[3:]}" for (name,) in gazetteer.rows(ask + " LIMIT 1000")]
    start = time.process_time()
    met = sum(bool(gazetteer.suggest(name)) for name in names)
    assert time.process_time() - start < 5
    assert met > 0.9 * len(names) > 800
