"""Events with given positions: nearest settlements, areas and lines, and names near them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Polygon, box

from dateline.gazetteer import Gazetteer
from dateline.gazetteer.additions import add_files
from dateline.geocoder.footprint import given_footprint
from dateline.geocoder.given_shapes import given_footprints
from dateline.geocoder.reverse import NEAREST_M, nearest_settlements
from dateline.geodesy import cut_at_180, geod
from geocoded import place_events, settlements

DEGREES_LON, DEGREES_LAT = st.floats(-180, 180), st.floats(-90, 90)


@pytest.fixture(scope="module")
def towns(gazetteer):
    """Row id, lon and lat of every packaged settlement."""
    return settlements(gazetteer)


def least_metres(towns, lon, lat):
    """Return the geodesic distance of the nearest settlement within a degree of latitude."""
    some = towns[np.abs(towns[:, 2] - lat) < 1]
    count = len(some)
    _, _, metres = geod().inv(np.full(count, lon), np.full(count, lat), some[:, 1], some[:, 2])
    return float(np.min(metres, initial=np.inf))


def added(tmp_path, *rows):
    """Return the path of a project's gazetteer made from CSV rows: id, name, lon, lat."""
    path, target = tmp_path / "own.csv", tmp_path / "own.sqlite"
    path.write_text("id,name,kind,lon,lat\n" + "\n".join(rows) + "\n", encoding="utf-8")
    with Gazetteer.open() as packaged:
        add_files(target, [path], gazetteer=packaged)
    return target


# --- the nearest settlement -----------------------------------------------------------------------


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_no_settlement_is_nearer(gazetteer, towns, data):
    """The result is the nearest settlement on the ellipsoid, also near 180° and the poles."""
    start = towns[data.draw(st.integers(0, len(towns) - 1))]
    reach = st.floats(-0.6, 0.6)
    lon = np.clip(start[1] + data.draw(reach) / np.cos(np.radians(start[2])), -180, 180)
    lat = np.clip(start[2] + data.draw(reach), -90, 90)
    found = nearest_settlements(gazetteer, np.array([lon]), np.array([lat]))
    least = least_metres(towns, lon, lat)
    if least > NEAREST_M:
        assert [-1] == found.rowids.tolist()
    else:
        assert found.metres[0] == pytest.approx(least, abs=0.01)
        row = towns[towns[:, 0] == found.rowids[0]][0]
        assert geod().inv(lon, lat, row[1], row[2])[2] == pytest.approx(found.metres[0])


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(DEGREES_LON, DEGREES_LAT), max_size=6))
def test_many_positions_are_answered_as_each_alone(gazetteer, positions):
    """The nearest settlement of a position does not depend on other positions."""
    lon, lat = np.array(positions).reshape(-1, 2).T
    together = nearest_settlements(gazetteer, lon, lat).rowids.tolist()
    alone = [
        nearest_settlements(gazetteer, lon[[k]], lat[[k]]).rowids[0] for k in range(len(positions))
    ]
    assert alone == together


@pytest.mark.parametrize(
    ("town", "position"),
    [((179.99, 67.0), (-179.99, 67.0)), ((-179.99, 67.0), (180.0, 67.0)), ((0, 89.9), (170, 89.9))],
)
def test_a_settlement_beyond_180_or_the_pole_is_near(tmp_path, town, position):
    """A settlement across 180° or across the pole can be the nearest."""
    path = added(tmp_path, f"a,Farthest,settlement,{town[0]},{town[1]}")
    with Gazetteer.open(additions=path) as both:
        event = {"lon": position[0], "lat": position[1]}
        row = place_events([event], gazetteer=both)[0].iloc[0]
    assert row["place_name"] in {"Farthest", "near Farthest"}


def test_added_settlements_name_positions(tmp_path):
    """A hamlet that the project added names positions near it."""
    path = added(tmp_path, "hamlet,Zhuravkivtsi,settlement,34.1,51.2")
    with Gazetteer.open(additions=path) as both:
        row = place_events([{"lon": 34.1, "lat": 51.2}], gazetteer=both)[0].iloc[0]
    assert ("Zhuravkivtsi", "settlement") == (row["place_name"], row["place_kind"])


