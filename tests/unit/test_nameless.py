"""Texts that name no place leave the event unplaced, rather than somewhere on the map."""

from __future__ import annotations

import pytest

from dateline.gazetteer import Gazetteer
from geocoded import place_events


@pytest.fixture(scope="module")
def gazetteer():
    with Gazetteer.open() as opened:
        yield opened


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
