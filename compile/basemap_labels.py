"""The names on the base map, each with a position and the zoom from which it is shown.

They are ranked here. Which of them a page gets, and which of those fit on the screen, is decided
later.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

import inputs
import polygons
from polygons_world import attributed

SETTLEMENTS: Final = "geonames-settlements"
STATES: Final = "geonames-countries"
#: Smaller settlements are only named near events, unless they are a capital.
LEAST_PEOPLE: Final = 4000
#: Zooms at which settlements are thinned out, and the population from which one is shown.
ZOOMS: Final = tuple(range(2, 12))
PEOPLE: Final = (4e6, 1.2e6, 4e5, 1.2e5, 4e4, 1.5e4, 8e3, 5e3, 0, 0)
#: The zoom of settlements that have no room at any of these, or are small: the page has only those
#: near events.
NEAR_ONLY: Final = ZOOMS[-1] + 1
#: The distance between them in pixels, horizontally and vertically; names are wider than high.
SPACING_PX: Final = (74.0, 32.0)
#: If there is none within this many times that distance, a twentieth of the population is enough.
EMPTY: Final = 3
_SMALL: Final = 1 / 20
_PIXELS_PER_DEG: Final = 256 / 360


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map.

    Attributes:
        kind: ``country``, ``sea``, ``admin1``, ``disputed``, ``lake`` or ``city``.
        text: English name.
        lon: Longitude of the text (or of the symbol next to it, for a city), degrees.
        lat: Latitude likewise.
        zoom: The zoom from which it is shown, 0 to 12.
        rank: The order in which labels of one kind are placed; 0 is first.
    """

    kind: str
    text: str
    lon: float
    lat: float
    zoom: float
    rank: int


def build_labels() -> list[Label]:
    """Return every label, sorted by kind, rank and text."""
    labels = [*_countries(), *_seas(), *_regions(), *_disputed(), *_lakes(), *_cities()]
    return sorted(labels, key=lambda label: (label.kind, label.rank, label.text, label.lon))


def _countries() -> Iterable[Label]:
    placed = {
        shape.fields["iso_a2_eh"]: shape.fields for shape in reversed(attributed(inputs.path))
    }
    for record in polygons.countries("un", tolerance_deg=0.012):
        fields = placed.get(record.iso2)
        zoom = _ZOOM.get(record.iso2, max(1.0, record.min_zoom - 0.7))
        if fields is None:
            lon, lat = _middle(record.geometry)
        else:
            lon, lat = fields["label_x"], fields["label_y"]
        name = _SHORT.get(record.name, record.name)
        yield Label("country", name, lon, lat, zoom, int(zoom * 10))


#: Countries whose name the source shows too late, with the zoom to use instead.
_ZOOM: Final = {"EH": 3.5, "PS": 3.5, "TW": 3.0, "XK": 4.0}
_SHORT: Final = {
    "United States of America": "United States",
    "Democratic Republic of the Congo": "DR Congo",
    "Republic of the Congo": "Congo",
    "Central African Republic": "Central African Rep.",
    "Federated States of Micronesia": "Micronesia",
    "Kashmir (Indian-administered)": "Kashmir",
    "Bosnia and Herzegovina": "Bosnia and Herz.",
    "South Georgia and the South Sandwich Islands": "South Georgia",
    "French Southern and Antarctic Lands": "French Southern Lands",
    "United States Minor Outlying Islands": "U.S. Outlying Islands",
}


def _seas() -> Iterable[Label]:
    for record in polygons.seas(tolerance_deg=0.02):
        if record.kind in {"river", "lake"}:
            continue
        lon, lat = _SEA_POINTS.get(record.name) or _middle(record.geometry)
        zoom = _zoom_of_width(record.geometry, len(record.name) * 7)
        yield Label("sea", _SEA_NAMES.get(record.name, record.name), lon, lat, zoom, int(zoom * 10))


#: Positions for seas where the centre of the largest circle is not where readers look.
_SEA_POINTS: Final = {
    "North Atlantic Ocean": (-40.0, 33.0),
    "South Atlantic Ocean": (-15.0, -25.0),
    "North Pacific Ocean": (-155.0, 28.0),
    "South Pacific Ocean": (-120.0, -28.0),
    "Indian Ocean": (79.0, -22.0),
    "Mediterranean Sea": (18.2, 34.2),
    "Arctic Ocean": (-160.0, 80.0),
}
#: Seas with a different name in two countries get both names.
_SEA_NAMES: Final = {"Sea of Japan": "Sea of Japan / East Sea"}


