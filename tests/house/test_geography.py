"""The landforms of ``geodata/geography.csv`` lie where their kind can lie."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import numpy as np
import pytest
import shapely

from dateline.gazetteer import Gazetteer

PATH = Path(__file__).parents[2] / "geodata" / "geography.csv"

with PATH.open(encoding="utf-8", newline="") as _file:
    ROWS = list(csv.DictReader(_file))
OUTLINED = {row["id"] for row in ROWS if row["recipe"]}

#: Length of a degree of latitude in metres.
DEGREE_M = 111_200
#: How far off the simplified coastline a cape may be, in metres.
COAST_M = 12_000
#: South of this latitude the ice shelves lie off the land.
ANTARCTIC = -60
#: Land of more square degrees than Greenland is a continent.
CONTINENT_DEG2 = 700
#: How far a river or lake may be from the point of an island or a peninsula in it, in metres.
WATERSIDE_M = 60_000


class Land:
    """The land of all countries, as polygons, and the inland waters of the gazetteer."""

    def __init__(self, gazetteer):
        ask = (
            "SELECT g.wkb FROM geometry g JOIN place p ON p.id = g.place WHERE g.kind = ? "
            "AND g.worldview IN ('', 'un') ORDER BY g.rowid"
        )
        shapes = shapely.from_wkb([wkb for (wkb,) in gazetteer.rows(ask, ("country",))])
        parts = shapely.get_parts(shapes)
        self.continents = shapely.union_all([p for p in parts if p.area > 1])
        self.tree = shapely.STRtree(parts)
        waters = [wkb for kind in ("lake", "river") for (wkb,) in gazetteer.rows(ask, (kind,))]
        self.waters = shapely.STRtree(shapely.from_wkb(waters))
        self.mainland = [p for p in shapely.get_parts(self.continents) if p.area > CONTINENT_DEG2]

    def is_land(self, lons, lats):
        """Return for each point whether it is on land."""
        points = shapely.points(lons, lats)
        found = np.zeros(len(points), dtype=bool)
        found[self.tree.query(points, predicate="intersects")[0]] = True
        return found

    def is_near_land(self, lon, lat, metres):
        return len(self.tree.query(_ball(lon, lat, metres), predicate="intersects")) > 0

    def is_near_water(self, lon, lat, metres):
        return len(self.waters.query(_ball(lon, lat, metres), predicate="intersects")) > 0

    def is_mainland(self, lon, lat):
        return any(part.contains(shapely.Point(lon, lat)) for part in self.mainland)


def _ring(lon, lat, metres):
    turns = np.arange(36) * (2 * math.pi / 36)
    lats = np.clip(lat + metres / DEGREE_M * np.cos(turns), -90, 90)
    squeeze = max(0.05, math.cos(math.radians(lat)))
    lons = lon + metres / DEGREE_M * np.sin(turns) / squeeze
    return (lons + 180) % 360 - 180, lats


def _ball(lon, lat, metres):
    return shapely.Polygon(np.column_stack(_ring(lon, lat, metres))).buffer(0)


@pytest.fixture(scope="module")
def gazetteer():
    with Gazetteer.open() as opened:
        yield opened


@pytest.fixture(scope="module")
def land(gazetteer):
    return Land(gazetteer)


def position(row):
    return float(row["lon"]), float(row["lat"])


def strayed(kinds, is_right):
    """Return the ids of the rows of some kinds for which the test fails."""
    return [row["id"] for row in ROWS if row["kind"] in kinds and not is_right(row)]


def test_capes_lie_where_land_and_sea_meet(land):
    """Around a cape there is both land and water within the accuracy of the coastline."""

    def is_right(row):
        lon, lat = position(row)
        around = land.is_land(*_ring(lon, lat, COAST_M))
        is_at_sea = not around.all() or land.is_near_water(lon, lat, COAST_M)
        return land.is_near_land(lon, lat, COAST_M) and is_at_sea

    assert [] == strayed({"cape"}, is_right)


def test_peninsulas_are_land_with_water_around(land):
    """The point of a peninsula is land, and there is water within its radius."""

    def is_right(row):
        lon, lat = position(row)
        radius = float(row["uncertainty_m"])
        if row["recipe"]:
            radius = float(row["recipe"].split(":")[1])
        sea = not land.is_land(*_ring(lon, lat, radius)).all()
        return land.is_near_land(lon, lat, 30_000) and (sea or land.is_near_water(lon, lat, radius))

    assert [] == strayed({"peninsula"}, is_right)


def test_landforms_lie_on_land(land):
    """Mountains, passes, valleys, deserts and ranges lie on land, to the accuracy of the coast."""
    kinds = {"mountain", "pass", "valley", "desert", "range", "glacier"}

    def is_right(row):
        lon, lat = position(row)
        return lat < ANTARCTIC or land.is_near_land(lon, lat, 5_000)

    assert [] == strayed(kinds, is_right)


def test_islands_without_an_outline_lie_amid_water(land):
    """An island of which no outline is known lies on no continent, or in a river or lake."""

    def is_right(row):
        lon, lat = position(row)
        if row["recipe"] or not land.is_mainland(lon, lat):
            return True
        sea = not land.is_land(*_ring(lon, lat, float(row["uncertainty_m"]))).all()
        return sea or land.is_near_water(lon, lat, WATERSIDE_M)

    assert [] == strayed({"island"}, is_right)


def test_outlines_of_islands_are_land_of_their_own(gazetteer):
    """The outline of an island contains its point or nearly does, and is no continent."""
    for row in (r for r in ROWS if r["recipe"].startswith("island")):
        shape = gazetteer.geometry(gazetteer.place(f"project:{row['id']}"))
        assert shape.area < CONTINENT_DEG2, row["id"]
        if row["recipe"].startswith("island:"):
            assert shape.distance(shapely.Point(position(row))) < 0.1, row["id"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Viti Levu", ("island", 178, -17.8, 20)),
        ("Sulawesi", ("island", 121, -2, 150)),
        ("Cape Agulhas", ("cape", 20, -34.83, 10)),
        ("Mount Kenya", ("mountain", 37.31, -0.15, 10)),
        ("Simplon Pass", ("pass", 8.03, 46.25, 10)),
        ("Kamchatka Peninsula", ("peninsula", 159, 56, 150)),
        ("Atacama Desert", ("desert", -69.3, -23.5, 150)),
        ("Swat Valley", ("valley", 72.4, 35.2, 40)),
        ("Soviet Union", ("historic", 75, 58, 2500)),
        ("Scandinavian Mountains", ("range", 14, 65, 300)),
        ("Dodecanese", ("island", 27.2, 36.6, 60)),
        ("Schiphol Airport", ("airfield", 4.76, 52.31, 6)),
        ("JFK Airport", ("airfield", -73.78, 40.64, 6)),
        ("Sheremetyevo", ("airfield", 37.41, 55.97, 6)),
        ("Frankfurt Airport", ("airfield", 8.57, 50.03, 6)),
        ("Vatnajökull", ("glacier", -16.8, 64.4, 20)),
        ("Goma Airport", ("airfield", 29.24, -1.67, 6)),
        ("Heathrow Airport", ("airfield", -0.46, 51.47, 6)),
        ("Isfahan air base", ("airfield", 51.86, 32.75, 6)),
        ("Hiraan", ("admin1", 45.5, 4.2, 80)),
        ("Lower Shabelle", ("admin1", 44.2, 1.8, 120)),
        ("Hasakah Governorate", ("admin1", 40.9, 36.4, 90)),
        ("North Waziristan", ("admin2", 70, 33, 40)),
    ],
)
def test_well_known_names_are_found(gazetteer, name, expected):
    """The first candidate for a well-known name is of its kind and where it should be."""
    kind, lon, lat, km = expected
    best = gazetteer.candidates([name])[name][0]
    off = math.hypot((best.place.lon - lon) * math.cos(math.radians(lat)), best.place.lat - lat)
    assert (kind, True) == (best.place.kind, best.is_kind_fit)
    assert off * DEGREE_M / 1000 < km
