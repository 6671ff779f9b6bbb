"""Positions to countries, regions and settlements."""

from __future__ import annotations

import numpy as np
import pytest


@pytest.mark.parametrize(
    ("position", "regions"),
    [
        ((34.8, 50.9), ("UA", "UA.21")),
        ((36.19, 51.73), ("RU", "RU.41")),
        ((128.2, 37.8), ("KR", "KR.06")),
        ((30.73, 46.48), ("UA", "UA.17")),  # Odesa, on the shore
        ((-179.9, 67.5), ("RU", "RU.15")),  # beyond 180 degrees
        ((134.5, 39.5), ("", "")),  # Sea of Japan
        ((0.0, -89.9), ("AQ", "")),
    ],
)
def test_a_point_lies_in_its_country_and_region(gazetteer, position, regions):
    """A point belongs to the country and region whose outline contains it; at sea to none."""
    assert regions == (gazetteer.country_at(*position), gazetteer.admin1_at(*position))


@pytest.mark.parametrize(("worldview", "country"), [("un", "UA"), ("de-facto", "RU")])
def test_the_country_of_a_point_depends_on_the_worldview(gazetteer, worldview, country):
    """The country of Simferopol depends on the worldview."""
    assert country == gazetteer.country_at(34.1, 44.95, worldview=worldview)


def test_many_points_are_answered_as_each_alone(gazetteer):
    """An array of points gives the same results as each point alone."""
    draw = np.random.default_rng(7)
    lons = draw.uniform(-180, 180, 300)
    lats = np.degrees(np.arcsin(draw.uniform(-1, 1, 300)))
    alone = [gazetteer.country_at(lon, lat) for lon, lat in zip(lons, lats, strict=True)]
    assert alone == list(gazetteer.countries_at(lons, lats))


def test_a_missing_position_is_nowhere(gazetteer):
    """NaN is in no country and does not affect the other results."""
    found = gazetteer.countries_at(np.array([np.nan, 34.8]), np.array([np.nan, 50.9]))
    assert ["", "UA"] == list(found)


def test_no_points_give_no_answers(gazetteer):
    """An empty array gives an empty array."""
    assert 0 == len(gazetteer.countries_at(np.array([]), np.array([])))
