"""The representation points of countries and regions."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely

from dateline.geodesy import geod

#: Length of a degree of latitude in kilometres.
DEGREE_KM = 111.2


def first(gazetteer, name, kind):
    return next(c.place for c in gazetteer.candidates([name])[name] if c.place.kind == kind)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Russia", (100, 60, 50)),
        ("Chile", (-71, -30, 100)),
        ("Indonesia", (120, -5, 150)),
        ("New Zealand", (174, -42, 150)),
        ("United States", (-98.5, 39.76, 20)),
        ("Canada", (-113.6, 60.1, 50)),
        ("Norway", (10, 62, 50)),
        ("Fiji", (178, -18, 50)),
        ("Georgia", (43.5, 42, 20)),
    ],
)
def test_countries_have_their_usual_points(gazetteer, name, expected):
    """A country is represented by the point that most gazetteers share, or the nearest land."""
    lon, lat, km = expected
    place = first(gazetteer, name, "country")
    off = math.hypot((place.lon - lon) * math.cos(math.radians(lat)), place.lat - lat) * DEGREE_KM
    assert off < km


def test_points_of_countries_and_regions_lie_in_them(gazetteer):
    """The point of every country and first-level region with an outline lies on the outline."""
    ask = (
        "SELECT p.name, p.lon, p.lat, g.wkb FROM place p JOIN geometry g ON g.place = p.id "
        "WHERE p.kind IN ('country', 'admin1') AND g.worldview IN ('', 'un') ORDER BY p.id"
    )
    off = [
        name
        for name, lon, lat, wkb in gazetteer.rows(ask)
        if shapely.from_wkb(wkb).distance(shapely.Point(lon, lat)) > 0.001
    ]
    assert [] == off


def test_regions_without_an_outline_have_a_radius_around_their_towns(gazetteer):
    """A first-level region without an outline is a point with a radius that holds its towns."""
    ask = (
        "SELECT p.admin1, p.lon, p.lat, p.uncertainty_m FROM place p WHERE p.kind = 'admin1' "
        "AND NOT EXISTS (SELECT 1 FROM geometry g WHERE g.place = p.id)"
    )
    regions = {code: (lon, lat, radius) for code, lon, lat, radius in gazetteer.rows(ask)}
    assert len(regions) > 100
    assert all(radius >= 10_000 for _, _, radius in regions.values())
    towns = "SELECT admin1, lon, lat FROM place WHERE kind = 'settlement'"
    held = [
        (*regions[code], lon, lat) for code, lon, lat in gazetteer.rows(towns) if code in regions
    ]
    x, y, radius, lon, lat = np.array(held).T
    assert (geod().inv(x, y, lon, lat)[2] <= radius).all()
