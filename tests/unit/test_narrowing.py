"""Which namesake is meant if the text says where it is: *Paris, 10 km from Sherman*."""

from __future__ import annotations

import pytest

from geocoded import place_events, place_where


@pytest.mark.parametrize(
    ("where", "there"),
    [
        ("Springfield, 40 km west of Columbus", (-83.8, 39.9)),
        ("Tripoli near Byblos", (35.8, 34.4)),
        ("Sinjar, northern Iraq", (41.9, 36.3)),
    ],
)
def test_the_namesake_that_is_there_is_meant(gazetteer, where, there):
    """Of several places of a name, the one near what narrows it is drawn."""
    placed = place_where(where, gazetteer=gazetteer)
    assert there == pytest.approx((placed["lon"], placed["lat"]), abs=0.2)


def test_a_place_that_is_elsewhere_is_reported(gazetteer):
    """A place that lies far from where the text says is drawn and reported with both texts."""
    placed, found = place_events([{"where": "Sumy near Lagos"}], gazetteer=gazetteer)
    told = [one.message for one in found if one.code == "place-ambiguous"]
    assert "Sumy" == placed["place_name"][0]
    assert any('"Sumy"' in message and '"near Lagos"' in message for message in told)


def test_the_unknown_place_of_a_list_is_reported(gazetteer):
    """The known places of a list are drawn, and the unknown one is named in a finding."""
    where = "Kassala, Gedaref and Qwertybad"
    placed, found = place_events([{"where": where}], gazetteer=gazetteer)
    assert "Kassala; Gedaref" == placed["place_name"][0]
    assert any("Qwertybad" in one.message for one in found if one.code == "place-unknown")
