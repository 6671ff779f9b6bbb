"""Distances, bearings, lines and buffers on the ellipsoid."""

from __future__ import annotations

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from dateline import compass, geodesy
from dateline.gazetteer import Gazetteer
from dateline.geodesy import LonLat

SUMY = LonLat(34.8, 50.92)
KURSK = LonLat(36.19, 51.73)

positions = st.builds(
    LonLat, st.floats(-180, 180, allow_nan=False), st.floats(-85, 85, allow_nan=False)
)


def test_distance_is_geodesic() -> None:
    """A quarter of a meridian is 10,001.966 km on WGS84."""
    assert geodesy.distance_m(LonLat(0, 0), LonLat(0, 90)) == pytest.approx(10_001_965.73, abs=0.01)


def test_spherical_distances_compare() -> None:
    """The spherical distance is within 0.6 % of the geodesic one."""
    lons, lats = np.array([KURSK.lon, 139.7]), np.array([KURSK.lat, 35.7])
    exact = [geodesy.distance_m(SUMY, KURSK), geodesy.distance_m(SUMY, LonLat(139.7, 35.7))]
    assert geodesy.distances_m(lons, lats, SUMY) == pytest.approx(exact, rel=0.006)


@given(positions, st.floats(0, 360), st.floats(1, 5_000_000))
def test_destination_lies_at_its_distance(start: LonLat, bearing: float, metres: float) -> None:
    """A destination is at the given distance, at any longitude from -180 to 180."""
    end = geodesy.destination(start, bearing=bearing, distance=metres)
    assert geodesy.distance_m(start, end) == pytest.approx(metres, rel=1e-6, abs=0.01)
    assert abs(end.lon) <= 180


@given(positions, positions)
def test_midpoint_is_as_far_from_both(start: LonLat, end: LonLat) -> None:
    """The midpoint is equally far from both ends."""
    middle = geodesy.midpoint(start, end)
    assert geodesy.distance_m(start, middle) == pytest.approx(
        geodesy.distance_m(middle, end), rel=1e-6, abs=0.01
    )


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("NE", "NE"),
        ("n.", "N"),
        ("north-east", "NE"),
        ("Northeastern", "NE"),
        ("south west", "SW"),
        ("westwards", "W"),
        ("east-north-eastern", "ENE"),
        ("Nord", None),
        ("", None),
        ("NS", None),
    ],
)
def test_compass_words(word: str, expected: str | None) -> None:
    """A compass point may be an abbreviation, a word or an adjective, with or without hyphens."""
    assert expected == compass.compass_point(word)


@pytest.mark.parametrize("point", compass.COMPASS)
def test_compass_bearings_turn_back(point: str) -> None:
    """The compass point nearest to a point's own bearing is that point."""
    assert point == compass.nearest_compass_point(compass.compass_bearing(point))


def test_line_is_densified() -> None:
    """Vertices of a geodesic line are at most a step apart, and its ends are the stops."""
    line = geodesy.geodesic_line([LonLat(125.75, 39.03), LonLat(37.62, 55.75)])
    vertices = shapely.get_coordinates(line)
    steps = geodesy.geod().line_lengths(vertices[:, 0], vertices[:, 1])
    assert max(steps) <= geodesy.STEP_M * 1.001
    assert [(125.75, 39.03), (37.62, 55.75)] == [tuple(vertices[0]), tuple(vertices[-1])]


def test_line_over_180_is_cut() -> None:
    """A line that crosses 180° becomes two that end there."""
    line = geodesy.geodesic_line([LonLat(170, 50), LonLat(-170, 50)])
    assert line.geom_type == "MultiLineString"
    assert {180.0, -180.0} == {line.geoms[0].coords[-1][0], line.geoms[1].coords[0][0]}


def test_line_needs_two_positions() -> None:
    """A single position, even if given twice, makes no line."""
    with pytest.raises(ValueError, match="two different positions"):
        geodesy.geodesic_line([SUMY, SUMY])


@pytest.mark.parametrize(
    "centre",
    [SUMY, LonLat(179.95, 60), LonLat(-179.95, -30), LonLat(10, 89.6), LonLat(10, -89.6)],
)
def test_disc_has_the_area_of_a_disc(centre: LonLat) -> None:
    """A disc is valid and has the right area anywhere: on land, over 180°, around a pole."""
    disc = geodesy.disc(centre, 100_000)
    assert disc.is_valid
    assert geodesy.area_m2(disc) == pytest.approx(math.pi * 1e10, rel=0.005)


def test_line_that_starts_on_180_is_valid() -> None:
    """A vertex on 180° leaves no line of zero length when a line is split."""
    line = geodesy.cut_at_180(shapely.LineString([(-180, 0), (179.8, 0.4), (179.6, 0.8)]))
    assert (True, "LineString") == (line.is_valid, line.geom_type)
    both = geodesy.cut_at_180(shapely.LineString([(-180, 0), (179, 1), (-179, 2)]))
    assert (True, 2) == (both.is_valid, len(both.geoms))