def _regions() -> Iterable[Label]:
    """Yield the regions, each with its country after a tab, for use far from that label."""
    states = {
        record.iso2: _SHORT.get(record.name, record.name)
        for record in polygons.countries("un", tolerance_deg=0.012)
    }
    contested = {
        a.region["un"]
        for a in polygons.atoms(inputs.path)
        if a.country["un"] != a.country["de-facto"]
    }
    for record in polygons.admin1("un", tolerance_deg=0.012):
        is_named_otherwise = record.key.removeprefix("admin1:") in contested
        if not record.name or record.geometry.area < 1e-3 or is_named_otherwise:
            continue
        zoom = max(5.5, _zoom_of_width(record.geometry, len(record.name) * 8))
        if zoom <= 10:
            lon, lat = _middle(record.geometry)
            text = f"{record.name}\t{states[record.iso2]}" if record.iso2 in states else record.name
            yield Label("admin1", text, lon, lat, zoom, int(zoom * 10))


def _disputed() -> Iterable[Label]:
    for record in polygons.disputed("un", tolerance_deg=0.012):
        if record.key in _OTHERWISE_NAMED:
            continue
        lon, lat = _middle(record.geometry)
        name = _SHORT.get(record.name, record.name)
        zoom = max(4.0, _zoom_of_width(record.geometry, len(name) * 6) - 1)
        yield Label("disputed", name, lon, lat, min(zoom, 9), int(zoom * 10))


#: Disputed areas that the label of a country or a region already names.
_OTHERWISE_NAMED: Final = frozenset(
    f"disputed:{key}"
    for key in (
        "arunachal-pradesh",
        "azad-kashmir-and-gilgit-baltistan",
        "brazilian-island",
        "cyprus-buffer-zone",
        "falkland-islands",
        "guantanamo-bay-naval-base",
        "kosovo",
        "mayotte",
        "rincon-de-artigas",
        "taiwan",
        "western-sahara",
        "western-sahara-west-of-the-berm",
    )
)


def _lakes() -> Iterable[Label]:
    for record in polygons.lakes():
        zoom = max(3.5, _zoom_of_width(record.geometry, len(record.name) * 6))
        if zoom <= 9 and record.name not in DRAINED:
            lon, lat = _middle(record.geometry)
            yield Label("lake", record.name, lon, lat, zoom, int(zoom * 10))


#: Reservoirs in the source that no longer exist; the Kakhovka dam was breached on 6 June 2023.
DRAINED: Final = frozenset({"Kakhovka Reservoir"})


def _cities() -> list[Label]:
    capitals = _capitals()
    states = {record.name for record in polygons.countries("un", tolerance_deg=0.012)}
    rows = orjson.loads(inputs.path(SETTLEMENTS).read_bytes()).values()
    named: dict[bool, list[tuple[str, float, float, float]]] = {True: [], False: []}
    for row in rows:
        if row["name"] in states:  # one label is enough for a city state
            continue
        town = (_press_name(row), row["longitude"], row["latitude"], _weight(row, capitals))
        is_capital = (row["countrycode"], row["name"]) in capitals
        named[is_capital or row["population"] >= LEAST_PEOPLE].append(town)
    for towns in named.values():
        towns.sort(key=lambda town: (-town[3], town[0], town[1]))
    zooms = [*_thinned(named[True]), *(float(NEAR_ONLY) for _ in named[False])]
    return [
        Label("city", name, lon, lat, zoom, rank)
        for rank, ((name, lon, lat, _), zoom) in enumerate(
            zip([*named[True], *named[False]], zooms, strict=True)
        )
    ]


def _capitals() -> set[tuple[str, str]]:
    states = orjson.loads(inputs.path(STATES).read_bytes()).values()
    return {(state["iso"], state["capital"]) for state in states if state["capital"]}


def _press_name(row: dict[str, Any]) -> str:
    """Return the name as in the press, without the soft signs of a transliteration."""
    name: str = row["name"]
    return re.sub("[’'ʹ]", "", name) if row["countrycode"] in _CYRILLIC else name


_CYRILLIC: Final = frozenset({"RU", "UA", "BY", "KZ", "KG", "TJ", "BG"})
#: A smaller capital is not better known for being one.
_TOWN: Final = 30_000
#: A place with fewer alternative names is less known than its population suggests: the source lists
#: quarters of cities as places, and some have a larger population than the city's own entry.
_KNOWN_BY: Final = 12


