"""Footprints of forms of two places: narrowed places, lists with unknown ones, roads, meetings."""

from __future__ import annotations

import pytest
import shapely

from dateline.gazetteer import Place
from dateline.geocoder.expression import parse_expression
from dateline.geocoder.footprint import FootprintBuilder, FootprintError, UnknownNameError
from dateline.geodesy import LonLat, distance_m, length_m
from reasons import said


def made(name, kind, at, *, radius=5_000.0):
    lon, lat = at
    return Place(len(name), f"x:{name}", name, kind, "", "", "", lon, lat, 0, 0.5, radius, "x")


TOWN = made("Alpha", "settlement", (30.0, 10.0))
FAR = made("Beta", "settlement", (40.0, 20.0))
NEXT = made("Gamma", "settlement", (30.3, 10.0))
WEST = made("Westland", "country", (29.5, 10.0), radius=150_000.0)
EAST = made("Eastland", "country", (30.5, 10.0), radius=150_000.0)
SOUTH = made("Southland", "country", (30.0, 8.0), radius=150_000.0)
WATER = made("Water", "sea", (33.0, 10.0), radius=300_000.0)
OUTLINES = {
    "Westland": shapely.box(29, 9, 30, 11),
    "Eastland": shapely.box(30, 9, 31, 11),
    "Southland": shapely.box(29, 7, 31, 9),
    "Water": shapely.box(31, 9, 37, 11),
}
PLACES = {p.name: p for p in (TOWN, FAR, NEXT, WEST, EAST, SOUTH, WATER)}
LAND = shapely.GeometryCollection(
    [OUTLINES["Westland"], OUTLINES["Eastland"], OUTLINES["Southland"]]
)


def place_of(name):
    if name.toponym not in PLACES:
        raise UnknownNameError("no place has that name", hint="add it")
    return PLACES[name.toponym]


def draw(text):
    builder = FootprintBuilder(
        place_of=place_of,
        outline_of=lambda place: OUTLINES.get(place.name),
        neighbours_of=lambda _: [],
        land_within=lambda _: LAND,
    )
    return builder.footprint(parse_expression(text))


def test_a_place_that_lies_there_stays_as_it_is():
    """A place that lies where the text says is drawn as itself."""
    found = draw("Alpha at (near Gamma)")
    assert (LonLat(30, 10), "settlement", "") == (found.point, found.precision, found.doubt)


def test_a_place_that_lies_elsewhere_is_drawn_with_a_doubt():
    """A place far from where the text says is drawn, and what contradicts it is named."""
    found = draw("Alpha at (near Beta)")
    assert LonLat(30, 10) == found.point
    assert '"Alpha"' in found.doubt
    assert '"near Beta"' in found.doubt


def test_an_unknown_place_is_where_the_text_says():
    """If only what narrows an unknown name is known, that is drawn, and noted."""
    found = draw("Nothing at (near Alpha)")
    assert ((TOWN,), "near", True) == (found.places, found.precision, bool(found.notes))


def test_an_unknown_quarter_is_drawn_as_its_town():
    """An unknown name in a town is drawn as the town with a wider radius."""
    found = draw("Nothing at Alpha")
    assert ((TOWN,), 15_000) == (found.places, found.uncertainty_m)


def test_an_unknown_place_in_a_country_is_not_drawn():
    """An unknown name in a large place stays unplaced."""
    with pytest.raises(UnknownNameError):
        draw("Nothing at Westland")


def test_where_an_unknown_place_narrows_the_named_one_is_drawn():
    """If what narrows a place is unknown, the place is drawn."""
    assert TOWN.name == draw("Alpha at (near Nothing)").places[0].name


def test_two_areas_narrow_to_what_they_share():
    """Of two areas, the part that both have is drawn."""
    found = draw("(northern part of Westland) at Westland")
    assert found.geometry.bounds == pytest.approx((29, 10, 30, 11), abs=0.01)


