"""Spots: places that are the same spot on a map, as a city and its district are."""

from __future__ import annotations

from typing import Final

from dateline.gazetteer import Place, fold
from dateline.geodesy import LonLat, distances_m

#: Two places that are no larger and no farther apart than this count as the same spot.
SPOT_M: Final = 50_000.0

#: The largest radius of a region that may stand for the city it is named after.
CITY_REGION_M: Final = 120_000.0

#: Two places of any size count as the same spot if position and size differ by less than this
#: share.
SAME_SHARE: Final = 0.3

#: A lower bound for the length of one degree of latitude.
_LEAST_DEGREE_M: Final = 110_000.0


def _is_city_of(city: Place, region: Place) -> bool:
    """Return whether a region is hardly more than the city it is named after (Moscow, Seoul)."""
    return (
        (city.kind, region.kind) == ("settlement", "admin1")
        and city.admin1 == region.admin1
        and region.uncertainty_m <= CITY_REGION_M
        and city.population * 2 >= region.population > 0
        and fold(city.name) == fold(region.name)
    )


def is_same_spot(one: Place, other: Place) -> bool:
    """Return whether two places are the same spot on a map, as a city and its district are.

    Both are small and close together, or they have about the same size and position, or one is the
    city that gives a small region its name and most of its population.
    """
    if one is other or _is_city_of(one, other) or _is_city_of(other, one):
        return True
    small, large = sorted((one.uncertainty_m, other.uncertainty_m))
    reach = small * SAME_SHARE if large <= small * (1 + SAME_SHARE) else 0.0
    reach = max(reach, SPOT_M if large <= SPOT_M else 0.0)
    if not reach or abs(one.lat - other.lat) * _LEAST_DEGREE_M > reach:
        return False
    return float(distances_m(one.lon, one.lat, LonLat(other.lon, other.lat))) <= reach
