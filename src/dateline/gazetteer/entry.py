"""Entries of the project's own gazetteer, and the values derived for them.

``geonames.py`` and ``own_files.py`` read entries from files; ``additions.py`` writes them.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import Final, NamedTuple

from dateline.gazetteer.model import Place

#: Ranks of names, as in :class:`dateline.gazetteer.model.Candidate`.
DISPLAY: Final = 0
OFFICIAL: Final = 1
ALTERNATE: Final = 2
CODE: Final = 3

_KINDS: Final = (
    "settlement country admin1 admin2 ocean sea strait channel gulf bay lake river canal island "
    "reef range mountain pass cape peninsula valley glacier desert region historic continent "
    "disputed border line facility nuclear missile base airfield port crossing dam bridge camp"
)
#: The kinds that an added place may have.
KINDS: Final = frozenset(_KINDS.split())

#: Row ids of additions start here, so that they never clash with packaged ones.
FIRST_ROWID: Final = 1 << 32
_FIRST_HASHED: Final = 1 << 48
_HASH_BYTES: Final = 5
_GEONAMES: Final = "geonames:"

# Upper limit of the population, and the radius in metres of a circle that contains the built-up
# area of nearly every place of that size. The packaged settlements use the same values.
_RADII_M: Final = (
    (2_000, 1_500.0),
    (10_000, 2_500.0),
    (50_000, 4_000.0),
    (200_000, 7_000.0),
    (1_000_000, 12_000.0),
    (5_000_000, 20_000.0),
)
_RADIUS_METROPOLIS_M: Final = 30_000.0
_RADIUS_UNKNOWN_M: Final = 2_500.0


@dataclass(frozen=True, slots=True)
class Outline:
    """An outline as WKB, and its bounds in degrees, which do not cross 180°."""

    west: float
    south: float
    east: float
    north: float
    wkb: bytes


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A place, its names with their ranks, and its outline if it has one."""

    place: Place
    names: tuple[tuple[str, int], ...]
    shape: Outline | None = None


@dataclass(frozen=True, slots=True)
class OtherName:
    """An additional name for a GeoNames place that is already known."""

    place_id: str
    name: str
    rank: int


class Deleted(NamedTuple):
    """The id of a place that GeoNames has deleted."""

    place_id: str


class Skipped(NamedTuple):
    """A line that a rule excludes."""

    reason: str


def rowid_of(place_id: str) -> int:
    """Return the row id of an addition; the same place gets the same id in every file."""
    number = place_id.removeprefix(_GEONAMES)
    if number != place_id and number.isascii() and number.isdecimal():
        return FIRST_ROWID + int(number)
    digest = hashlib.sha256(place_id.encode()).digest()[:_HASH_BYTES]
    return _FIRST_HASHED + int.from_bytes(digest, "big")


def settlement_importance(population: int, names: int) -> float:
    """Return the importance, 0.05 to 0.9; it grows with population and number of names.

    It follows the formula for packaged settlements, except for capitals.
    """
    scaled = 0.05 + 0.08 * math.log10(population + 1) + 0.1 * math.log10(max(1, names))
    return round(min(0.9, scaled), 3)


def settlement_uncertainty_m(population: int) -> float:
    """Return the radius in metres that contains a settlement of this population (0: unknown)."""
    if population == 0:
        return _RADIUS_UNKNOWN_M
    return next((radius for bound, radius in _RADII_M if population < bound), _RADIUS_METROPOLIS_M)
