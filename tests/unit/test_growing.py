"""Growing an outline: right at any distance, at poles and 180°, and fast however detailed it is."""

from __future__ import annotations

import functools
import time

import numpy as np
import pytest
import shapely
from shapely.geometry import GeometryCollection, LineString, Point, Polygon

from dateline import geodesy
from dateline.compass import compass_bearing
from dateline.gazetteer import Gazetteer
from dateline.geocoder.borders import shared_border
from dateline.geocoder.expression import parse_expression
from dateline.geocoder.footprint import FootprintBuilder
from dateline.geocoder.growing import FAR_M, LEAST_M, SMALL, grown
from dateline.geocoder.placing import land_within
from dateline.geocoder.sides import half_plane
from dateline.geodesy import LonLat

#: Seconds of CPU time that one form may take; a busy machine counts twice or three times as many.
SECONDS = 6.0


def star(count, lon, lat):
    """Return an area with a jagged outline of ``count`` vertices, about 100 km across."""
    turns = np.linspace(0, 2 * np.pi, count, endpoint=False)
    radius = 50_000 + 4_000 * np.cos(np.arange(count) * np.pi) + 9_000 * np.cos(11 * turns)
    local = Polygon(np.column_stack([radius * np.cos(turns), radius * np.sin(turns)]))
    return geodesy.from_local(local, LonLat(lon, lat))


def away(positions, geometry):
    """Return the distance of each position from the nearest vertex of a dense geometry."""
    vertices = shapely.get_coordinates(geometry)
    count = len(vertices)
    return np.array(
        [
            geodesy.geod().inv(np.full(count, x), np.full(count, y), *vertices.T)[2].min()
            for x, y in positions
        ]
    )


