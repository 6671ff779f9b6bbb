"""Footprints of each form, with made-up places: extent, precision and places."""

from __future__ import annotations

import math

import pytest
import shapely
from shapely.geometry import LineString, Point, box

from dateline.geocoder.footprint import (
    EXACT_M,
    HEADING_M,
    NEAR_M,
    FootprintError,
    given_footprint,
    place_footprint,
)
from dateline.geocoder.forms import (
    Along,
    Between,
    Border,
    Coast,
    Distance,
    Name,
    Near,
    Offset,
    Route,
    Several,
    WktShape,
)
from dateline.geodesy import LonLat, bearing_deg, distance_m, length_m, reach_m
from made_places import (
    CENTRE,
    EAST,
    HAMLET,
    OUTLINES,
    RIVER,
    TOWN,
    WEST,
    footprint,
    make_place,
    names,
)

# --- what a place is --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "uncertainty_m", "precision"),
    [
        ("settlement", 9e5, "settlement"),
        ("country", 1.0, "country"),
        ("admin1", 1.0, "admin1"),
        ("admin2", 1.0, "admin2"),
        ("lake", 1.0, "area"),
        ("river", 1.0, "area"),
        ("sea", 1.0, "maritime"),
        ("strait", 1.0, "maritime"),
        ("region", 1.0, "area"),
        ("island", 1.0, "area"),
        ("disputed", 1.0, "area"),
        ("range", 1.0, "area"),
        ("desert", 1.0, "area"),
        ("airfield", EXACT_M, "exact"),
        ("airfield", EXACT_M + 1, "near"),
    ],
)
def test_precision_of_a_place_without_an_outline(kind, uncertainty_m, precision):
    """The precision of a point follows its kind; a facility is exact up to two kilometres."""
    found = place_footprint(make_place("A", kind=kind, uncertainty_m=uncertainty_m), None)
    assert (precision, uncertainty_m, Point(0, 0), False) == (
        found.precision,
        found.uncertainty_m,
        found.geometry,
        found.is_derived,
    )


@pytest.mark.parametrize(
    ("kind", "shape", "precision"),
    [
        ("country", box(-1, -1, 1, 1), "country"),
        ("admin1", box(-1, -1, 1, 1), "admin1"),
        ("admin2", LineString([(0, 0), (1, 1)]), "admin2"),
        ("settlement", box(-1, -1, 1, 1), "area"),
        ("lake", box(-1, -1, 1, 1), "area"),
        ("river", box(-1, -1, 1, 1), "area"),
        ("river", LineString([(0, 0), (1, 1)]), "linear"),
        ("sea", box(-1, -1, 1, 1), "maritime"),
    ],
)
def test_precision_of_a_place_with_an_outline(kind, shape, precision):
    """The precision of an outline follows its kind or its geometry, and its radius covers it."""
    found = place_footprint(make_place("A", kind=kind, uncertainty_m=1.0), shape)
    assert (precision, shape, LonLat(0.0, 0.0)) == (found.precision, found.geometry, found.point)
    assert reach_m(shape, found.point) == found.uncertainty_m


def test_point_of_a_place_lies_on_its_outline():
    """A point outside the outline is moved onto it; a larger radius is kept."""
    beside = place_footprint(make_place("A", lon=50.0), box(0, 0, 1, 1))
    wide = place_footprint(make_place("A", uncertainty_m=9e6), box(-1, -1, 1, 1))
    assert beside.geometry.covers(Point(beside.point))
    assert 9e6 == wide.uncertainty_m
    assert ["A"] == names(beside)


def test_empty_outline_is_none():
    """A place with an empty outline is a point."""
    found = place_footprint(make_place("A"), shapely.Polygon())
    assert (Point(0, 0), 1_000.0) == (found.geometry, found.uncertainty_m)


@pytest.mark.parametrize(
    ("geometry", "precision"),
    [
        (box(0, 0, 1, 1), "area"),
        (LineString([(0, 0), (1, 1)]), "linear"),
        (shapely.GeometryCollection([Point(0, 0), box(0, 0, 1, 1)]), "area"),
    ],
)
def test_precision_of_a_given_geometry(geometry, precision):
    """A given polygon is an area, any other shape a line; the radius covers it."""
    found = given_footprint(geometry)
    assert (precision, geometry, True, ()) == (
        found.precision,
        found.geometry,
        found.is_derived,
        found.places,
    )
    assert reach_m(geometry, found.point) == found.uncertainty_m


