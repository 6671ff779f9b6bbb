"""Positions to countries, regions and settlements."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dateline.gazetteer import Gazetteer
from dateline.geodesy import LonLat, distance_m


@pytest.fixture(scope="module")
def gazetteer():
    with Gazetteer.open() as opened:
        yield opened


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
    """A point is in the country and region whose outline holds it; at sea in none."""
    assert regions == (gazetteer.country_at(*position), gazetteer.admin1_at(*position))


@pytest.mark.parametrize(("worldview", "country"), [("un", "UA"), ("de-facto", "RU")])
def test_the_country_of_a_point_depends_on_the_worldview(gazetteer, worldview, country):
    """Simferopol is in the country that the chosen point of view says."""
    assert country == gazetteer.country_at(34.1, 44.95, worldview=worldview)


def test_many_points_are_answered_as_each_alone(gazetteer):
    """The answer for an array of points is that for each point by itself."""
    draw = np.random.default_rng(7)
    lons = draw.uniform(-180, 180, 300)
    lats = np.degrees(np.arcsin(draw.uniform(-1, 1, 300)))
    alone = [gazetteer.country_at(lon, lat) for lon, lat in zip(lons, lats, strict=True)]
    assert alone == list(gazetteer.countries_at(lons, lats))


def test_a_missing_position_is_nowhere(gazetteer):
    """NaN is in no country and spoils no neighbour's answer."""
    found = gazetteer.countries_at(np.array([np.nan, 34.8]), np.array([np.nan, 50.9]))
    assert ["", "UA"] == list(found)


def test_no_points_give_no_answers(gazetteer):
    """An empty array is answered by an empty array."""
    assert 0 == len(gazetteer.countries_at(np.array([]), np.array([])))


@pytest.mark.parametrize(
    ("position", "name"),
    [((34.80, 50.92), "Sumy"), ((36.1873, 51.7373), "Kursk"), ((37.6178, 55.7520), "Moscow")],
)
def test_the_nearest_settlement_of_a_centre_is_the_town(gazetteer, position, name):
    """A point at the middle of a town is nearest to that town."""
    assert name == gazetteer.nearest_settlement(*position).name


def test_the_middle_of_an_ocean_still_has_a_nearest_settlement(gazetteer):
    """The search widens until it meets a settlement, up to 2,500 km."""
    assert gazetteer.nearest_settlement(-30.0, 30.0) is not None
    assert gazetteer.nearest_settlement(0.0, -89.0) is None


@settings(deadline=None, max_examples=25)
@given(st.floats(-180, 180), st.floats(-70, 75))
def test_no_settlement_is_nearer_than_the_nearest(lon, lat):
    """No settlement of the same cell or the eight around it is nearer, across 180 degrees too."""
    with Gazetteer.open() as gazetteer:
        nearest = gazetteer.nearest_settlement(lon, lat)
        if nearest is None:
            return
        here = LonLat(lon, lat)
        reach = distance_m(here, LonLat(nearest.lon, nearest.lat))
        around = gazetteer.rows(
            "SELECT lon, lat FROM place WHERE kind = 'settlement' AND abs(lat - ?) < 1 "
            "AND (abs(lon - ?) < 1 OR abs(abs(lon - ?) - 360) < 1)",
            (lat, lon, lon),
        )
        assert all(distance_m(here, LonLat(*other)) >= reach - 0.01 * reach for other in around)
