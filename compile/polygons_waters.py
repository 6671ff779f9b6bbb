"""Seas, straits, lakes and rivers from Natural Earth, with the English names used in the news.

In the source of the seas some straits have lost their area except for slivers along the shore;
these are redrawn by hand here.
"""

from __future__ import annotations

import functools
import math
import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import shapely
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

import inputs
from polygons_area import Area, normal, slug, united
from polygons_read import LAKES, MARINE, RIVERS, Locate, SourceShape, read_features, read_marine
from polygons_world import atoms

#: Corners (lon, lat) around the straits that are broken in the source. Land is cut off, so only the
#: ends, where a strait meets the open sea, need to be right: they follow the limits of the
#: International Hydrographic Organization (S-23, 1953) or connect the nearest capes.
_REDRAWN: Final = {
    "Bab el Mandeb": [(43.0, 12.95), (43.45, 12.95), (43.6, 12.6), (43.2, 12.2), (43.0, 12.4)],
    "Drake Passage": [
        (-67.27, -55.98),
        (-63.8, -54.75),
        (-55.0, -61.2),
        (-58.0, -62.1),
        (-62.0, -63.0),
        (-67.5, -66.9),
    ],
    "Karskiye Strait": [(57.0, 70.75), (58.9, 71.0), (59.6, 70.1), (57.6, 70.05)],
    "La Pérouse Strait": [(141.8, 46.0), (143.0, 46.2), (142.4, 45.0), (141.4, 45.4)],
    "Luzon Strait": [(120.85, 21.95), (121.6, 22.0), (122.3, 18.5), (120.6, 18.5)],
    "Baia de Maputo": [(32.4, -25.65), (33.0, -25.65), (32.95, -26.3), (32.4, -26.3)],
    "St. Helena Bay": [(17.85, -32.7), (18.3, -32.05), (18.4, -32.9), (17.9, -32.9)],
    "Scotia Sea": [
        (-57.5, -61.2),
        (-61.0, -54.5),
        (-58.5, -52.5),
        (-54.5, -53.5),
        (-42.0, -53.5),
        (-38.0, -54.1),
        (-36.0, -54.8),
        (-27.4, -56.3),
        (-26.5, -59.4),
        (-44.5, -60.8),
        (-54.0, -61.1),
    ],
    "Strait of Gibraltar": [(-6.04, 36.2), (-5.35, 36.2), (-5.28, 35.9), (-5.92, 35.75)],
    "Yucatan Channel": [(-87.1, 21.55), (-84.95, 21.86), (-84.9, 22.2), (-86.7, 22.6)],
}
#: English names for waters that the source names in another language or spells oddly.
_ENGLISH: Final = {
    "Bahía Blanca": "Blanca Bay",
    "Bahía Grande": "Grande Bay",
    "Bahía de Campeche": "Bay of Campeche",
    "Baia de Maputo": "Maputo Bay",
    "Baía de Marajó": "Marajó Bay",
    "Baía de São Marcos": "São Marcos Bay",
    "Bo Hai": "Bohai Sea",
    "Estrecho de Magellanes": "Strait of Magellan",
    "Golfe du Lion": "Gulf of Lion",
    "Golfo Corcovado": "Gulf of Corcovado",
    "Golfo San Jorge": "San Jorge Gulf",
    "Golfo San Matías": "San Matías Gulf",
    "Golfo de California": "Gulf of California",
    "Golfo de Guayaquil": "Gulf of Guayaquil",
    "Golfo de Panamá": "Gulf of Panama",
    "Golfo de Penas": "Gulf of Penas",
    "Golfo de Tehuantepec": "Gulf of Tehuantepec",
    "Golfo de Urabá": "Gulf of Urabá",
    "Gulf of Khambhät": "Gulf of Khambhat",
    "Gulf of Olen‘k": "Gulf of Olenek",
    "INDIAN OCEAN": "Indian Ocean",
    "Inner Sea": "Seto Inland Sea",
    "Kaliningrad": "Vistula Lagoon",
    "Karskiye Strait": "Kara Strait",
    "Lago de Maracaibo": "Lake Maracaibo",
    "Mecklenburger Bucht": "Bay of Mecklenburg",
    "Prince ALbert Sound": "Prince Albert Sound",
    "Río de la Plata": "Río de la Plata",
    "SOUTHERN OCEAN": "Southern Ocean",
    "Selat Bali": "Bali Strait",
    "Selat Dampier": "Dampier Strait",
    "Stettiner Haff": "Szczecin Lagoon",
    "The North Western Passages": "Northwest Passage",
    "Waddenzee": "Wadden Sea",
}


