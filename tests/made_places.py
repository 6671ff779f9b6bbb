"""Made-up places, for tests of rules that need no gazetteer."""

from __future__ import annotations

import math
from typing import Any

from shapely.geometry import LineString, box

from dateline.gazetteer import Place
from dateline.geocoder.footprint import Footprint, FootprintBuilder
from dateline.geocoder.forms import Expression, Name
from dateline.geodesy import LonLat


def make_place(name: str, **fields: Any) -> Place:
    """Return a settlement of 1,000 people on the equator, with any field replaced."""
    usual: dict[str, Any] = {
        "rowid": 1,
        "place_id": f"test:{name}",
        "name": name,
        "kind": "settlement",
        "country": "",
        "admin1": "",
        "admin2": "",
        "lon": 0.0,
        "lat": 0.0,
        "population": 1_000,
        "importance": 0.5,
        "uncertainty_m": 1_000.0,
        "source": "test",
    }
    return Place(**{**usual, **fields})


#: A town, a hamlet, two countries that border on each other, two regions, a river and a peak.
PLACES = {
    place.name: place
    for place in (
        make_place("Town", lon=10.0, lat=50.0, uncertainty_m=4_000.0),
        make_place("Hamlet", lon=10.5, lat=50.0, uncertainty_m=500.0),
        make_place("West", kind="country", lon=10.0, lat=50.0, uncertainty_m=10.0),
        make_place("East", kind="country", lon=12.0, lat=50.0, uncertainty_m=10.0),
        make_place("Far", kind="admin1", lon=40.0, lat=50.0, uncertainty_m=10.0),
        make_place("Inland", kind="admin1", lon=40.0, lat=45.0, uncertainty_m=10.0),
        make_place("River", kind="river", lon=10.0, lat=50.0, uncertainty_m=10.0),
        make_place("Peak", kind="facility", lon=10.0, lat=50.0, uncertainty_m=math.nan),
    )
}
OUTLINES = {
    "West": box(9, 49, 11, 51),
    "East": box(11, 49, 13, 51),
    "Far": box(39, 49, 41, 51),
    "Inland": box(39, 44, 41, 46),
    "River": LineString([(9, 50), (11, 50)]),
}
_NEIGHBOURS = {"West": ["East"], "East": ["West"]}

#: South of 50° N is land, north of it sea.
BUILDER = FootprintBuilder(
    place_of=lambda name: PLACES[name.toponym],
    outline_of=lambda place: OUTLINES.get(place.name),
    neighbours_of=lambda place: [OUTLINES[name] for name in _NEIGHBOURS.get(place.name, [])],
    land_within=lambda _bounds: box(0, 0, 180, 50),
)

TOWN, HAMLET, WEST, EAST, RIVER = map(Name, ("Town", "Hamlet", "West", "East", "River"))
#: The position of the town, and the centre of the western country.
CENTRE = LonLat(10.0, 50.0)


def footprint(form: Expression) -> Footprint:
    """Return the footprint of a form of these places."""
    return BUILDER.footprint(form)


def names(found: Footprint) -> list[str]:
    """Return the names of the places of a footprint."""
    return [place.name for place in found.places]
