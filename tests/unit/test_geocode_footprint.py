"""The footprint of each form of the ``where`` language."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Proj

from dateline.gazetteer import Gazetteer
from dateline.geocoder.placing import land_within
from dateline.geodesy import LonLat, area_m2, bearing_deg, distance_m, length_m
from dateline.grids import mgrs_cell
from dateline.settings import WORLDVIEWS
from geocoded import place_events, place_where

SUMY = LonLat(34.79906, 50.91741)
KURSK = LonLat(36.19, 51.73)


@pytest.fixture(scope="module")
def place():
    with Gazetteer.open() as gazetteer:
        yield lambda where: place_where(where, gazetteer=gazetteer)


@pytest.fixture(scope="module")
def report():
    with Gazetteer.open() as gazetteer:
        yield lambda where: place_events([{"where": where}], gazetteer=gazetteer)[1]


def at(row):
    return LonLat(row["lon"], row["lat"])


def test_near_is_a_halo_ten_kilometres_wider(place):
    """Near a town is its point with a radius ten kilometres larger than its own."""
    town, near = place("Sumy"), place("near Sumy")
    assert (at(town), "near") == (at(near), near["place_precision"])
    assert 10_000 == near["uncertainty_m"] - town["uncertainty_m"]


def test_within_widens_by_the_distance(place):
    """Within a distance adds that distance and its written uncertainty."""
    town, within = place("Sumy"), place("within 20 km of Sumy")
    assert 25_000 == within["uncertainty_m"] - town["uncertainty_m"]


def test_near_a_line_is_a_belt(place):
    """Near a border is an area along it, not a point."""
    belt = place("near the border of Ukraine and Russia")
    line = place("border of Ukraine and Russia")["geometry"]
    assert "near" == belt["place_precision"]
    assert 20_000 * length_m(line) == pytest.approx(area_m2(belt["geometry"]), rel=0.4)


@pytest.mark.parametrize(
    ("where", "way"),
    [("12 km NE of Sumy", (12_000, 45)), ("5 miles south of Sumy", (8_047, 180))],
)
def test_offset_lies_at_distance_and_bearing(place, where, way):
    """A distance and a bearing move the point along the geodesic."""
    row = place(where)
    distance, bearing = way
    assert distance == pytest.approx(distance_m(SUMY, at(row)), rel=0.001)
    assert bearing == pytest.approx(bearing_deg(SUMY, at(row)), abs=0.1)


def test_offset_is_less_sure_farther_off(place):
    """The uncertainty grows with the distance of an offset, and more so with *about*."""
    wheres = ("12 km NE of Sumy", "52 km NE of Sumy", "about 52 km NE of Sumy")
    radii = [place(where)["uncertainty_m"] for where in wheres]
    assert sorted(set(radii)) == radii


def test_offset_over_a_border_lies_in_the_other_country(place):
    """Country and region are those of the position, not of the reference place."""
    row = place("60 km N of Sumy")
    assert ("RU", "Kursk Oblast") == (row["country"], row["admin1"])


def test_distance_without_bearing_is_a_halo(place):
    """A distance without a bearing is a circle around the place."""
    row = place("12 km from Sumy")
    assert (SUMY.lon, "near") == (pytest.approx(row["lon"], abs=1e-4), row["place_precision"])
    assert row["uncertainty_m"] > 12_000


def test_heading_without_distance_is_a_cone(place):
    """A heading without a distance is an area on that side."""
    row = place("north of Sumy")
    _, south, _, _ = row["geometry"].bounds
    assert south == pytest.approx(SUMY.lat, abs=0.01)


def test_between_is_the_midpoint_with_half_the_distance(place):
    """Between two places is the midpoint, with half the distance as uncertainty."""
    row = place("between Sumy and Kursk")
    apart = distance_m(SUMY, KURSK)
    assert apart / 2 == pytest.approx(row["uncertainty_m"], rel=0.02)
    assert apart / 2 == pytest.approx(distance_m(SUMY, at(row)), rel=0.02)


def test_border_runs_between_both(place):
    """The border of two countries is a line of about the known length."""
    row = place("border of Ukraine and Poland")
    assert ("linear", True) == (row["place_precision"], 400e3 < length_m(row["geometry"]) < 700e3)


@pytest.mark.parametrize(
    "where",
    ["Ukraine-Poland border", "Polish-Ukrainian border", "border between Poland and Ukraine"],
)
def test_borders_are_found_by_every_wording(place, where):
    """Every wording gives the same border."""
    one, other = place("border of Ukraine and Poland"), place(where)
    assert one["geometry"].hausdorff_distance(other["geometry"]) < 0.1


def test_border_of_one_country_leaves_coasts_out(place):
    """The border of a country is the part that it shares with neighbours."""
    border, country = place("border of Ukraine"), place("Ukraine")
    assert length_m(border["geometry"]) < length_m(country["geometry"].boundary)
    assert not border["geometry"].intersects(shapely.box(30.5, 45.0, 37.0, 46.3))


def test_regions_have_borders_too(place):
    """First-level regions share borders as countries do."""
    assert "linear" == place("border of Kursk Oblast and Sumy Oblast")["place_precision"]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("border of Ukraine and Spain", "do not share a border"),
        ("off the coast of Mongolia", "has no coast"),
        ("geonames:1", "no place has the id"),
        ("border of Sudzha and Ukraine", "has no outline"),
        ("between Sumy and Sumy", "same place"),
        ("from Sumy to Sumy", "same place"),
    ],
)
def test_what_is_not_there_is_reported(report, where, said):
    """A form without a footprint is an error that says why."""
    assert said in report(where)[0].message


def test_route_is_a_geodesic_line(place):
    """From-to is the geodesic from the one to the other."""
    row = place("from Pyongyang to Vladivostok")
    direct = distance_m(LonLat(125.75, 39.03), LonLat(131.87, 43.11))
    assert ("linear", direct) == (
        row["place_precision"],
        pytest.approx(length_m(row["geometry"]), rel=0.01),
    )


def test_route_over_180_is_cut(place):
    """A route that crosses 180° is split there."""
    assert "MultiLineString" == place("from Tokyo to Los Angeles")["geometry"].geom_type


def test_coast_is_sea(place):
    """Off a coast is water: no land, and at most 50 km from the country."""
    row = place("off the coast of Yemen")
    land = place("Yemen")["geometry"]
    assert "maritime" == row["place_precision"]
    assert area_m2(row["geometry"].intersection(land)) < 1e6


def test_land_is_that_of_the_worldview():
    """Land near a coast is that of the countries in the project's worldview."""
    asked = []

    class Countries:
        def rows(self, _statement, values):
            asked.append(values[0])
            return iter(())

    for worldview in WORLDVIEWS:
        land_within(Countries(), (30.0, 40.0, 35.0, 46.0), worldview=worldview)
    assert list(WORLDVIEWS) == asked


