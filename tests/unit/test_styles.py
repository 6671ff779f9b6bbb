"""Colours, sizes and symbols of events by a column."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from dateline.errors import SettingsError
from dateline.styles import FORMS, colours_of, sizes_of, symbols_of
from sample_events import table_of


def said(rows, column):
    codes, style = colours_of(table_of(rows), column)
    labels = [entry["label"] for entry in style["classes"]]
    colours = [entry["colour"] for entry in style["classes"]]
    assert len(set(colours)) == len(colours)
    return [labels[code] for code in codes], labels


def test_each_word_has_its_colour():
    """Words have colours in the order of their frequency; missing ones have one of their own."""
    types = ["riots", "battles", "riots", None]
    words, labels = said([{"event_type": one} for one in types], "event_type")
    assert words == ["riots", "battles", "riots", "Not stated"]
    assert labels == ["riots", "battles", "Not stated"]


def test_rare_words_share_a_colour():
    """There are never more colours than can be told apart."""
    types = [f"type {n}" for n in range(20) for _ in range(40 - n)]
    words, labels = said([{"event_type": one} for one in types], "event_type")
    assert len(labels) == 9
    assert words[0] == "type 0"
    assert words[-1] == "Other"


def test_numbers_are_in_classes_with_round_limits():
    """Each number is in the class whose limits contain it, and zero is not missing."""
    numbers = [0, 0, 1, 2, 5, 9, 14, 23, 58, 97, 310, 1200, None]
    words, labels = said([{"fatalities_best": one} for one in numbers], "fatalities_best")
    assert words[-1] == "Not stated"
    assert 3 <= len(labels) <= 6
    for number, label in zip(numbers[:-1], words, strict=False):
        low, high = (
            float(part.replace("less than ", "").replace(",", "")) for part in label.split(" to ")
        )
        assert low <= number <= high
        assert "less than" not in label or number < high


@pytest.mark.parametrize("rows", [[{}], [{"fatalities_best": 3}], [{"fatalities_best": 0}] * 4, []])
def test_a_column_with_one_value_or_none_has_a_legend(rows):
    """Nothing to tell apart is no error."""
    codes, style = colours_of(table_of(rows), "fatalities_best")
    assert len(codes) == len(rows)
    assert (codes < len(style["classes"])).all()
    assert codes.dtype == np.uint8


@pytest.mark.parametrize("column", ["colour of the sky", "geometry", "sources"])
def test_a_column_without_words_or_numbers_is_refused(column):
    """A column that the events don't have, or whose values are lists, gives no colours."""
    with pytest.raises(SettingsError, match=r"style\.colour"):
        colours_of(table_of([{"sources": ({"title": "a"},)}]), column)


def test_areas_are_proportional_to_numbers():
    """Four times the number has twice the radius; what is not stated has no size."""
    codes, entry = sizes_of(
        table_of([{"fatalities_best": n} for n in (400, 100, 0, None)]), "fatalities_best"
    )
    assert codes.tolist() == [44, 22, 7, 0]
    assert entry["smallest"] == 0
    assert entry["missing"]
    assert entry["sizes"][0] == [200, pytest.approx(22 * 0.5**0.5)]


@pytest.mark.parametrize("top", [1, 3, 17, 250, 1_000, 98_765, 0.04])
def test_sizes_of_the_legend_are_round_and_apart(top):
    """The legend has one to four numbers of one digit, whose marks differ by 3.5 pixels or more."""
    _, entry = sizes_of(table_of([{"confidence": None}]).assign(n=[float(top)]), "n")
    numbers, radii = zip(*entry["sizes"], strict=True)
    assert 1 <= len(numbers) <= 4
    assert all(f"{number:.0e}"[0] in "125" and number <= top for number in numbers)
    assert all(a - b >= 3.5 for a, b in itertools.pairwise(radii))


def test_no_number_at_all_changes_no_size():
    """A month without any deaths is no error."""
    codes, entry = sizes_of(table_of([{}, {}]), "fatalities_best")
    assert entry is None
    assert not codes.any()


def test_negative_numbers_have_no_area():
    """A negative number is refused, with the setting that can show it."""
    table = table_of([{}, {}]).assign(change=[-3, 5])
    with pytest.raises(SettingsError, match='"change", which has the number -3') as refused:
        sizes_of(table, "change")
    assert 'colour = "change"' in refused.value.hint


@pytest.mark.parametrize("style", [colours_of, sizes_of, symbols_of])
def test_a_column_that_does_not_exist_is_refused_with_a_near_name(style):
    """A misspelt column gets the name that was meant."""
    table = table_of([{"fatalities_best": 3}])
    with pytest.raises(SettingsError, match='"fatalities_bets", expected a column') as refused:
        style(table, "fatalities_bets")
    assert refused.value.hint == 'did you mean "fatalities_best"?'


def test_words_have_no_size():
    """Words are refused."""
    with pytest.raises(SettingsError, match='"title", expected a column of the events with num'):
        sizes_of(table_of([{"title": "A"}]), "title")


def test_the_most_frequent_words_have_forms_of_their_own():
    """More words than forms share the last one, and the forms of a legend differ."""
    types = [f"type {n}" for n in range(12) for _ in range(20 - n)]
    codes, entry = symbols_of(
        table_of([{"event_type": one} for one in (*types, None)]), "event_type"
    )
    assert [one["name"] for one in entry["classes"][:-2]] == [form.name for form in FORMS]
    assert [one.get("kind") for one in entry["classes"][-2:]] == ["others", "missing"]
    assert entry["classes"][codes[0]]["label"] == "type 0"
    assert codes[-2:].tolist() == [len(FORMS), len(FORMS) + 1]
    assert len({one["outer"] for one in entry["classes"]}) == len(entry["classes"])
