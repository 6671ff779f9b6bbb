"""The packed polygons: correct after simplification, in both worldviews."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from dateline import gazetteer

BUILT = Path(gazetteer.__file__).parents[1] / "_built" / "gazetteer.sqlite"

_SHAPES = """
SELECT CASE geometry.kind WHEN 'country' THEN place.country ELSE place.admin1 END, geometry.wkb
FROM geometry JOIN place ON place.id = geometry.place
WHERE geometry.kind = ? AND geometry.worldview IN ('', ?)
"""


@pytest.fixture(scope="module")
def connection() -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"file:{BUILT}?mode=ro&immutable=1", uri=True)
    yield connection
    connection.close()


@pytest.fixture(scope="module")
def shapes(connection) -> dict[tuple[str, str], dict[str, BaseGeometry]]:
    """The shapes by kind and worldview, each by code."""
    return {
        (kind, view): {
            code: shapely.from_wkb(wkb) for code, wkb in connection.execute(_SHAPES, (kind, view))
        }
        for kind in ("country", "admin1")
        for view in ("un", "de-facto")
    }


def at(shapes: dict[str, BaseGeometry], lon: float, lat: float) -> str:
    point = Point(lon, lat)
    return " ".join(code for code, shape in shapes.items() if shape.intersects(point))


CITIES = {
    "Sudzha": ((35.27, 51.19), ("RU", "RU.41")),
    "Sumy": ((34.80, 50.91), ("UA", "UA.21")),
    "Kursk": ((36.19, 51.73), ("RU", "RU.41")),
    "Belgorod": ((36.59, 50.60), ("RU", "RU.09")),
    "Vovchansk": ((36.94, 50.29), ("UA", "UA.07")),
    "Strasbourg": ((7.75, 48.58), ("FR", None)),
    "Kehl": ((7.82, 48.57), ("DE", "DE.01")),
    "Kaesong": ((126.55, 37.97), ("KP", None)),
    "Paju": ((126.78, 37.76), ("KR", "KR.13")),
    "Ivangorod": ((28.22, 59.37), ("RU", "RU.42")),
    "Tijuana": ((-117.02, 32.53), ("MX", "MX.02")),
    "San Diego": ((-117.16, 32.72), ("US", "US.CA")),
    "Suva": ((178.44, -18.14), ("FJ", None)),
    "Bilibino": ((166.44, 68.06), ("RU", "RU.15")),
    "Provideniya, beyond 180 degrees": ((-173.22, 64.42), ("RU", "RU.15")),
}


@pytest.mark.parametrize(("place", "codes"), CITIES.values(), ids=CITIES)
def test_cities(shapes, place, codes) -> None:
    """A city near a border is in its own country and region, also after simplification."""
    country, region = codes
    assert country == at(shapes["country", "un"], *place)
    if region is not None:
        assert region == at(shapes["admin1", "un"], *place)


#: Regions of islands that the source leaves out, and those whose polygon is of older borders:
#: Incheon without its islands, Karnali as the zone that it was.
_FEW_TOWNS_INSIDE = {"FM.03", "FM.04", "KR.12", "NP.6"}


def test_regions_hold_their_towns(connection, shapes) -> None:
    """Most settlements listed under a region lie in its polygon or just off its coast."""
    towns = defaultdict(list)
    for code, lon, lat in connection.execute(
        "SELECT admin1, lon, lat FROM place WHERE kind = 'settlement' AND admin1 != ''"
    ):
        towns[code].append((lon, lat))
    strayed = set()
    for code, shape in shapes["admin1", "un"].items():
        if len(towns[code]) >= 10:
            shapely.prepare(shape)
            inside = shapely.dwithin(shape, shapely.points(towns[code]), 0.1)
            if inside.mean() < 0.6:
                strayed.add(code)
    assert set() == strayed - _FEW_TOWNS_INSIDE


NAMED = {
    "AF.42": "Panjshir Province",
    "EC.19": "Tungurahua",
    "EC.23": "Napo",
    "ER.01": "Anseba",
    "ER.06": "Northern Red Sea Region",
    "ES.56": "Catalonia",
    "GY.11": "Cuyuni-Mazaruni",
    "GY.13": "East Berbice-Corentyne",
    "HR.11": "Požega-Slavonia",
    "IT.16": "Tuscany",
    "RU.04": "Altai Krai",
    "RU.15": "Chukotka Autonomous Okrug",
    "SD.47": "West Darfur",
    "VN.33": "Hưng Yên",
}


@pytest.mark.parametrize(("code", "name"), NAMED.items())
def test_regions_go_by_their_own_name(connection, code, name) -> None:
    """A region has its usual English name, whatever the source calls its polygon."""
    found = connection.execute("SELECT name FROM admin1 WHERE code = ?", (code,)).fetchone()
    assert (name,) == found


SHOWN = {
    "geonames:281102": "Rafah",
    "geonames:281124": "Khan Younis",
    "geonames:687700": "Zaporizhzhia",
    "geonames:99532": "Basra",
    "geonames:3093133": "Łódź",
}


@pytest.mark.parametrize(("place_id", "name"), SHOWN.items())
def test_settlements_are_shown_in_english(connection, place_id, name) -> None:
    """A romanised name is shown plain or in English; a Latin name keeps its diacritics."""
    found = connection.execute("SELECT name FROM place WHERE place_id = ?", (place_id,)).fetchone()
    assert (name,) == found


DISPUTED = {
    "Simferopol": ((34.10, 44.95), ("UA", "RU")),
    "Sevastopol": ((33.53, 44.60), ("UA", "RU")),
    "Donetsk": ((37.80, 48.02), ("UA", "UA")),
    "Majdal Shams": ((35.77, 33.27), ("SY", "IL")),
    "Quneitra": ((35.82, 33.12), ("SY", "SY")),
    "the Old City of Jerusalem": ((35.234, 31.777), ("PS", "IL")),
    "West Jerusalem": ((35.20, 31.78), ("IL", "IL")),
    "Ramallah": ((35.20, 31.90), ("PS", "PS")),
    "Gaza": ((34.46, 31.51), ("PS", "PS")),
    "Laayoune": ((-13.18, 27.14), ("EH", "MA")),
    "Tifariti": ((-10.57, 26.16), ("EH", "EH")),
    "Pristina": ((21.17, 42.66), ("XK", "XK")),
    "Taichung": ((120.68, 24.15), ("TW", "TW")),
    "North Nicosia": ((33.36, 35.21), ("CY", "")),
    "Hargeisa": ((44.07, 9.56), ("SO", "")),
    "Sukhumi": ((41.02, 43.01), ("GE", "GE")),
    "Tiraspol": ((29.63, 46.84), ("MD", "MD")),
    "Srinagar": ((74.80, 34.09), ("IN", "IN")),
    "the Siachen Glacier": ((77.10, 35.42), ("", "")),
    "Cayenne": ((-52.33, 4.93), ("GF", "GF")),
}


@pytest.mark.parametrize(("place", "owners"), DISPUTED.values(), ids=DISPUTED)
def test_worldviews(shapes, place, owners) -> None:
    """Each worldview assigns a disputed place to the right country or to none."""
    found = tuple(at(shapes["country", view], *place) for view in ("un", "de-facto"))
    assert owners == found


def test_panmunjom_is_at_the_border(shapes) -> None:
    """Panmunjom is within two kilometres of both Koreas."""
    point = Point(126.677, 37.956)
    for country in ("KP", "KR"):
        assert shapes["country", "un"][country].distance(point) < 0.02


@pytest.mark.parametrize("view", ["un", "de-facto"])
def test_countries_do_not_overlap(shapes, view) -> None:
    """Neighbours share only a border, also after simplification."""
    countries = list(shapes["country", view].values())
    tree = shapely.STRtree(countries)
    one, other = tree.query(countries, predicate="intersects")
    pairs = [(countries[a], countries[b]) for a, b in zip(one, other, strict=True) if a < b]
    overlap = sum(a.intersection(b).area for a, b in pairs)
    assert 0 == pytest.approx(overlap, abs=1e-9)


def test_shapes_are_valid(shapes) -> None:
    """Every packed shape is valid and in range."""
    for group in shapes.values():
        for code, shape in group.items():
            assert shape.is_valid, code
            west, south, east, north = shape.bounds
            assert west >= -180, code
            assert east <= 180, code
            assert south >= -90, code
            assert north <= 90, code


def test_size(connection) -> None:
    """All shapes together stay small enough to ship."""
    (size,) = connection.execute("SELECT sum(length(wkb)) FROM geometry").fetchone()
    assert size < 32_000_000