def test_coast_has_sides(place):
    """A side of a coast is a part of it."""
    whole, east = place("off the coast of Libya"), place("off the eastern coast of Libya")
    assert area_m2(east["geometry"]) < 0.8 * area_m2(whole["geometry"])
    assert east["lon"] > whole["geometry"].bounds[0]


@pytest.mark.parametrize(
    ("side", "way"), [("northern", (1, 1)), ("southern", (1, -1)), ("eastern", (0, 1))]
)
def test_parts_lie_on_their_side(place, side, way):
    """A part of a region is its half on that side."""
    part, whole = place(f"{side} Kharkiv Oblast"), place("Kharkiv Oblast")
    axis, sign = way
    assert whole["geometry"].buffer(0.01).covers(part["geometry"])
    assert sign * (at(part)[axis] - at(whole)[axis]) > 0
    assert 0.25 < area_m2(part["geometry"]) / area_m2(whole["geometry"]) < 0.75


def test_outskirts_lie_at_the_rim(place):
    """The outskirts on one side are a radius away from the centre."""
    town, rim = place("Bakhmut"), place("eastern outskirts of Bakhmut")
    assert town["uncertainty_m"] == pytest.approx(distance_m(at(town), at(rim)), rel=0.01)


def test_several_places_are_all_drawn(place):
    """Several places are one geometry of all of them, with the country they share."""
    row = place("Sudzha; Korenevo")
    assert ("MultiPoint", "RU", "Sudzha; Korenevo") == (
        row["geometry"].geom_type,
        row["country"],
        row["place_name"],
    )