def test_given_point_is_as_given_and_of_unknown_uncertainty():
    """A given point has no uncertainty; a point in WKT has that of GPS."""
    given, written = given_footprint(Point(1, 2)), footprint(WktShape("POINT (1 2)"))
    assert ("as given", LonLat(1, 2), True) == (given.precision, given.point, given.is_derived)
    assert math.isnan(given.uncertainty_m)
    assert (Point(1, 2), "as given", True) == (
        written.geometry,
        written.precision,
        written.is_derived,
    )
    assert 0 < written.uncertainty_m <= 30


# --- distances and headings -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "radius"),
    [
        (Near(TOWN), 4_000 + NEAR_M),
        (Near(TOWN, Distance(20.0)), 4_000 + 20_000 + 5_000),
        (Near(TOWN, Distance(0.0)), 4_000 + 500),
        (Offset(TOWN, Distance(12.0)), 4_000 + 12_000 + 500),
        (Offset(TOWN, Distance(0.0)), 4_000 + 500),
        (Offset(TOWN, Distance(0.0), "N"), 4_000 + 500),
        (Near(Name("Peak")), NEAR_M),
    ],
)
def test_radius_around_a_point(form, radius):
    """Nearness adds its reach and its written uncertainty to the radius of the place."""
    found = footprint(form)
    assert (radius, CENTRE, True) == (found.uncertainty_m, found.point, found.is_derived)
    assert Point(CENTRE) == found.geometry
    assert names(found) == [form.of.toponym]


@pytest.mark.parametrize(
    ("form", "precision"),
    [
        (Near(TOWN), "near"),
        (Near(TOWN, Distance(20.0)), "near"),
        (Near(TOWN, Distance(0.0)), "settlement"),
        (Offset(TOWN, Distance(12.0)), "near"),
        (Offset(TOWN, Distance(12.0), "N"), "near"),
        (Offset(TOWN, bearing="N"), "near"),
        (Offset(WEST, Distance(0.0)), "country"),
    ],
)
def test_precision_of_nearness(form, precision):
    """A place nearby has precision near; no distance from a place is the place itself."""
    assert precision == footprint(form).precision


def test_no_distance_from_an_area_is_the_area():
    """An area keeps its reach, as half a kilometre does not matter to it."""
    base, found = footprint(WEST), footprint(Near(WEST, Distance(0.0)))
    assert (base.geometry, base.uncertainty_m) == (found.geometry, found.uncertainty_m)


def test_near_an_area_is_the_area_and_a_belt():
    """Near an area is the area with ten kilometres around it."""
    found = footprint(Near(WEST))
    west, south, east, north = found.geometry.bounds
    assert NEAR_M == pytest.approx(distance_m(LonLat(west, 50), LonLat(9, 50)), rel=0.03)
    assert NEAR_M == pytest.approx(distance_m(LonLat(10, north), LonLat(10, 51)), rel=0.05)
    assert (True, True, ["West"]) == (east > 11, south < 49, names(found))
    assert ("near", reach_m(found.geometry, found.point)) == (found.precision, found.uncertainty_m)


@pytest.mark.parametrize(
    ("bearing", "degrees", "half"), [("N", 0, 45), ("SW", 225, 22.5), ("ESE", 112.5, 11.25)]
)
def test_offset_by_distance_and_bearing(bearing, degrees, half):
    """The radius adds the place's own and the diagonal of both uncertainties."""
    found = footprint(Offset(TOWN, Distance(40.0), bearing))
    across = 2 * 40_000 * math.sin(math.radians(half) / 2)
    assert 40_000 == pytest.approx(distance_m(CENTRE, found.point))
    assert degrees == pytest.approx(bearing_deg(CENTRE, found.point), abs=1e-6)
    assert 4_000 + math.hypot(5_000, across) == pytest.approx(found.uncertainty_m)
    assert (["Town"], Point(found.point)) == (names(found), found.geometry)


@pytest.mark.parametrize(("bearing", "middle", "half"), [("E", 90, 45), ("NNW", 337.5, 11.25)])
def test_heading_is_a_sector(bearing, middle, half):
    """A heading alone is a sector from the centre to thirty kilometres beyond."""
    found = footprint(Offset(TOWN, bearing=bearing))
    rim = [LonLat(*position) for position in found.geometry.exterior.coords if position != CENTRE]
    turns = [(bearing_deg(CENTRE, position) - middle + 180) % 360 - 180 for position in rim]
    assert {4_000 + HEADING_M} == {round(distance_m(CENTRE, position)) for position in rim}
    assert (-half, half) == (pytest.approx(min(turns)), pytest.approx(max(turns)))
    assert 17 == len(rim)
    assert Point(CENTRE).within(found.geometry.buffer(1e-9))
    assert (["Town"], True) == (names(found), found.geometry.is_valid)


