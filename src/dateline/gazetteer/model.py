"""What the gazetteer returns: places, and places as candidates for a toponym."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

#: Kinds of place that are water.
WATER: Final = frozenset({"ocean", "sea", "strait", "gulf", "bay", "channel", "lake", "river"})

#: Kinds of place that are areas on land, also where only a point and a radius are known.
AREAS: Final = frozenset(
    (
        "region",
        "island",
        "disputed",
        "range",
        "desert",
        "peninsula",
        "valley",
        "glacier",
        "historic",
    )
)


class Queryable(Protocol):
    """What a look-up needs from a gazetteer: a way to run an SQL statement."""

    def rows(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of ``statement``."""


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the gazetteer.

    Attributes:
        rowid: Its row id in this gazetteer file; meaningless elsewhere.
        place_id: Its permanent id, such as ``geonames:692194`` or ``marine:sea-of-japan``.
        name: The display name, in English where known.
        kind: ``settlement``, ``country``, ``admin1``, ``admin2``, ``sea``, ``strait``, ``lake``,
            ``river``, ``region``, ``disputed``, ``airfield``, ``facility``, ...
        country: ISO 3166-1 alpha-2; empty at sea and for places in several countries.
        admin1: GeoNames code of the first-level region, such as ``RU.41``; may be empty.
        admin2: GeoNames code of the second-level region; may be empty.
        lon: Longitude of the representation point, degrees, WGS84.
        lat: Latitude of the representation point, degrees, WGS84.
        population: Number of people; 0 if unknown.
        importance: 0 to 1; how likely an unqualified mention means this place.
        uncertainty_m: Radius in metres around the point that contains the whole place.
        source: Code of its source; see :meth:`Gazetteer.sources`.
    """

    rowid: int
    place_id: str
    name: str
    kind: str
    country: str
    admin1: str
    admin2: str
    lon: float
    lat: float
    population: int
    importance: float
    uncertainty_m: float
    source: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a toponym may mean, and how the name matched.

    Attributes:
        place: The place.
        rank: Rank of the name that matched: 0 the display name, 1 another official name, 2 an
            alternate name, 3 a demonym, code or abbreviation.
        key: The folded name in the gazetteer that matched.
        kind_word: The kind word of the toponym, folded, such as ``oblast`` or ``strait``; empty if
            it has none.
        is_kind_fit: Whether the place is of the kind that the kind word names; true without a kind
            word.
        is_stripped: Whether the name matched only after the kind word was removed.
    """

    place: Place
    rank: int
    key: str
    kind_word: str = ""
    is_kind_fit: bool = True
    is_stripped: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """A source of gazetteer entries.

    Attributes:
        code: The value of :attr:`Place.source`.
        title: The title to display.
        licence: The licence of the data, such as ``CC BY 4.0``.
        url: The home page of the data.
        version: The version of the package that it was compiled from.
        sha256: The SHA-256 of the file that it was compiled from, in hexadecimal.
    """

    code: str
    title: str
    licence: str
    url: str
    version: str
    sha256: str
