"""Colours of events by a column: a colour for each word, or for classes of numbers."""

from __future__ import annotations

import numpy as np
import pytest

from dateline.errors import SettingsError
from dateline.render.style import style_of
from sample_events import table_of


def said(rows, column):
    codes, style = style_of(table_of(rows), column)
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
    codes, style = style_of(table_of(rows), "fatalities_best")
    assert len(codes) == len(rows)
    assert (codes < len(style["classes"])).all()
    assert codes.dtype == np.uint8


@pytest.mark.parametrize("column", ["colour of the sky", "geometry", "sources"])
def test_a_column_without_words_or_numbers_is_refused(column):
    """A column that the events don't have, or whose values are lists, gives no colours."""
    with pytest.raises(SettingsError, match=r"style\.colour"):
        style_of(table_of([{"sources": ({"title": "a"},)}]), column)