def test_between_is_halfway():
    """Between two places is the geodesic midpoint, with half the distance as uncertainty."""
    found = footprint(Between(TOWN, HAMLET))
    apart = distance_m(CENTRE, LonLat(10.5, 50.0))
    assert apart / 2 == found.uncertainty_m
    assert apart / 2 == pytest.approx(distance_m(CENTRE, found.point))
    assert apart / 2 == pytest.approx(distance_m(found.point, LonLat(10.5, 50.0)))
    assert ("near", ["Town", "Hamlet"]) == (found.precision, names(found))


def test_a_share_of_the_way_is_measured_from_its_start():
    """A third of the way is a third of the distance away, known to a sixth of the way."""
    found = footprint(Between(TOWN, HAMLET, share=1 / 3))
    apart = distance_m(CENTRE, LonLat(10.5, 50.0))
    assert apart / 3 == pytest.approx(distance_m(CENTRE, found.point), rel=1e-6)
    assert apart / 6 == found.uncertainty_m


# --- lines ------------------------------------------------------------------------------------


def test_along_a_line_is_the_line_and_along_an_area_its_outline():
    """Along a river is the river, along an area its outline, along a point its surroundings."""
    river, country, town = (footprint(Along(name)) for name in (RIVER, WEST, TOWN))
    assert (OUTLINES["River"], "linear") == (river.geometry, river.precision)
    assert (["River"], True) == (names(river), river.is_derived)
    assert country.geometry.equals(OUTLINES["West"].boundary)
    assert ("near", Point(CENTRE), 4_000.0, True) == (
        town.precision,
        town.geometry,
        town.uncertainty_m,
        town.is_derived,
    )


@pytest.mark.parametrize("form", [Border(WEST, EAST), Border(EAST, WEST), Border(WEST)])
def test_border_is_what_both_share(form):
    """The border of neighbours, or of one country, is the line that they share."""
    found = footprint(form)
    assert found.geometry.equals(LineString([(11, 49), (11, 51)]))
    assert ("linear", True) == (found.precision, found.is_derived)
    assert names(found) == [name.toponym for name in (form.one, form.other) if name]


def test_border_without_neighbours_is_the_outline():
    """The border of an area without neighbours is its outline."""
    assert footprint(Border(Name("Far"))).geometry.equals(OUTLINES["Far"].boundary)


@pytest.mark.parametrize(
    ("form", "named"),
    [
        (Border(TOWN, WEST), ["Town"]),
        (Border(WEST, TOWN), ["Town"]),
        (Border(RIVER), ["River"]),
        (Border(WEST, Name("Far")), ["West", "Far"]),
        (Border(WktShape("POINT (1 2)")), ["the place"]),
        (Border(Several((WEST, EAST)), Name("Far")), ["West, East", "Far"]),
        (Coast(Name("Inland")), ["Inland", "near Inland"]),
    ],
)
def test_what_has_no_footprint_is_named(form, named):
    """A missing border or coast is an error that names the place, with a hint."""
    with pytest.raises(FootprintError) as raised:
        footprint(form)
    said = f"{raised.value.message} {raised.value.hint}"
    assert [name for name in named if f'"{name}"' in said] == named
    assert (str(raised.value), True) == (raised.value.message, bool(raised.value.hint))


@pytest.mark.parametrize("form", [Between(TOWN, TOWN), Route((TOWN, TOWN))])
def test_ends_that_are_one_place_are_refused(form):
    """Two ends at the same position give neither a line nor a midpoint."""
    with pytest.raises(FootprintError, match="same place"):
        footprint(form)


def test_route_passes_its_stops_in_order():
    """A route is the geodesic line through its stops and has all of their places."""
    found = footprint(Route((HAMLET, TOWN, EAST)))
    length = distance_m(LonLat(10.5, 50), CENTRE) + distance_m(CENTRE, LonLat(11, 50))
    assert length == pytest.approx(length_m(found.geometry), rel=0.001)
    assert ("linear", ["Hamlet", "Town", "East"], True) == (
        found.precision,
        names(found),
        found.is_derived,
    )