def rim_of(area, most=40):
    """Return positions on the rim of an area, without where it is only split."""
    vertices = shapely.get_coordinates(shapely.boundary(area))
    is_rim = (np.abs(vertices[:, 0]) < 179.9) & (np.abs(vertices[:, 1]) < 89.9)
    kept = vertices[is_rim]
    return kept[:: max(1, len(kept) // most)]


@pytest.mark.parametrize(
    "metres", [1_000, 10_000, 50_000, 300_000, FAR_M + 1, 2e6, 9.9e6, 10.1e6, 15e6, 19e6]
)
@pytest.mark.parametrize(("lon", "lat"), [(20, 60), (179.9, 10), (30, -86)])
def test_the_rim_is_as_far_away_as_the_distance(lon, lat, metres):
    """Every position of the rim is within 2 % of the distance, by geodesics on the ellipsoid."""
    outline = star(3_000, lon, lat)
    found = grown(outline, metres)
    assert found.is_valid
    assert found.buffer(1e-6).covers(outline)
    rim = rim_of(found)
    assert len(rim) > 3
    assert away(rim, outline) == pytest.approx(metres, rel=0.02, abs=40)


@pytest.mark.parametrize("metres", [30_000, 500_000, 7e6, 13e6, 19.5e6])
@pytest.mark.parametrize(
    "shape",
    [
        Point(170, 85),
        LineString([(-170, -20), (-120, 70)]),
        GeometryCollection([Point(0, 0), LineString([(100, 0), (101, 1)])]),
        shapely.box(-180, -90, 180, -70),
        shapely.box(160, -30, 180, 30),
    ],
    ids=lambda shape: shape.wkt[:16],
)
def test_a_position_is_inside_if_it_is_nearer_than_the_distance(shape, metres):
    """Positions all over the globe are inside exactly if they are nearer than the distance."""
    found = grown(shape, metres)
    assert found.is_valid
    random = np.random.default_rng(9)
    lats = np.degrees(np.arcsin(random.uniform(-1, 1, 150)))
    everywhere = np.column_stack([random.uniform(-180, 180, 150), lats])
    metres_away = away(everywhere, shapely.segmentize(shape, 0.5))
    metres_away[shapely.intersects_xy(shape, *everywhere.T)] = 0
    is_in = shapely.intersects_xy(found, *everywhere.T)
    assert is_in[metres_away < metres * 0.97 - 30_000].all()
    assert not is_in[metres_away > metres * 1.03 + 30_000].any()


def test_bays_are_water_that_is_grown_over_only_as_far_as_the_distance():
    """The far end of a long narrow bay is grown by the distance, too."""
    turns = np.linspace(0, 1, 400)
    bay = [(20 + 8 * t, 10.0 + 0.02 * (i % 2)) for i, t in enumerate(turns)]
    back = [(x, y + 0.05) for x, y in reversed(bay)]
    land = Polygon([(20, 5), *bay, *back, (20, 15), (32, 15), (32, 5)])
    found = grown(shapely.orient_polygons(land), 30_000)
    assert found.buffer(1e-6).covers(land)
    assert geodesy.area_m2(shapely.convex_hull(land).difference(found)) < 1e6


def test_a_detailed_outline_is_not_grown_by_less_than_its_accuracy():
    """A detailed outline stays as it is below 500 m; a plain one is grown."""
    detailed, plain = star(SMALL + 50, 20, 60), star(SMALL - 50, 20, 60)
    assert grown(detailed, LEAST_M - 1) is detailed
    assert grown(detailed, LEAST_M).area > detailed.area
    assert grown(plain, 1.0).area > plain.area


@pytest.mark.parametrize("reach", [1e6, 1.2e7])
@pytest.mark.parametrize("side", ["N", "ESE", "SW"])
def test_a_half_plane_lies_on_one_side(side, reach):
    """Positions on the side are in the half-plane, those opposite are not, however far it goes."""
    centre, middle = LonLat(150.0, 62.0), compass_bearing(side)
    half = half_plane(centre, side, reach_m=reach)
    assert half.is_valid
    for turn in range(-175, 180, 10):
        at = geodesy.destination(centre, bearing=middle + turn, distance=900_000)
        assert half.contains(geodesy.point(at)) == (abs(turn) < 90), turn


def test_areas_far_apart_share_no_border_and_near_ones_do():
    """The outline within 2 km of another area is the border; farther areas have none."""
    one = shapely.segmentize(shapely.box(0, 50, 10, 60), 0.001)
    near, far = shapely.box(10.02, 52, 15, 58), shapely.box(10.05, 52, 15, 58)
    assert geodesy.length_m(shared_border(one, near)) == pytest.approx(672_000, rel=0.02)
    assert shared_border(one, far).is_empty


FORMS = """outskirts of {0}|off the coast of {0}|1 m from {0}|near {0}|near (off the coast of {0})
within 300 km of {0}|within 19000 km of {0}|border of {0} and {1}|northern (within 9000 km of {0})
near (along {0})"""


@pytest.mark.parametrize("form", FORMS.replace("\n", "|").split("|"))
def test_every_form_on_the_largest_outlines_takes_little_time(form):
    """Every form of the language on the most detailed outlines ends soon, with a valid shape."""
    largest = """SELECT p.place_id FROM geometry g JOIN place p ON p.id = g.place
    WHERE p.kind = 'country' GROUP BY p.id ORDER BY max(length(g.wkb)) DESC LIMIT 2"""
    with Gazetteer.open() as gazetteer:
        ids = [one for (one,) in gazetteer.rows(largest)]
        shapes = {one: gazetteer.geometry(gazetteer.place(one)) for one in ids}
        builder = FootprintBuilder(
            lambda name: gazetteer.place(name.place_id),
            lambda place: shapes[place.place_id],
            lambda _place: [],
            functools.partial(land_within, gazetteer, worldview="un"),
        )
        before = time.process_time()
        if form.startswith("border"):
            assert shared_border(*shapes.values()).is_empty
        else:
            found = builder.footprint(parse_expression(form.format(*ids)))
            assert found.geometry.is_valid
            assert 0 < found.uncertainty_m < 20_100_000
        assert time.process_time() - before < SECONDS