def test_disc_over_180_stays_in_range() -> None:
    """All longitudes stay within -180 to 180."""
    west, _, east, _ = geodesy.disc(LonLat(179.95, 60), 100_000).bounds
    assert (-180.0, 180.0) == (west, east)


def test_buffer_of_a_long_line_keeps_its_radius() -> None:
    """A buffer is as wide at the ends of a 6,400 km line as in its middle."""
    line = geodesy.geodesic_line([LonLat(125.75, 39.03), LonLat(37.62, 55.75)])
    area = geodesy.buffer_m(line, 50_000)
    expected = geodesy.length_m(line) * 100_000 + math.pi * 50_000**2
    assert geodesy.area_m2(area) == pytest.approx(expected, rel=0.005)


def test_buffer_of_an_area_holds_it() -> None:
    """The buffer of an area contains the area."""
    box = shapely.box(34, 50, 36, 52)
    assert geodesy.buffer_m(box, 5_000).covers(box)


def test_buffer_over_180_is_valid() -> None:
    """A line along 180° has a valid buffer of the right area."""
    line = geodesy.geodesic_line([LonLat(179.9, 60), LonLat(-179.9, 66)])
    area = geodesy.buffer_m(line, 20_000)
    assert area.is_valid
    expected = geodesy.length_m(line) * 40_000 + math.pi * 20_000**2
    assert geodesy.area_m2(area) == pytest.approx(expected, rel=0.005)


def test_rings_follow_the_right_hand_rule() -> None:
    """Outer rings run counter-clockwise."""
    clockwise = shapely.Polygon([(0, 0), (0, 1), (1, 1), (1, 0)])
    assert geodesy.cut_at_180(clockwise).exterior.is_ccw


def test_representation_point_lies_inside() -> None:
    """The representation point of a crescent lies on it, although its centroid does not."""
    crescent = geodesy.disc(SUMY, 50_000) - geodesy.disc(LonLat(35.0, 50.92), 45_000)
    assert crescent.covers(geodesy.point(geodesy.representation_point(crescent)))


def test_representation_point_of_a_line_is_halfway() -> None:
    """The representation point of a line halves its length."""
    line = geodesy.geodesic_line([SUMY, KURSK])
    middle = geodesy.representation_point(line)
    assert geodesy.distance_m(SUMY, middle) == pytest.approx(geodesy.distance_m(middle, KURSK))


def test_representation_point_of_points_is_one_of_them() -> None:
    """The representation point of several points is one of them."""
    points = shapely.MultiPoint([(0, 0), (1, 0), (10, 0)])
    assert LonLat(1, 0) == geodesy.representation_point(points)


def test_nothing_has_no_representation_point() -> None:
    """An empty geometry is refused."""
    with pytest.raises(ValueError, match="empty"):
        geodesy.representation_point(shapely.Point())


def test_reach_is_the_farthest_vertex() -> None:
    """The reach of a disc from its centre is its radius."""
    assert geodesy.reach_m(geodesy.disc(SUMY, 7_000), SUMY) == pytest.approx(7_000)


def test_local_and_back() -> None:
    """A geometry is unchanged after conversion to local metres and back."""
    box = shapely.box(34, 50, 36, 52)
    back = geodesy.from_local(geodesy.to_local(box, SUMY), SUMY)
    assert shapely.get_coordinates(back.normalize()) == pytest.approx(
        shapely.get_coordinates(box.normalize())
    )


@pytest.mark.parametrize("lat", [90.0, -60.5])
def test_an_ocean_around_the_world_is_not_cut_again(lat):
    """Its long edge, along the pole or a parallel, is no crossing; it has holes, too."""
    inner = lat - 20 if lat > 0 else lat - 10
    ring = [(-180, lat), (-180, inner), (0, inner - 1), (179.9999, inner), (179.9999, lat)]
    island = [(10, lat - 3), (20, lat - 3), (20, lat - 5), (10, lat - 5)]
    ocean = shapely.Polygon(ring, [island])
    cut = geodesy.cut_at_180(ocean)
    assert cut.equals(ocean)
    assert len(cut.interiors) == 1
    both = geodesy.cut_at_180(shapely.MultiPolygon([ocean, shapely.box(10, 0, 20, 10)]))
    assert both.area == pytest.approx(ocean.area + 100)


def test_every_outline_of_the_gazetteer_can_be_cut():
    """Each place with an outline, oceans among them, can be exported."""
    with Gazetteer.open() as gazetteer:
        for row in sorted(gazetteer.outlined()):
            outline = gazetteer.geometry(gazetteer.place_at_row(row))
            # Some are of one point of view only.
            assert outline is None or not geodesy.cut_at_180(outline).is_empty
