"""What the gazetteer answers with: a place, and a place as a candidate for a toponym."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

#: Kinds of place by what they are made of.
WATER: Final = frozenset({"ocean", "sea", "strait", "gulf", "bay", "channel", "lake", "river"})


class Queryable(Protocol):
    """What a look-up needs from a gazetteer: a way to run an SQL statement."""

    def rows(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of ``statement``."""


@dataclass(frozen=True, slots=True)
class Place:
    """One entry of the gazetteer.

    Attributes:
        rowid: Its number in this gazetteer file; of no meaning outside it.
        place_id: Its lasting name, such as ``geonames:692194`` or ``marine:sea-of-japan``.
        name: What to show, in English where known.
        kind: ``settlement``, ``country``, ``admin1``, ``admin2``, ``sea``, ``strait``, ``lake``,
            ``river``, ``region``, ``disputed``, ``airfield``, ``facility``, ...
        country: ISO 3166-1 alpha-2; empty at sea and for what lies in several countries.
        admin1: GeoNames code of the first-level region, such as ``RU.41``; may be empty.
        admin2: GeoNames code of the second-level region; may be empty.
        lon: Longitude of the representation point, degrees, WGS84.
        lat: Latitude of the representation point, degrees, WGS84.
        population: People; 0 when unknown.
        importance: 0 to 1; how likely an unqualified mention means this place.
        uncertainty_m: Radius in metres around the point that holds the whole of the named place.
        source: Code of the source it comes from; see :meth:`Gazetteer.sources`.
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
    """A place that a toponym may mean, and how the name led there.

    Attributes:
        place: The place.
        rank: Of the name that was met: 0 the display name, 1 another official one, 2 an
            alternate one, 3 a demonym, code or abbreviation.
        key: The folded name that was met in the gazetteer.
        kind_word: The kind word of the toponym, folded, such as ``oblast`` or ``strait``; empty
            if it has none.
        is_kind_fit: Whether the kind word names this kind of place; true without a kind word.
        is_stripped: Whether the name was met only after the kind word was taken off.
    """

    place: Place
    rank: int
    key: str
    kind_word: str = ""
    is_kind_fit: bool = True
    is_stripped: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where entries of the gazetteer come from.

    Attributes:
        code: What :attr:`Place.source` holds.
        title: For people.
        licence: Of the data, such as ``CC BY 4.0``.
        url: The home of the data.
        version: Of the package it was compiled from.
        sha256: Of the file it was compiled from, in hexadecimal.
    """

    code: str
    title: str
    licence: str
    url: str
    version: str
    sha256: str
