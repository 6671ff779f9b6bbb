"""The place at which a map opens, if the settings name one."""

from __future__ import annotations

import pytest

from dateline.errors import SettingsError
from dateline.gazetteer import Gazetteer
from dateline.map_settings import MapSettings
from dateline.opening import with_opening
from dateline.settings import Settings


def box(name):
    """Return west, south, east and north of what a map shows first."""
    settings = Settings(map=MapSettings(open=name))
    with Gazetteer.open() as gazetteer:
        found = with_opening(settings, gazetteer).map.open
    return tuple(found[side] for side in ("west", "south", "east", "north"))


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("Sumy", (34.8, 50.91)),
        ("Суми", (34.8, 50.91)),
        ("Kursk Oblast", (36.18, 51.73)),
        ("10 km north of Sumy", (34.8, 51.0)),
        ("47.1, 37.5", (37.5, 47.1)),
    ],
)
def test_a_place_of_any_kind_is_shown(name, inside):
    """The box holds the place, and not much more."""
    west, south, east, north = box(name)
    assert west < inside[0] < east
    assert south < inside[1] < north
    assert east - west < 7


def test_a_country_on_both_sides_of_180_degrees_is_shown_as_one():
    """West is greater than east, as in a box that is written."""
    west, _, east, _ = box("Fiji")
    assert west > 170
    assert east < -170


@pytest.mark.parametrize(
    ("name", "said", "hint"),
    [
        ("Springfield", "Springfield, Missouri", "Springfield, Massachusetts"),
        ("Mariopol", 'no place is named "Mariopol"', "Mariupol"),
    ],
)
def test_a_name_that_is_not_clear_is_refused_with_candidates(name, said, hint):
    """The error names the setting, what was found, and what to write."""
    with pytest.raises(SettingsError, match=r'"map\.open"') as refused:
        box(name)
    assert said in str(refused.value)
    assert hint in refused.value.hint


def test_other_openings_stay_as_they_are():
    """A box, a middle and nothing at all are not looked up."""
    for given in ({}, {"lon": 1.0, "lat": 2.0, "zoom": 3.0}):
        settings = Settings(map=MapSettings(open=given))
        with Gazetteer.open() as gazetteer:
            assert with_opening(settings, gazetteer) is settings


def test_a_region_says_which_is_meant():
    """A name with its region is clear."""
    west, south, east, north = box("Springfield, Missouri")
    assert west < -93.3 < east
    assert south < 37.2 < north