def test_a_settlement_of_both_lies_where_the_addition_says(tmp_path, gazetteer):
    """A town moved by an addition no longer names its packaged position."""
    nearest = nearest_settlements(gazetteer, np.array([34.1]), np.array([51.2]))
    (town,) = gazetteer.places_at_rows(nearest.rowids.tolist())
    path = added(tmp_path, f"{town.place_id},{town.name},settlement,{town.lon + 9},{town.lat}")
    with Gazetteer.open(additions=path) as both:
        found = nearest_settlements(both, np.array([town.lon]), np.array([town.lat]))
        ids = [place.place_id for place in both.places_at_rows(found.rowids.tolist())]
    assert town.place_id not in ids


# --- countries and regions ------------------------------------------------------------------------


def test_a_crowd_of_points_is_answered_as_a_few(gazetteer):
    """Thousands of points, looked up by tile, get the same results as each point alone."""
    draw = np.random.default_rng(3)
    lon = np.concatenate([draw.uniform(-180, 180, 4_000), draw.normal(36, 3, 4_000)])
    lat = np.concatenate([draw.uniform(-90, 90, 4_000), draw.normal(50, 3, 4_000)])
    for look_up in (gazetteer.countries_at, gazetteer.admin1s_at):
        few = [look_up(lon[k : k + 800], lat[k : k + 800]) for k in range(0, len(lon), 800)]
        assert np.concatenate(few).tolist() == look_up(lon, lat).tolist()


# --- areas and lines ------------------------------------------------------------------------------

CORNERS = st.lists(st.tuples(DEGREES_LON, DEGREES_LAT), min_size=2, max_size=6)
LINES = CORNERS.map(LineString).filter(lambda line: line.length > 0)
AREAS = st.tuples(st.floats(-179, 170), st.floats(-89, 80), st.floats(0.1, 9)).map(
    lambda one: box(one[0], one[1], one[0] + one[2], one[1] + one[2])
)
RING = Polygon(box(0, 0, 9, 9).exterior, [box(3, 3, 6, 6).exterior.coords])
SHAPES = st.one_of(LINES, AREAS, st.just(RING), st.just(MultiPolygon([RING, box(20, 0, 21, 1)])))


@settings(deadline=None, max_examples=60)
@given(st.lists(SHAPES, min_size=1, max_size=5))
def test_many_shapes_are_surveyed_as_each_alone(shapes):
    """Lines and areas computed in bulk get the same footprint as each one alone."""
    found = given_footprints(np.array(shapes, dtype=object))
    for row, shape in enumerate(shapes):
        footprint = given_footprint(cut_at_180(shape, great_circle=False))
        assert footprint.geometry.equals_exact(found.geometry[row], 0)
        assert (*footprint.point, footprint.uncertainty_m) == pytest.approx(
            (found.lon[row], found.lat[row], found.uncertainty_m[row]), abs=1e-9
        )
        assert (footprint.precision == "area") == found.is_area[row]


@pytest.mark.parametrize("is_text", [False, True])
def test_edges_of_a_given_area_are_straight_in_degrees(gazetteer, is_text):
    """An area across 180° is split where its straight edges in lon and lat cross it."""
    ring = [(170, 60), (-170, 60), (-170, 70), (170, 70), (170, 60)]
    area = Polygon(ring)
    event = {"where": area.wkt} if is_text else {"geometry": area}
    row = place_events([event], gazetteer=gazetteer)[0].iloc[0]
    cut = MultiPolygon([box(170, 60, 180, 70), box(-180, 60, -170, 70)])
    assert cut.equals(row["geometry"])


# --- names with positions -------------------------------------------------------------------------

