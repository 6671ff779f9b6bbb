"""The words and orders of each language: what texts mean, and what the tables must be like."""

from __future__ import annotations

import csv
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from dateline.gazetteer import Gazetteer, fold
from dateline.geocoder.expression import ExpressionError, format_expression, parse_expression
from dateline.geocoder.forms import Name, Narrowed, Near, Offset, Several, names_in
from dateline.geocoder.language import FORMS, PlaceWords
from dateline.geocoder.orders import matches
from dateline.geocoder.readings import READINGS
from dateline.geocoder.scripts import english, languages_of
from dateline.geocoder.slices import Slice
from dateline.geocoder.templates import slots_of
from deadline import deadline

with (Path(__file__).parent / "where_cases.tsv").open(encoding="utf-8", newline="") as file:
    CASES = [tuple(row) for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)][1:]

#: A text in each script.
SCRIPTS = ("Café x", "Λαμία", "Київ", "Ж", "עכו", "حلب", "पटना", "평양", "基辅", "キーウ")
LANGUAGES = {one.code: one for text in SCRIPTS for one in languages_of(text)} | {"en": english()}


@pytest.fixture(scope="module")
def countries():
    with Gazetteer.open() as gazetteer:
        return set(gazetteer.countries().values())


def known_in(meaning):
    """Return whether a text is one of the names in an expression."""
    form = parse_expression(meaning)
    words = [word for name in names_in(form) for word in (name.toponym, *name.within)]
    return {fold(word) for word in words}.__contains__


@pytest.mark.parametrize(("_code", "text", "meaning"), CASES, ids=[text for _, text, _ in CASES])
def test_text_means(_code, text, meaning):
    """Each way to write a place, in each language, means what the same words mean in English."""
    is_known = known_in(meaning)
    found = parse_expression(text, is_name=lambda name: is_known(fold(name)))
    assert meaning == format_expression(found)


WORDS = Path(parse_expression.__code__.co_filename).parent / "words"
MEANINGS = tomllib.loads((WORDS / "forms.toml").read_text(encoding="utf-8"))


def test_every_form_is_documented():
    """The page about places has every form that English has, and no other."""
    assert {order.form for order in english().orders} == set(MEANINGS)


@pytest.mark.parametrize(
    ("form", "text"), [(f, text) for f, one in MEANINGS.items() for text in one["examples"]]
)
def test_documented_examples_are_read(form, text):
    """Each example of the page about places is read as the form that it stands for."""
    orders = [order for order in english().orders if order.form == form]
    assert any(matches(orders, Slice(text, 0)))
    is_place = form in {"inside", "held", "part_of", "region_of", "container", "thing"}
    assert is_place or not isinstance(parse_expression(text), Name)


def test_every_language_has_cases():
    """Each language has at least twenty cases; English has more."""
    counts = Counter(code for code, _, _ in CASES)
    assert set(LANGUAGES) == set(counts)
    assert len(LANGUAGES) >= 23
    assert min(counts.values()) >= 20
    assert counts["en"] >= 100


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_adjectives_name_countries(code: str, countries):
    """Each adjective of a country belongs to one country, by its English name."""
    path = next(WORDS.glob(f"*/{code}.toml"))
    nations = tomllib.loads(path.read_text(encoding="utf-8"))["nations"]
    assert set(nations) <= countries
    counts = Counter(word for words in nations.values() for word in words)
    assert {word for word, count in counts.items() if count > 1} == set()
    for name, words in nations.items():
        found = [LANGUAGES[code].nations.named(w) for w in words if w.isalpha()]
        assert all(countries == (name,) for countries in found), name


@pytest.mark.parametrize("code", sorted(LANGUAGES))
def test_tables_have_forms_and_slots_that_exist(code: str):
    """Each form and slot of a table is one that the code reads, and each order compiles."""
    language: PlaceWords = LANGUAGES[code]
    assert {order.form for order in language.orders} <= set(READINGS)
    assert set(FORMS) == set(READINGS)
    for order in language.orders:
        assert slots_of(order.template), order.template
        assert order.match("\0", "\0", frozenset()) is None
        assert re.compile(order.pattern)


@pytest.mark.parametrize(
    ("text", "known", "form"),
    [
        ("Aleppo, Hama and Qwerty", {"aleppo", "hama"}, Several),
        ("Qwerty camp near Nyala", {"nyala"}, Narrowed),
        ("Qwerty, Nairobi", {"nairobi"}, Narrowed),
        ("near Qwerty", set(), Near),
        ("12 km north of Qwerty", set(), Offset),
        ("Search and Rescue Station", set(), Name),
    ],
)
def test_unknown_names_are_kept(text, known, form):
    """A text with an unknown name keeps that name, so that it is reported."""
    found = parse_expression(text, is_name=lambda name: fold(name) in known)
    assert isinstance(found, form)
    assert "Qwerty" not in text or any("Qwerty" in name.toponym for name in names_in(found))


def test_the_more_important_nominative_is_chosen():
    """Of the names that an inflected one may be, the most important is meant."""
    weights = {"сум": 0.1, "суми": 0.7}
    found = parse_expression(
        "в 10 км від Сум",
        is_name=lambda name: fold(name) in weights,
        weight=lambda name: weights[fold(name)],
    )
    assert "10 km from Суми" == format_expression(found)


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Mopti, Gao and Kidal, Mali", "Mopti, Mali; Gao, Mali; Kidal, Mali"),
        ("Mopti, Mali and Agadez, Niger", "Mopti, Mali; Agadez, Niger"),
    ],
)
def test_commas_in_a_list_enclose_or_part(text, meaning):
    """Before "and", a comma parts places unless a much more important one follows it."""
    found = parse_expression(
        text,
        is_name=lambda name: name in {"Mopti", "Gao", "Kidal", "Mali", "Agadez", "Niger"},
        weight=lambda name: 0.9 if name in {"Mali", "Niger"} else 0.4,
    )
    assert meaning == format_expression(found)


HOSTILE = [
    "near " * 300 + "x",
    "and " * 400,
    "a, " * 500 + "and b",
    "від " * 400,
    "附近" * 900,
    "の北" * 900,
    "ال" * 900,
    "north of " * 200 + "x",
    "A-" * 900 + "road",
    "between a and " * 120 + "b",
    "10 km " * 300 + "of x",
    "(" * 16 + "a and b" + ")" * 16,
    "de la " * 300,
    "x near y " * 200,
    "Kuzey" * 300,
]


@pytest.mark.parametrize("text", HOSTILE, ids=[text[:12] for text in HOSTILE])
@pytest.mark.parametrize("is_name", [None, lambda _: False, lambda _: True])
def test_hostile_texts_end_soon(text, is_name):
    """Texts that repeat the words of forms are read or refused in a short time."""
    with deadline():
        try:
            found = parse_expression(text[:2_000], is_name=is_name)
        except ExpressionError:
            return
        assert format_expression(found)
