"""Routes: lines that end at the border of a large area, and fade out there."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pytest
import shapely
from shapely import LineString, MultiLineString, Point, box

from dateline.geocoder.drawn import Footprint, place_footprint
from dateline.geocoder.forms import Name
from dateline.geocoder.routes import LARGE_M, LARGE_RADIUS_M, SHORTEST_M, route_of
from dateline.geodesy import LonLat, distance_m, length_m
from dateline.render.routes import END, GAP, START, is_directed, loose_ends, loose_parts
from dateline.render.shapes import encode_shapes
from made_places import make_place


def area(name: str, bounds: tuple[float, float, float, float]) -> Footprint:
    """Return a country with a box as its outline."""
    west, south, east, north = bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    place = make_place(name, kind="country", lon=lon, lat=lat)
    return place_footprint(place, box(west, south, east, north))


def town(name: str, lon: float, lat: float, *, uncertainty_m: float = 5_000.0) -> Footprint:
    """Return a town without an outline."""
    return place_footprint(make_place(name, lon=lon, lat=lat, uncertainty_m=uncertainty_m), None)


def route(*stops: Footprint) -> Footprint:
    """Return the route through stops; a single one that is left is drawn as it is."""
    return route_of([Name(s.places[0].name) for s in stops], stops, lambda stop: stop)


def ends(line: shapely.Geometry) -> list[tuple[float, float]]:
    """Return where each part of a line begins and ends, to about a hundred metres."""
    rounded = np.round(shapely.get_coordinates(shapely.get_point(shapely.get_parts(line), 0)), 3)
    last = np.round(shapely.get_coordinates(shapely.get_point(shapely.get_parts(line), -1)), 3)
    return [tuple(at) for pair in zip(rounded.tolist(), last.tolist(), strict=True) for at in pair]


def codes(found: Footprint) -> list[tuple[str, str]]:
    """Return the notes of a route: the code and the area of each."""
    return [(note.code, str(note.named_values()["area"])) for note in found.notes]


WEST, EAST = area("West", (0, -5, 10, 5)), area("East", (20, -5, 30, 5))
BETWEEN = town("Town", 15, 0)


def test_a_line_between_areas_ends_at_their_borders() -> None:
    """No vertex is in either area, and the notes name both."""
    found = route(WEST, EAST)
    assert ends(found.geometry) == [(10.0, 0.0), (20.0, 0.0)]
    assert codes(found) == [("way_from", "West"), ("way_to", "East")]
    assert [place.name for place in found.places] == ["West", "East"]
    assert (found.precision, found.is_derived) == ("linear", True)


def test_only_the_end_in_an_area_is_cut() -> None:
    """A town stays where it is."""
    assert ends(route(BETWEEN, EAST).geometry) == [(15.0, 0.0), (20.0, 0.0)]
    assert ends(route(EAST, BETWEEN).geometry) == [(20.0, 0.0), (15.0, 0.0)]
    assert codes(route(BETWEEN, EAST)) == [("way_to", "East")]


def test_nothing_changes_between_towns() -> None:
    """The line has the towns as its ends, and no note."""
    found = route(BETWEEN, town("Other", 16, 1), town("Third", 17, 0))
    assert ends(found.geometry) == [(15.0, 0.0), (17.0, 0.0)]
    assert (16.0, 1.0) in found.geometry.coords
    assert found.notes == ()


def test_an_area_on_the_way_is_a_gap() -> None:
    """Where in it the way passes is not known."""
    found = route(town("One", -5, 0), WEST, BETWEEN)
    assert ends(found.geometry) == [(-5.0, 0.0), (0.0, 0.0), (10.0, 0.0), (15.0, 0.0)]
    assert codes(found) == [("way_via", "West")]


def test_the_radius_reaches_everywhere_in_the_areas() -> None:
    """The true ends may be anywhere in them."""
    found = route(WEST, EAST)
    corners = [LonLat(x, y) for x in (0, 30) for y in (-5, 5)]
    assert found.uncertainty_m >= max(distance_m(found.point, corner) for corner in corners)


def test_a_line_between_neighbours_crosses_their_border() -> None:
    """It is long enough to be seen, and does not reach their middles."""
    found = route(WEST, area("Next", (10, -5, 20, 5)))
    (first, _), (last, _) = ends(found.geometry)
    assert length_m(found.geometry) == pytest.approx(2 * SHORTEST_M, rel=0.001)
    assert (first + last) / 2 == pytest.approx(10)
    near = town("Near", 19.9, 0)
    assert length_m(route(near, EAST).geometry) == pytest.approx(SHORTEST_M, rel=0.001)
    small = route(area("Small", (9, -0.5, 10, 0.5)), area("Tiny", (10, -0.5, 11, 0.5)))
    (first, _), (last, _) = ends(small.geometry)
    assert (first, last) == (pytest.approx(9.75, abs=0.01), pytest.approx(10.25, abs=0.01))


def test_a_line_leaves_the_last_part_of_an_area_and_enters_the_first() -> None:
    """Islands on the way belong to their countries."""
    west = place_footprint(
        make_place("W", kind="country", lon=5.0),
        shapely.union_all([box(0, -5, 10, 5), box(12, -1, 13, 1)]),
    )
    east = place_footprint(
        make_place("E", kind="country", lon=25.0),
        shapely.union_all([box(20, -5, 30, 5), box(17, -1, 18, 1)]),
    )
    assert ends(route(west, east).geometry) == [(13.0, 0.0), (17.0, 0.0)]


def test_a_stop_around_another_is_left_out() -> None:
    """The way within a country has no border to cross; its note says so."""
    inside = town("Inside", 2, 1)
    alone = route(inside, WEST)
    assert (alone.geometry, codes(alone)) == (Point(2, 1), [("way_within", "West")])
    on = route(inside, WEST, EAST)
    assert ends(on.geometry)[0] == (2.0, 1.0)
    assert codes(on) == [("way_within", "West"), ("way_to", "East")]


def test_how_large_an_area_is() -> None:
    """A town may have a small outline or radius; a large radius without outline is an area."""
    side = LARGE_M / 111_000 / 2
    city = place_footprint(make_place("City", lon=15.0), box(15 - side, -side, 15 + side, side))
    assert city.uncertainty_m < LARGE_M
    assert ends(route(city, EAST).geometry)[0] == (15.0, 0.0)
    assert ends(route(town("Wide", 15, 0, uncertainty_m=LARGE_RADIUS_M), EAST).geometry)[0] == (
        15.0,
        0.0,
    )
    found = route(town("Region", 15, 0, uncertainty_m=LARGE_RADIUS_M + 1), EAST)
    assert distance_m(LonLat(*ends(found.geometry)[0]), LonLat(15, 0)) == pytest.approx(
        LARGE_RADIUS_M, rel=0.01
    )


def test_a_line_across_180_degrees_ends_at_borders() -> None:
    """It is cut at 180° and at the borders."""
    found = route(area("Old", (160, -5, 170, 5)), area("New", (-170, -5, -160, 5)))
    assert ends(found.geometry) == [(170.0, 0.0), (180.0, 0.0), (-180.0, 0.0), (-170.0, 0.0)]


def test_stops_at_one_position_are_refused() -> None:
    """There is no line between them."""
    with pytest.raises(ValueError, match="different"):
        route(BETWEEN, BETWEEN)


# --- which ends fade out ----------------------------------------------------------------------


def events(**columns: list[str]) -> gpd.GeoDataFrame:
    """Return events with these columns."""
    return gpd.GeoDataFrame(columns)


def test_reasons_say_which_ends_fade_out() -> None:
    """Only those of lines; other codes don't matter, nor does another code that begins alike."""
    found = loose_ends(
        events(
            geocode_reason=[
                "sole; way_from; way_to",
                "way_to",
                "sole; way_via",
                "sole; way_runs",
                "way_from",
                "way_tour",
            ],
            place_precision=["linear"] * 4 + ["near", "linear"],
            place_kind=["country", "", "", "", "", ""],
            where=["from A to B"] * 6,
        )
    )
    assert found.tolist() == [START | END, END, GAP, 0, 0, 0]