def test_a_list_is_drawn_without_its_unknown_place():
    """The known places of a list are drawn; a list of unknown ones is not."""
    assert ("Alpha", "Beta") == tuple(place.name for place in draw("Alpha; Nothing; Beta").places)
    with pytest.raises(UnknownNameError):
        draw("Nothing; Nobody")


def test_one_of_two_places_is_not_drawn_if_one_is_unknown():
    """If it may be an unknown place, none is drawn."""
    with pytest.raises(UnknownNameError):
        draw("Alpha or Nothing")


def test_a_road_is_a_line_that_says_what_is_not_known():
    """A road is a straight line with more uncertainty than a route, and a note."""
    road, route = draw("the road from Alpha to Beta"), draw("from Alpha to Beta")
    assert ("linear", route.geometry) == (road.precision, road.geometry)
    assert route.uncertainty_m * 1.25 == pytest.approx(road.uncertainty_m)
    assert ("it is not known where the road runs: a straight line between its ends", "") == (
        said(road.notes),
        said(route.notes),
    )


def test_a_road_of_which_one_end_is_known_is_an_area_around_it():
    """A road to a place is somewhere within thirty kilometres of it."""
    found = draw("the road to Alpha")
    assert ("near", 35_000) == (found.precision, found.uncertainty_m)


def test_three_areas_meet_in_a_point():
    """Where three areas meet is a position with fifty kilometres of uncertainty."""
    found = draw("tri-border area of Westland, Eastland and Southland")
    assert 100 > distance_m(found.point, LonLat(30, 9))
    assert ("near", 50_000) == (found.precision, found.uncertainty_m)


def test_areas_that_do_not_meet_have_no_point():
    """Areas without a common corner are refused."""
    with pytest.raises(FootprintError, match="do not meet"):
        draw("tri-border area of Westland, Southland and Water")


def test_inside_a_border_is_a_belt():
    """Some kilometres inside an area is a belt along its border."""
    found = draw("5 km inside Westland")
    assert not found.geometry.contains(shapely.Point(29.5, 10))
    assert found.geometry.within(OUTLINES["Westland"].buffer(1e-6))


def test_waters_have_no_land_in_them():
    """The waters of an area are the area without the land."""
    found = draw("waters of (near Eastland)")
    assert "maritime" == found.precision
    assert found.geometry.intersection(OUTLINES["Eastland"]).area < 1e-6


def test_a_shore_is_a_line_of_land_and_water():
    """The coast of a place is the line between land and water there."""
    found = draw("the coast of Water")
    assert "linear" == found.precision
    assert 200_000 < length_m(found.geometry) < 260_000
    assert found.geometry.distance(shapely.Point(31, 10)) < 0.01


def test_the_middle_of_a_long_sea_is_its_middle_third():
    """The central part of a sea is the third in the middle of its longer axis."""
    west, _, east, _ = draw("central part of Water").geometry.bounds
    assert (33, 35) == pytest.approx((west, east), abs=0.1)


def test_a_side_of_a_sea_is_half_of_its_outline():
    """A side of a sea is measured from the middle of its outline, not from its label."""
    west, _, east, _ = draw("eastern part of Water").geometry.bounds
    assert (34, 37) == pytest.approx((west, east), abs=0.1)


def test_a_range_of_distances_is_its_middle():
    """A range is drawn at its middle, with half its width as slack along the way."""
    found = draw("10-20 km N of Alpha")
    assert distance_m(found.point, LonLat(30, 10)) == pytest.approx(15_000)
    exact = draw("15 km N of Alpha")
    assert found.uncertainty_m > exact.uncertainty_m


def test_degrees_and_minutes_are_near():
    """A position in degrees and minutes, as ships give it, is not exact."""
    assert "near" == draw("13 21.0N 042 57.0E").precision
    assert "as given" == draw("13.35, 42.95").precision
