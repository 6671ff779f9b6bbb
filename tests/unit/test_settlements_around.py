"""All settlements near any of many positions, compared with a search of every settlement."""

from __future__ import annotations

import time

import numpy as np
import pytest

from dateline.geocoder.reverse import settlements_around
from dateline.geodesy import geod
from geocoded import settlements


@pytest.fixture(scope="module")
def towns(gazetteer):
    """Row id, longitude and latitude of every settlement."""
    return settlements(gazetteer).T


def by_hand(towns, spots, metres):
    """Return the row ids and distances of the settlements near a position, one by one."""
    rowids, lons, lats = towns
    best = np.full(len(rowids), np.inf)
    for one, other in spots:
        far = geod().inv(np.full(len(lons), one), np.full(len(lats), other), lons, lats)[2]
        best = np.minimum(best, far)
    near = best <= metres
    return rowids[near].astype(int), best[near]


@pytest.mark.parametrize(
    "spots",
    [
        [(35.27, 51.19)],
        [(179.99, -16.5), (-179.99, -17.0)],
        [(15.6, 78.2), (25.6, 71.0)],
        [(2.35, 48.85), (2.36, 48.86), (2.35, 48.85), (-150.0, 0.0)],
    ],
)
def test_settlements_around_are_those_of_a_full_search(gazetteer, towns, spots):
    """The settlements and their distances are those that a search of all settlements finds."""
    lon, lat = np.array(spots).T
    for metres in (50_000, 20_000):
        found = settlements_around(gazetteer, lon, lat, metres=metres)
        rowids, far = by_hand(towns, spots, metres)
        assert rowids.tolist() == found.rowids.tolist()
        assert np.allclose(far, found.metres, atol=0.01)


def test_no_positions_have_no_settlements_around(gazetteer):
    """Without any position, or with none that is known, there are no settlements."""
    for positions in (np.array([]), np.array([np.nan])):
        assert [] == settlements_around(gazetteer, positions, positions).rowids.tolist()


def test_a_million_positions_take_seconds(gazetteer):
    """A million positions on all land cost a few seconds; the bound leaves room for a busy one."""
    random = np.random.default_rng(7)
    lon, lat = random.uniform(-120, 150, 1_000_000), random.uniform(-35, 65, 1_000_000)
    start = time.process_time()
    found = settlements_around(gazetteer, lon, lat)
    assert time.process_time() - start < 30
    assert len(found.rowids) > 150_000