def seas(*, tolerance_deg: float = 0.0, locate: Locate = inputs.path) -> list[Area]:
    """Return the named seas, straits, gulfs, bays and channels, sorted by key.

    Args:
        tolerance_deg: Simplification tolerance. Each sea is simplified alone, so neighbouring seas
            do not share their borders exactly.
        locate: Returns the path of an input.
    """
    drawn = _drawn_seas(locate)
    if tolerance_deg:
        drawn = {name: normal(shape.simplify(tolerance_deg)) for name, shape in drawn.items()}
    records = (_sea(name, shape) for name, shape in drawn.items())
    return sorted(records, key=lambda record: record.key)


@functools.cache
def _drawn_seas(locate: Locate) -> dict[str, BaseGeometry]:
    """Return the shape of each sea by its name in the source, at full detail."""
    drawn = united((s.fields["name"], s.geometry) for s in read_marine(locate(MARINE)))
    redrawn = {name: _without_land(Polygon(xy), locate) for name, xy in _REDRAWN.items()}
    return drawn | redrawn


def _without_land(shape: BaseGeometry, locate: Locate) -> BaseGeometry:
    land = [a.geometry for a in atoms(locate) if a.geometry.intersects(shape)]
    water = shape.difference(shapely.union_all(land))
    # Ponds that happen to lie inside the corners are not part of it.
    largest = max(part.area for part in shapely.get_parts(water))
    return normal(shapely.union_all([p for p in shapely.get_parts(water) if p.area > largest / 50]))


@functools.cache
def lakes(*, locate: Locate = inputs.path) -> list[Area]:
    """Return the named lakes at 1:50m, sorted by key; parts with one name and place are merged."""
    return _physical("lake", read_features(locate(LAKES)))


@functools.cache
def rivers(*, locate: Locate = inputs.path) -> list[Area]:
    """Return the named rivers at 1:50m, sorted by key; parts with one name and place are merged."""
    return _physical("river", read_features(locate(RIVERS)))


#: The first of these words in a sea's name gives its kind; all others are bays.
_SEA_WORDS: Final = {
    "ocean": {"ocean"},
    "strait": {"strait", "straits", "bosporus", "dardanelles", "passage", "bab", "øresund"},
    "channel": {"channel", "canal"},
    "gulf": {"gulf", "bight"},
    "bay": {"bay", "guba"},
    "river": {"river"},
    "lake": {"lake", "lakes", "lagoa", "ozero"},
    "sea": {"sea", "seas", "skagerrak", "kattegat", "reef"},
}


def _sea(given: str, shape: BaseGeometry) -> Area:
    name = _ENGLISH.get(given, given)
    # The rank grows by one with every division of the area by four.
    rank = max(0, min(10, math.ceil(math.log(2000 / shape.area, 4))))
    return Area(
        key=f"marine:{slug(name)}",
        name=name,
        names=() if given == name or given.isupper() else (given,),
        kind=_sea_kind(name),
        geometry=shape,
        scalerank=rank,
        min_zoom=rank / 2 + 1,
    )


def _sea_kind(name: str) -> str:
    words = set(re.findall(r"\w+", name.lower()))
    return next((kind for kind, signs in _SEA_WORDS.items() if words & signs), "bay")


def _physical(kind: str, shapes: Sequence[SourceShape]) -> list[Area]:
    named = [s for s in shapes if s.fields.get("name")]
    groups: dict[str, list[SourceShape]] = defaultdict(list)
    for shape in named:
        groups[shape.fields["name"].strip()].append(shape)
    records = []
    for name, parts in sorted(groups.items()):
        clusters = _clusters([shapely.make_valid(part.geometry) for part in parts])
        rank = min(int(part.fields.get("scalerank") or 0) for part in parts)
        for number, shape in enumerate(clusters):
            suffix = f"-{number + 1}" if number else ""
            key = f"{kind}:{slug(name)}{suffix}"
            records.append(Area(key, name, (), kind, shape, scalerank=rank, min_zoom=float(rank)))
    return sorted(records, key=lambda record: record.key)


#: Parts with one name that are farther apart than this are separate waters.
_SAME_WATER_DEG: Final = 3.0


def _clusters(shapes: Sequence[BaseGeometry]) -> list[BaseGeometry]:
    """Return the unions of shapes that are close together, the largest first."""
    left = list(shapes)
    clusters: list[BaseGeometry] = []
    while left:
        cluster = left.pop(0)
        while near := [s for s in left if s.distance(cluster) < _SAME_WATER_DEG]:
            cluster = shapely.union_all([cluster, *near])
            left = [s for s in left if s.distance(cluster) >= _SAME_WATER_DEG]
        clusters.append(normal(cluster))
    return sorted(clusters, key=lambda s: (-s.area, -s.length, s.wkb))
