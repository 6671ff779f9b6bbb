"""Suggestions for misspelt names, which are used only in hints."""

from __future__ import annotations

import pytest

from dateline.gazetteer import Gazetteer


@pytest.fixture(scope="module")
def gazetteer():
    with Gazetteer.open() as opened:
        yield opened


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
