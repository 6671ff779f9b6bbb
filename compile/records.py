"""The record of a place before it is written to the gazetteer, and two values computed for it.

The other modules read the inputs; ``gazetteer.py`` writes the records.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

EARTH_RADIUS_M = 6_371_008.8


class Rank(IntEnum):
    """The quality of a name; if two names of a place fold to one key, the better is kept."""

    DISPLAY = 0
    OFFICIAL = 1
    ALTERNATE = 2
    CODE = 3


@dataclass(slots=True)
class PlaceRecord:
    """One place with its names and shapes.

    Attributes:
        place_id: Its permanent id; unique.
        name: The display name.
        kind: See ``dateline.gazetteer.model.Place``.
        lon: Longitude in degrees, WGS84.
        lat: Latitude in degrees, WGS84.
        source: A code of ``inputs.toml``, or ``project``.
        country: ISO 3166-1 alpha-2 or empty.
        admin1: GeoNames code or empty.
        admin2: GeoNames code or empty.
        population: Number of people; 0 if unknown.
        importance: 0 to 1.
        uncertainty_m: Radius in metres.
        names: Pairs of a name and its :class:`Rank`.
        shapes: Worldview (empty for all) to a shapely geometry.
    """

    place_id: str
    name: str
    kind: str
    lon: float
    lat: float
    source: str
    country: str = ""
    admin1: str = ""
    admin2: str = ""
    population: int = 0
    importance: float = 0.0
    uncertainty_m: float = 0.0
    names: list[tuple[str, int]] = field(default_factory=list)
    shapes: dict[str, object] = field(default_factory=dict)

    def add(self, names: Iterable[str], rank: int) -> None:
        """Add ``names`` with ``rank``; empty names are skipped."""
        self.names.extend((name, int(rank)) for name in names if name)


def settlement_importance(population: int, names: int, *, is_capital: bool = False) -> float:
    """Return the importance, 0.05 to 0.95: by population, number of names, and being a capital.

    It grows by 0.08 for ten times the population, by 0.1 for ten times the names, and by 0.05 for a
    national capital. The resolver subtracts the share of the population and calls the rest fame.
    """
    scaled = 0.05 + 0.08 * math.log10(population + 1) + 0.1 * math.log10(max(1, names))
    return min(0.9, scaled) + (0.05 if is_capital else 0.0)


# Upper limit of the population, and radius in metres. GeoNames gives a point and no outline, so the
# radius is that of a circle that contains the built-up area of nearly every place of the class: at
# about 1,500 people per km2 a town of 10,000 fills a circle of 1.5 km and a city of a million one
# of 15 km. Each class is rounded up for irregular outlines and points away from the centre.
_RADII_M = (
    (2_000, 1_500.0),
    (10_000, 2_500.0),
    (50_000, 4_000.0),
    (200_000, 7_000.0),
    (1_000_000, 12_000.0),
    (5_000_000, 20_000.0),
)
_RADIUS_METROPOLIS_M = 30_000.0


def settlement_uncertainty_m(population: int) -> float:
    """Return the radius in metres that contains a settlement of this population (0: unknown)."""
    if population == 0:
        return 2_500.0
    for bound, radius in _RADII_M:
        if population < bound:
            return radius
    return _RADIUS_METROPOLIS_M


def distance_m(lon: float, lat: float, to: tuple[float, float]) -> float:
    """Return the distance on a sphere in metres (to 0.5 %) from (lon, lat) to ``to``, degrees."""
    lon1, lat1, lon2, lat2 = map(math.radians, (lon, lat, *to))
    a = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_M * math.asin(min(1.0, math.sqrt(a)))
