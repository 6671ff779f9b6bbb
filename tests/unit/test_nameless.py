"""Texts that name no place leave the event unplaced, rather than somewhere on the map."""

from __future__ import annotations

import pytest

from geocoded import place_events


@pytest.mark.parametrize(
    "text",
    [
        "south",
        "TBD",
        "airport",
        "The capital",
        "Unknown",
        "Northern",
        "аэропорт",
        "various locations",
        "the front line",
        "N/A",
        "11",
        "2024",
        "+44 20 7946 0018",
        "на границе",
        "la capital",
        "الحدود",
        "首都",
        "수도",
        "a refugee camp",
        "several remote villages",
        "multiple provinces",
        "the outskirts of the city",
        "on board a ship",
    ],
)
def test_a_text_without_a_name_is_not_placed(gazetteer, text):
    """Directions, kinds of places and placeholders are reported as unknown."""
    table, found = place_events([{"where": text}, {"where": "Kyiv, Ukraine"}], gazetteer=gazetteer)
    assert [True, False] == table["geometry"].isna().tolist()
    assert ["place-unknown"] == [one.code for one in found]


@pytest.mark.parametrize(
    ("text", "country"), [("South, Cameroon", "CM"), ("Northern Region, Ghana", "GH")]
)
def test_an_enclosing_place_makes_it_a_name(gazetteer, text, country):
    """A region that is called after a direction is found in its country."""
    table, _ = place_events([{"where": text}], gazetteer=gazetteer)
    assert [country] == table["country"].tolist()


def test_a_word_is_reported_once(gazetteer):
    """A word that names no place gives one finding, with the number of its events."""
    events = [{"where": text, "layer": layer} for text in ("TBD", "tbd", "south") for layer in "ab"]
    _, found = place_events(events, gazetteer=gazetteer)
    assert [
        '"tbd" does not say which place is meant in 4 events',
        '"south" does not say which place is meant in 2 events',
    ] == [one.message for one in found]