def _weight(row: dict[str, Any], capitals: set[tuple[str, str]]) -> float:
    people = float(row["population"])
    if (row["countrycode"], row["name"]) in capitals:
        return people * 4 + (1_000_000 if people >= _TOWN else 0)
    return people * min(1.0, (1 + len(row["alternatenames"])) / _KNOWN_BY)


def _thinned(towns: Sequence[tuple[str, float, float, float]]) -> list[float]:
    """Return for each town the zoom from which no more important (earlier) one is too close."""
    taken = [_OccupiedPoints() for _ in ZOOMS]
    zooms = []
    for _, lon, lat, weight in towns:
        x, y = _mercator(lon, lat)
        found = NEAR_ONLY
        for index, zoom in enumerate(ZOOMS):
            at = (x * 2**zoom, y * 2**zoom)
            if found <= zoom or weight >= PEOPLE[index]:
                times = 1
            elif weight >= PEOPLE[index] * _SMALL:
                times = EMPTY
            else:
                continue
            if taken[index].is_free(at, times):
                found = min(found, zoom)
                taken[index].take(at)
        zooms.append(float(found))
    return zooms


#: Cells are numbered row by row, with more columns than the finest zoom has.
_COLUMNS: Final = 1 << 20
#: The steps from a cell to those around it and itself, by how far they reach; the nearest first.
_AROUND: Final = {
    times: [
        down * _COLUMNS + across
        for across, down in sorted(
            product(range(-times, times + 1), repeat=2), key=lambda cell: max(map(abs, cell))
        )
    ]
    for times in (1, EMPTY)
}


class _OccupiedPoints:
    """Points on a plane that are at least the spacing apart, so that a cell has one at most."""

    def __init__(self) -> None:
        self._cells: dict[int, tuple[float, float]] = {}

    def take(self, at: tuple[float, float]) -> None:
        self._cells[self._cell(at)] = at

    def is_free(self, at: tuple[float, float], times: int) -> bool:
        """Return whether no point lies within ``times`` the spacing of ``at``."""
        cell = self._cell(at)
        across, down = SPACING_PX[0] * times, SPACING_PX[1] * times
        # Plain loops: this is asked a million times.
        for step in _AROUND[times]:
            near = self._cells.get(cell + step)
            if near and abs(at[0] - near[0]) < across and abs(at[1] - near[1]) < down:
                return False
        return True

    def _cell(self, at: tuple[float, float]) -> int:
        return int(at[1] // SPACING_PX[1]) * _COLUMNS + int(at[0] // SPACING_PX[0])


def _mercator(lon: float, lat: float) -> tuple[float, float]:
    """Return pixels at zoom 0, from the top left corner of the world."""
    sine = math.sin(math.radians(max(-85.0, min(85.0, lat))))
    y = 0.5 - math.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return (lon + 180) * _PIXELS_PER_DEG, y * 256


def _flattened(xy: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the positions of ``_mercator`` for an array of (lon, lat)."""
    sine = np.sin(np.radians(np.clip(xy[:, 1], -85.0, 85.0)))
    y = 0.5 - np.log((1 + sine) / (1 - sine)) / (4 * math.pi)
    return np.column_stack([(xy[:, 0] + 180) * _PIXELS_PER_DEG, y * 256])


def _middle(shape: BaseGeometry) -> tuple[float, float]:
    """Return (lon, lat) of the centre of the largest circle in the largest part, as drawn."""
    part = max(shapely.get_parts(shape), key=lambda p: p.area)
    flat = shapely.transform(part, _flattened)
    size = max(flat.bounds[2] - flat.bounds[0], flat.bounds[3] - flat.bounds[1])
    x, y = shapely.maximum_inscribed_circle(flat, tolerance=size / 200).coords[0]
    lat = math.degrees(2 * math.atan(math.exp(math.pi * (1 - y / 128))) - math.pi / 2)
    return x / _PIXELS_PER_DEG - 180, lat


def _zoom_of_width(shape: BaseGeometry, width_px: float) -> float:
    """Return the zoom at which the largest part of ``shape`` is wide enough for its name."""
    part = max(shapely.get_parts(shape), key=lambda p: p.area)
    west, _, east, _ = part.bounds
    # For a long, thin or bent shape only the width of a circle of the same area counts.
    middle = math.radians(part.centroid.y)
    width_deg = min(east - west, 2.2 * math.sqrt(part.area * max(math.cos(middle), 0.1)))
    zoom = math.log2(width_px / max(width_deg * _PIXELS_PER_DEG, 1e-6))
    return round(max(0.0, zoom) * 2) / 2
