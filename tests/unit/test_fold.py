"""Folding: one key for all spellings of a name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dateline.gazetteer.fold import fold

NAMES = st.text(
    alphabet=st.one_of(st.characters(categories=("L", "M", "N")), st.sampled_from(" -'’.,/&()ʹʼ")),
    max_size=30,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kurskaya Oblast'", "KURSKAYA OBLAST"),
        ("Sums’ka Oblast’", "Sumska oblast"),
        ("Bab-el-Mandeb", "Bab el Mandeb"),
        ("St. Petersburg", "Saint Petersburg"),
        ("Ft. Worth", "Fort Worth"),
        ("Mt. Hermon", "Mount Hermon"),
        ("U.S.", "US"),
        ("D. P. R. K.", "DPRK"),
        ("the Sea of Japan", "Sea of Japan"),
        ("Bosnia & Herzegovina", "Bosnia and Herzegovina"),
        ("Şanlıurfa", "Sanliurfa"),
        ("Łódź", "lodz"),
        ("Straße", "STRASSE"),
        ("Йошкар-Ола", "йошкар ола"),
        ("خلیج فارس", "خليج فارس"),
        ("الأُردن", "الاردن"),
        ("Ｋｕｒｓｋ", "Kursk"),
        ("  Kursk\u00a0\u200b", "Kursk"),
    ],
)
def test_ways_of_writing_one_name_have_one_key(one, other):
    """Case, accents, apostrophes, hyphens, abbreviations and width are ignored."""
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("강원도", "강남도"), ("が", "か"), ("मास्को", "मसक"), ("Киев", "Kiev"), ("ST", "Saint")],
)
def test_scripts_and_the_sounds_in_them_are_kept(one, other):
    """Nothing is transliterated, and marks with a sound of their own are kept."""
    assert fold(one) != fold(other)


@pytest.mark.parametrize("text", ["", "'", "—", " . ", "\u200b"])
def test_text_without_letters_has_an_empty_key(text):
    """A text without letters and digits folds to an empty key."""
    assert fold(text) == ""


@given(NAMES)
def test_a_key_folds_to_itself(text):
    """Folding a key gives the key."""
    assert fold(text) == fold(fold(text))


@given(NAMES)
@example("A.À.")
def test_normal_forms_have_one_key(text):
    """Composed and decomposed text fold to the same key."""
    assert fold(unicodedata.normalize("NFC", text)) == fold(unicodedata.normalize("NFD", text))


@given(st.text(max_size=40))
def test_a_key_is_words_parted_by_single_spaces(text):
    """Any text folds to words separated by single spaces."""
    key = fold(text)
    assert key == " ".join(key.split())
