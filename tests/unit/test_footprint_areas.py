"""Footprints of waters, parts of areas, several places and positions, with made-up places."""

from __future__ import annotations

import pytest
from shapely.geometry import Point

from dateline.gazetteer import Place
from dateline.geocoder.footprint import COAST_M, EXACT_M
from dateline.geocoder.forms import (
    AnyOf,
    Coast,
    Coordinates,
    GridReference,
    Near,
    Part,
    PlusCode,
    Several,
    WktShape,
)
from dateline.geodesy import LonLat, area_m2, bearing_deg, distance_m
from made_places import (
    CENTRE,
    HAMLET,
    OUTLINES,
    RIVER,
    TOWN,
    WEST,
    footprint,
    names,
)

# --- waters, parts, several -------------------------------------------------------------------


def test_coast_is_the_sea_within_reach():
    """Off a coast is the sea up to fifty kilometres from the area or the town's extent."""
    for name, edge, radius in ((WEST, 51.0, 0), (TOWN, 50.0, 4_000)):
        found = footprint(Coast(name))
        _, south, _, north = found.geometry.bounds
        reach = distance_m(LonLat(10, edge), LonLat(10, north))
        assert COAST_M + radius == pytest.approx(reach, rel=0.02)
        assert (50.0, "maritime") == (pytest.approx(south, abs=0.01), found.precision)
        assert [name.toponym] == names(found)


def test_side_of_a_coast_is_a_part_of_it():
    """The eastern waters are those east of the centre."""
    whole, east = footprint(Coast(TOWN)), footprint(Coast(TOWN, "E"))
    assert 0.5 == pytest.approx(area_m2(east.geometry) / area_m2(whole.geometry), abs=0.02)
    assert (10.0, whole.geometry.bounds[2]) == (
        pytest.approx(east.geometry.bounds[0], abs=0.01),
        pytest.approx(east.geometry.bounds[2], abs=0.01),
    )


@pytest.mark.parametrize(
    ("side", "share", "shift"),
    [("N", 0.5, (0, 1)), ("E", 0.5, (1, 0)), ("SW", 0.5, (-1, -1)), ("centre", 0.25, (0, 0))],
)
def test_part_of_an_area(side, share, shift):
    """A part is the half on that side; the centre is a disc of a quarter of the area."""
    found = footprint(Part(WEST, side))
    whole = OUTLINES["West"]
    middle = found.geometry.centroid
    assert whole.buffer(1e-6).covers(found.geometry)
    assert share == pytest.approx(area_m2(found.geometry) / area_m2(whole), abs=0.03)
    assert shift == tuple((v > 0.2) - (v < -0.2) for v in (middle.x - 10, middle.y - 50))
    assert ("area", ["West"], True) == (found.precision, names(found), found.is_derived)


@pytest.mark.parametrize(("extent", "share"), [("far", 0.25), ("tip", 0.1)])
def test_extremes_of_an_area(extent, share):
    """The far side is the last quarter of the length, and the tip the last tenth."""
    found, whole = footprint(Part(WEST, "N", extent=extent)), OUTLINES["West"]
    _, south, _, north = whole.bounds
    assert share == pytest.approx(area_m2(found.geometry) / area_m2(whole), abs=0.03)
    assert north - share * (north - south) == pytest.approx(found.geometry.bounds[1], abs=0.02)


@pytest.mark.parametrize(("side", "share"), [("", 1.0), ("N", 0.5)])
def test_outskirts_of_an_area(side, share):
    """The outskirts are a ten-kilometre rim outside, or its part on one side."""
    found = footprint(Part(WEST, side, is_outskirts=True))
    rim = area_m2(footprint(Near(WEST)).geometry) - area_m2(OUTLINES["West"])
    assert 0 == pytest.approx(found.geometry.intersection(OUTLINES["West"]).area, abs=1e-6)
    assert share == pytest.approx(area_m2(found.geometry) / rim, abs=0.03)


@pytest.mark.parametrize(
    ("part", "away", "radius", "precision"),
    [
        (Part(TOWN, "centre"), 0, 2_000, "settlement"),
        (Part(TOWN, "", is_outskirts=True), 0, 6_000, "settlement"),
        (Part(TOWN, "E"), 2_000, 3_000, "settlement"),
        (Part(TOWN, "E", is_outskirts=True), 4_000, 3_000, "near"),
    ],
)
def test_part_of_a_point(part, away, *, radius, precision):
    """A part of a town is half its radius away, its outskirts a whole radius."""
    found = footprint(part)
    assert away == pytest.approx(distance_m(CENTRE, found.point), abs=0.01)
    assert not away or pytest.approx(90, abs=0.1) == bearing_deg(CENTRE, found.point)
    assert (radius, precision) == (found.uncertainty_m, found.precision)
    assert (["Town"], True) == (names(found), found.is_derived)


@pytest.mark.parametrize("form", [Several((TOWN, HAMLET)), AnyOf((TOWN, HAMLET))])
def test_several_reach_as_far_as_the_farthest(form):
    """The uncertainty of several places reaches the far side of the farthest one."""
    found = footprint(form)
    ends = {CENTRE: 4_000.0, LonLat(10.5, 50.0): 500.0}
    assert found.uncertainty_m == max(distance_m(found.point, p) + r for p, r in ends.items())
    assert (["Town", "Hamlet"], "MultiPoint", "settlement", True) == (
        names(found),
        found.geometry.geom_type,
        found.precision,
        found.is_derived,
    )


@pytest.mark.parametrize(
    ("parts", "precision"),
    [((TOWN, WEST), "country"), ((WEST, TOWN), "country"), ((TOWN, RIVER), "linear")],
)
def test_several_are_as_coarse_as_the_coarsest(parts, precision):
    """A town and a country together have the precision of the country."""
    assert precision == footprint(Several(parts)).precision


# --- written positions ------------------------------------------------------------------------


def test_written_numbers_are_as_given_or_near():
    """Coordinates are near if their last digit leaves more than two kilometres open."""
    fine, coarse = (
        footprint(Coordinates(10.0, 50.0)),
        footprint(Coordinates(10.0, 50.0, decimals=0)),
    )
    assert ("as given", Point(CENTRE), CENTRE, True) == (
        fine.precision,
        fine.geometry,
        fine.point,
        fine.is_derived,
    )
    assert ("near", True) == (coarse.precision, coarse.uncertainty_m > EXACT_M)
    assert ("as given", ()) == (footprint(GridReference("32UNA1234567890")).precision, fine.places)


def test_short_plus_code_is_read_near_its_place():
    """A short Plus Code means the nearest match to its reference place."""
    short, full = footprint(PlusCode("2222+22", TOWN)), footprint(PlusCode("9F2C2222+22"))
    assert distance_m(short.point, CENTRE) < 100_000
    assert (["Town"], []) == (names(short), names(full))
    assert isinstance(short.places[0], Place)


def test_written_shape_is_cut_at_180():
    """A WKT shape across 180° has two parts with edges straight in degrees."""
    found = footprint(WktShape("POLYGON ((170 10, -170 10, -170 60, 170 60, 170 10))"))
    assert ("MultiPolygon", "area") == (found.geometry.geom_type, found.precision)
    assert (10.0, 60.0) == found.geometry.bounds[1::2]
