"""Kind words: how they are split off a name, and which kinds of place they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.gazetteer.fold import fold
from dateline.gazetteer.kinds import KIND_WORDS, airfield_splits, splits


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Kursk Oblast", ("kursk", "oblast", "admin1")),
        ("Kurskaya oblast'", ("kurskaya", "oblast", "admin1")),
        ("Aleppo Governorate", ("aleppo", "governorate", "admin1")),
        ("Province of Aleppo", ("aleppo", "province", "admin1")),
        ("Gangwon-do", ("gangwon", "do", "admin1")),
        ("강원도", ("강원", "도", "admin1")),
        ("Курская область", ("курская", "область", "admin1")),
        ("محافظة حلب", ("حلب", "محافظه", "admin1")),
        ("Krasnodar Krai", ("krasnodar", "krai", "admin1")),
        ("State of Palestine", ("palestine", "state", "country")),
        ("Republic of Korea", ("korea", "republic", "country")),
        ("Sumy Raion", ("sumy", "raion", "admin2")),
        ("city of Kursk", ("kursk", "city", "settlement")),
        ("Gulf of the Aden", ("aden", "gulf", "gulf")),
        ("Kerch Strait", ("kerch", "strait", "strait")),
        ("Lake Baikal", ("baikal", "lake", "lake")),
        ("Mt. Hermon", ("hermon", "mount", "mountain")),
        ("Jabalia refugee camp", ("jabalia", "refugee camp", "camp")),
        ("مخيم جباليا", ("جباليا", "مخيم", "camp")),
        ("лагерь Аль-Холь", ("аль холь", "лагерь", "camp")),
        ("Süveyş Kanalı", ("suveys", "kanali", "canal")),
        ("수에즈 운하", ("수에즈", "운하", "canal")),
        ("Scarborough Shoal", ("scarborough", "shoal", "reef")),
        ("риф Миссчиф", ("миссчиф", "риф", "reef")),
        ("космодром Восточный", ("восточныи", "космодром", "missile")),
        ("Sohae Satellite Launching Station", ("sohae", "satellite launching station", "missile")),
        ("Cape Agulhas", ("agulhas", "cape", "cape")),
        ("мыс Айя", ("аия", "мыс", "cape")),
        ("Kola Peninsula", ("kola", "peninsula", "peninsula")),
        ("Керченский полуостров", ("керченскии", "полуостров", "peninsula")),
        ("Swat Valley", ("swat", "valley", "valley")),
        ("Vallée du Rhône", ("rhone", "vallee", "valley")),
        ("富士山", ("富士", "山", "mountain")),
        ("Ilha de Marajó", ("marajo", "ilha", "island")),
        ("Рокский перевал", ("рокскии", "перевал", "pass")),
        ("Каховская ГЭС", ("каховская", "гэс", "dam")),
        ("Київське водосховище", ("киівське", "водосховище", "lake")),
        ("Zaporizhzhia Nuclear Power Plant", ("zaporizhzhia", "nuclear power plant", "nuclear")),
    ],
)
def test_a_kind_word_is_parted_from_its_name(name, expected):
    """A kind word at either end, in any common language, gives the kinds that it means."""
    first = next(splits(fold(name)))
    core, word, kind = expected
    assert (core, word) == (first.core, first.word)
    assert kind in first.kinds


@pytest.mark.parametrize("word", ["airport", "air base", "airfield", "aerodrome"])
def test_words_for_airfields_stand_for_one_another(word):
    """An airfield is also looked up by the words for airfields that its own name may have."""
    cores = [split.core for split in airfield_splits(splits(f"isfahan {word}"))]
    assert ["isfahan airport", "isfahan air base"] == cores


def test_other_kind_words_stand_for_nothing_else():
    """A name without a word for an airfield is not looked up as an airfield."""
    assert [] == list(airfield_splits(splits("isfahan province")))


@pytest.mark.parametrize("name", ["Kursk", "Oblast", "San Salvador", "Sumy Ukraine", ""])
def test_a_name_without_a_kind_word_is_not_parted(name):
    """A kind word alone, or one at the wrong end, is not split off."""
    assert [] == list(splits(fold(name)))


@pytest.mark.parametrize("word", sorted(KIND_WORDS))
def test_kind_words_are_folded(word):
    """The kind words are folded, otherwise they would never match."""
    assert word == fold(word)


@given(st.lists(st.sampled_from(["kursk", "sea", "of", "oblast", "do", "power", "plant"])))
def test_parting_loses_no_word_but_joints(words):
    """All words of a name are in its core or its kind word, except joining words."""
    key = " ".join(words)
    for split in splits(key):
        left = sorted(words)
        for word in f"{split.core} {split.word}".split():
            left.remove(word)
        assert set(left) <= {"of", "do"}