def test_routes_of_older_exports_fade_out() -> None:
    """They run between the middles of countries, and have no code for it."""
    found = loose_ends(
        events(
            geocode_reason=["sole", "sole"],
            place_precision=["linear", "linear"],
            place_kind=["country", "country"],
            where=["from A to B", "border between A and B"],
        )
    )
    assert found.tolist() == [START | END, 0]


@pytest.mark.parametrize(
    ("line", "loose", "expected"),
    [
        (LineString([(0, 0), (9, 0)]), START, [START]),
        (LineString([(0, 0), (9, 0)]), START | END | GAP, [START | END]),
        (MultiLineString([[(0, 0), (9, 0)], [(12, 0), (20, 0)]]), GAP, [END, START]),
        (MultiLineString([[(0, 0), (9, 0)], [(12, 0), (20, 0)]]), END, [0, END]),
        (MultiLineString([[(170, 0), (180, 0)], [(-180, 0), (0, 0)]]), START | GAP, [START, 0]),
    ],
)
def test_parts_fade_out_at_gaps_but_not_at_180_degrees(line, loose, expected) -> None:
    """The cut at 180° is only on the map."""
    assert loose_parts(shapely.get_parts(line), loose) == expected


def test_equal_lines_that_fade_differently_are_two_shapes() -> None:
    """A page knows for each line where it fades out."""
    line = LineString([(0, 0), (9, 0)])
    shapes = encode_shapes(
        np.array([line, line, line, Point(1, 1)], dtype=object), np.array([START, 0, START, 0])
    )
    assert shapes.shape.tolist() == [1, 2, 1, 0]
    assert shapes.columns["ring_loose"].tolist() == [START, 0]
    assert "ring_loose" not in encode_shapes(np.array([line], dtype=object)).columns


def test_a_route_begins_with_from() -> None:
    """Only such lines have a direction."""
    where = events(where=["from A to B", "From A to B", "along the Dnieper"])["where"]
    assert is_directed(where).tolist() == [True, True, False]
