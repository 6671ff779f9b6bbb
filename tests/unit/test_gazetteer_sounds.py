"""Romanisations of one name have one sound key, and only regions are found by it."""

from __future__ import annotations

import pytest

from dateline.gazetteer.sounds import MARK, sound_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hiraan", "hiran"),
        ("lower shabelle", "lower shebelle"),
        ("al hasakah", "hasaka"),
        ("hodeidah", "hudaydah"),
        ("nineveh", "neeneva"),
        ("quneitra", "kunaitra"),
    ],
)
def test_romanisations_share_a_key(one, other):
    """Doubled and similar letters, a final h and the article make no difference."""
    assert sound_key(one) == sound_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("hiran", "haran"), ("kursk", "kirsk"), ("bari", "bay")]
)
def test_other_names_have_another_key(one, other):
    """Names that differ in a letter that romanisations do not confuse have different keys."""
    assert sound_key(one) != sound_key(other) or not sound_key(one)


@pytest.mark.parametrize("key", ["", "bay", "область", "حلب", "zone 5"])
def test_short_names_and_other_scripts_have_none(key):
    """A short name, a name with digits, and a name in another script have no sound key."""
    assert sound_key(key) == ""


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Hiraan", "Hiran"),
        ("Hasaka Governorate", "Al-Hasakah Governorate"),
        ("Shabeelaha Hoose", "Lower Shebelle"),
    ],
)
def test_a_region_is_found_by_another_romanisation(gazetteer, name, place):
    """A region that has no such name is found by the sound of its name."""
    found = gazetteer.candidates([name])[name]
    assert (place, True) == (found[0].place.name, found[0].is_kind_fit)


def test_the_sound_only_counts_for_names_that_find_nothing(gazetteer):
    """A known name never yields places of the same sound; an unknown town yields no district."""
    assert {"settlement"} == {c.place.kind for c in gazetteer.candidates(["Bakhmut"])["Bakhmut"]}
    unknown = gazetteer.candidates(["Kharkiw"])["Kharkiw"]
    assert [] == unknown


def test_no_name_is_a_sound_key(gazetteer):
    """The mark of sound keys is in no folded name."""
    ask = "SELECT count(*) FROM name WHERE instr(key, ?) > 1"
    assert [(0,)] == list(gazetteer.rows(ask, (MARK,)))