EIFFEL_TOWER = LonLat(2.29448, 48.85834)


@pytest.mark.parametrize(
    ("where", "position", "at_most_m"),
    [
        ("51.19, 35.27", LonLat(35.27, 51.19), 1_400),
        ("51.190000, 35.270000", LonLat(35.27, 51.19), 30),
        ("51°11'24\"N 35°16'12\"E", LonLat(35.27, 51.19), 50),
        ("15T WG 00000 49776", LonLat(-93.0, 42.0), 30),
        ("4Q FJ 12345 67890", LonLat(-157.91608, 21.40980), 30),
        ("8FW4V75V+8Q", EIFFEL_TOWER, 30),
        ("V75V+8Q Paris", EIFFEL_TOWER, 30),
        ("POINT (35.27 51.19)", LonLat(35.27, 51.19), 30),
    ],
)
def test_written_positions(place, where, position, *, at_most_m):
    """Numbers give the position they name, with the precision of the writing."""
    row = place(where)
    assert distance_m(position, at(row)) <= max(20, at_most_m)
    assert row["uncertainty_m"] <= at_most_m


@settings(deadline=None)
@given(st.floats(-179.9, 179.9), st.floats(-79, 71), st.integers(1, 5))
def test_grid_references_turn_back(lon, lat, digits):
    """A position lies in the MGRS square computed from it, in both hemispheres."""
    cell = mgrs_cell(to_mgrs(lon, lat, digits))
    assert distance_m(LonLat(lon, lat), cell.centre) <= max(10.0 ** (5 - digits), 1) * 0.75 + 1


def to_mgrs(lon, lat, digits):
    """Return the MGRS reference of a position outside Norway and Svalbard, by the letter tables."""
    zone = int((lon + 180) // 6) + 1
    band = "CDEFGHJKLMNPQRSTUVWX"[int((lat + 80) // 8)]
    easting, northing = Proj(proj="utm", zone=zone, ellps="WGS84", south=lat < 0)(lon, lat)
    columns = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")[zone % 3]
    rows = "ABCDEFGHJKLMNPQRSTUV" if zone % 2 else "FGHJKLMNPQRSTUVABCDE"
    square = columns[int(easting // 100_000) - 1] + rows[int(northing // 100_000) % 20]
    parts = (f"{int(value % 100_000):05d}"[:digits] for value in (easting, northing))
    return f"{zone}{band}{square}{''.join(parts)}"


def test_id_is_a_place(place):
    """The id of a place means that place."""
    assert ("Sumy", 1.0) == (
        place("geonames:692194")["place_name"],
        place("geonames:692194")["geocode_score"],
    )


@pytest.mark.parametrize(
    ("where", "name"),
    [
        ("Near East", "Middle East"),
        ("West Bank", "West Bank"),
        ("North Korea", "North Korea"),
        ("Northern Cyprus", "Northern Cyprus"),
        ("Western Sahara", "Western Sahara"),
        ("East Sea", "Sea of Japan"),
        ("South Ossetia", "South Ossetia"),
        ("South Hamgyong Province", "South Hamgyong"),
        ("Russian-occupied Crimea", "Crimea"),
    ],
)
def test_names_that_look_like_phrases(place, where, name):
    """A text is looked up as a whole name before it is split."""
    assert name == place(where)["place_name"]


FORMS = [
    "Fiji",
    "near Fiji",
    "off the coast of Fiji",
    "Chukotka Autonomous Okrug",
    "northern Russia",
    "from Vladivostok to Honolulu",
    "Korean Demilitarized Zone",
    "Bering Sea",
    "near New Zealand",
    "Antarctica",
]


@pytest.mark.parametrize("where", FORMS)
def test_geometry_is_valid_and_in_range(place, where):
    """Every geometry is valid and within -180 to 180, also across the antimeridian."""
    geometry = place(where)["geometry"]
    west, south, east, north = geometry.bounds
    assert geometry.is_valid
    assert max(-west, east) <= 180
    assert max(-south, north) <= 90