EVENTS = [
    {"where": "Paris", "lon": -95.56, "lat": 33.66},
    {"where": "Paris", "lon": 2.35, "lat": 48.85},
    {"where": "Paris", "lon": 100.0, "lat": 15.0},
    {"where": "Kursk Oblast", "lon": 35.27, "lat": 51.19},
    {"where": "Kursk Oblast", "lon": 40.0, "lat": 56.0},
    {"where": "Sumy; Kursk", "lon": 34.8, "lat": 50.91},
    {"where": "12 km NE of Sumy", "lon": 34.8, "lat": 50.91},
    {"where": "Qwertz", "lon": 34.8, "lat": 50.91},
    {"lon": -30.0, "lat": 40.0},
    {"geometry": box(34, 50, 36, 52)},
    {"geometry": LineString([(34, 50), (36, 52), (37, 52)]), "where": "Sumy"},
    {"where": "Sumy"},
    {},
]
COLUMNS = ["place_name", "place_id", "place_kind", "place_precision", "uncertainty_m", "lon", "lat"]
COLUMNS += ["admin1", "country", "geocode_method", "geocode_reason", "geocode_score"]


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.randoms(use_true_random=False))
def test_order_of_rows_with_positions_changes_nothing(gazetteer, random):
    """Shuffled rows with positions, shapes and names give the same result."""
    events = [{**event, "event_id": f"e{k}"} for k, event in enumerate(EVENTS)]
    both = [place_events(rows, gazetteer=gazetteer) for rows in (events, random.sample(events, 13))]
    one, other = (placed.set_index("event_id")[COLUMNS].sort_index() for placed, _ in both)
    pd.testing.assert_frame_equal(one, other)
    shapes = [placed.set_index("event_id")["geometry"].sort_index() for placed, _ in both]
    assert shapely.to_wkb(shapes[0]).tolist() == shapely.to_wkb(shapes[1]).tolist()
    reported = [{(f.code, f.event_id, f.message) for f in found} for _, found in both]
    assert reported[0] == reported[1]


def test_names_are_taken_where_they_lie_near(gazetteer):
    """A name is used if its place is near the position, otherwise the nearest settlement."""
    placed, found = place_events(EVENTS, gazetteer=gazetteer)
    assert [
        "Paris",
        "Paris",
        "Kursk Oblast",
        "Sumy; Kursk",
    ] == placed["place_name"].iloc[[0, 1, 3, 5]].tolist()
    (far,) = (f.message for f in found if f.code == "place-far")
    assert far.endswith("another event is also far from the named place")
    assert placed["place_id"].iloc[0] != placed["place_id"].iloc[1]


def test_a_radius_that_was_worked_out_is_in_whole_metres(gazetteer):
    """Computed uncertainties are in whole metres; given ones are unchanged."""
    line = shapely.LineString([(35.27, 51.19), (35.9, 51.4)])
    events = [{"geometry": line}, {"geometry": line, "uncertainty_m": 12.5}]
    table, _ = place_events(events, gazetteer=gazetteer)
    worked_out, given = table["uncertainty_m"]
    assert (0, 12.5) == (worked_out % 1, given)
    assert 20_000 < worked_out < 40_000


SWAPPED = {"lon": 50.91, "lat": 34.80, "where": "Sumy, Ukraine"}
MOVED = {"lon": 2.35, "lat": 48.86, "where": "Sumy, Ukraine"}


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([SWAPPED], "latitude and longitude are probably swapped"),
        (
            [SWAPPED, {"lon": 49.99, "lat": 36.23, "where": "Kharkiv, Ukraine"}, MOVED],
            "latitude and longitude of 2 of these events are probably swapped",
        ),
        ([MOVED], "fix the coordinates or the place"),
        ([{"lon": 126.0, "lat": 34.0, "where": "Sumy, Ukraine"}], "fix the coordinates"),
    ],
)
def test_swapped_coordinates_beside_a_place_are_named_as_such(gazetteer, events, expected):
    """One finding a file says that coordinates fit their places once they are exchanged."""
    placed, found = place_events(events, gazetteer=gazetteer)
    (far,) = (one for one in found if one.code == "place-far")
    assert far.hint.startswith(expected)
    assert [one["lon"] for one in events] == placed["lon"].tolist()
