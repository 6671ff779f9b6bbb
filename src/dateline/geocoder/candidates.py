"""Candidates: every place that a toponym may mean, stored in columns. The choice is made elsewhere.

Each name is looked up once. The project's own places come before the gazetteer's.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from dateline.gazetteer import Candidate, Gazetteer, Place, fold
from dateline.geocoder.areas import AreaReader, SaidArea
from dateline.geocoder.clues import LEVELS, area_of
from dateline.geocoder.forms import Name
from dateline.geocoder.kind_fits import fitted
from dateline.geocoder.overrides import OwnPlaces
from dateline.geocoder.reasons import PlaceReasons
from dateline.geodesy import Floats

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: Names of movements and alliances that are not places but look like some village when folded.
_MOVEMENTS: Final = """
Al Qaeda, Al-Qaida, Taliban, NATO, ISIS, ISIL, IS, Islamic State, Daesh, Hamas, Hezbollah,
Hizbullah, Houthi, Houthis, Ansar Allah, Boko Haram, Al Shabaab, Wagner Group, OPEC, ASEAN, BRICS,
ECOWAS, African Union, European Commission, UN, United Nations, Fatah, PKK, YPG, SDF, IAEA, OPCW,
Interpol, Red Cross, Abu Sayyaf, Al Nusra, Azov Brigade, Mossad, FSB, GRU
"""
NO_PLACES: Final = frozenset(fold(name) for name in _MOVEMENTS.split(","))


#: Kind words that the ``where`` language reads as a phrase about a place.
PHRASES: Final = frozenset(
    (
        *("outskirts", "suburbs", "edge", "vicinity", "area", "border", "coast"),
        *("direction", "axis", "sector", "front", "напрямок", "направление"),
    )
)

#: Kinds of place that are known by codes of airports and harbours.
_CODED: Final = frozenset({"settlement", "airfield"})

#: Length of the longest such code.
_CODE: Final = 4

#: How many names one query looks up.
BATCH: Final = 5_000


class Finder:
    """Looks up names in the gazetteer and caches the answers.

    Args:
        gazetteer: The gazetteer to search.
        own: The project's own places. They are pinned: a name that they define has no other
            candidates.
        worldview: The worldview for disputed borders.
    """

    def __init__(self, gazetteer: Gazetteer, own: OwnPlaces, *, worldview: str = "un") -> None:
        self.gazetteer = gazetteer
        self.own = own
        self.worldview = worldview
        self._known: dict[str, tuple[Candidate, ...]] = {}
        self._outlines: dict[str, BaseGeometry | None] = {}
        #: Cache: a name with enclosing places to the candidates that fit them.
        self.fitting: dict[Name, tuple[Candidate, ...]] = {}
        self._around: dict[Name, frozenset[SaidArea]] = {}
        #: Cache: an unknown name to the places with similar names.
        self.similar: dict[Name, list[Place]] = {}
        #: Cache: a name with a single candidate to the reason for choosing it.
        self.sole_reasons: dict[Name, PlaceReasons] = {}

    def prepare(self, names: Iterable[str]) -> None:
        """Look up, in batches, all names that are not in the cache yet."""
        missing = sorted({name for name in names if name not in self._known})
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            found = self.gazetteer.candidates(batch)
            for name in batch:
                key = fold(name)
                pinned = tuple(self.own.names.get(key, ()))
                known = () if key in NO_PLACES else without_codes(name, found[name])
                self._known[name] = pinned or fitted(name, known, self)

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Return the places that ``name`` may mean, best name first; empty if it is no place."""
        if name not in self._known:
            self.prepare([name])
        return self._known[name]

    @functools.cached_property
    def areas(self) -> AreaReader:
        """Finds the areas that texts name."""
        return AreaReader(self.gazetteer)

    def places_around(self, name: Name) -> frozenset[SaidArea]:
        """Return the countries, regions and districts that the candidates of a name lie in."""
        if name not in self._around:
            places = [c.place for c in self.candidates(name.toponym)]
            self._around[name] = frozenset(area_of(p, level) for p in places for level in LEVELS)
        return self._around[name]

    @functools.cached_property
    def countries(self) -> dict[str, str]:
        """English name of each country, by ISO 3166-1 alpha-2 code."""
        return self.gazetteer.countries()

    @functools.cached_property
    def regions(self) -> dict[str, str]:
        """English name of each first-level region, by GeoNames code."""
        return self.gazetteer.admin1_names()

    @functools.cached_property
    def capitals(self) -> frozenset[int]:
        """Row ids of national capitals."""
        return self.gazetteer.capitals()

    @functools.cached_property
    def _outlined(self) -> frozenset[int]:
        """Row ids of the places that have an outline, not only a point."""
        return self.gazetteer.outlined()

    def country(self, code: str) -> Place | None:
        """Return the country with this ISO 3166-1 alpha-2 code."""
        named = self.candidates(self.countries.get(code, ""))
        places = (c.place for c in named if c.place.kind == "country")
        return next((place for place in places if place.country == code), None)

    def place(self, place_id: str) -> Place | None:
        """Return the place with this id; the project's own places are searched first."""
        own = self.own.rows.get(place_id)
        return own.place if own else self.gazetteer.place(place_id)

    def area(self, area: SaidArea, words: str) -> Place | None:
        """Return the country, region or district with a code, given the words that name it."""
        places = [c.place for c in self.candidates(words) if c.place.kind == area.level]
        named = next((place for place in places if area_of(place, area.level) == area), None)
        if named or area.level == "country":
            return named or self.country(area.code)
        ask = "SELECT place_id FROM place WHERE kind = ? AND ? IN (admin1, admin2) LIMIT 1"
        found = next(self.gazetteer.rows(ask, (area.level, area.code)), None)
        return self.gazetteer.place(found[0]) if found else None

    def outline(self, place: Place) -> BaseGeometry | None:
        """Return the outline of a place in the project's worldview, or None if it has none."""
        if place.rowid not in self._outlined and not self.own.is_own(place):
            return None
        if place.place_id not in self._outlines:
            self._outlines[place.place_id] = (
                self.own.geometry(place, self.gazetteer, self.worldview)
                if self.own.is_own(place)
                else self.gazetteer.geometry(place, self.worldview)
            )
        return self._outlines[place.place_id]

    def weight(self, text: str) -> float:
        """Return the importance of the most important place of a name, 0 to 1."""
        named = self.candidates(text)
        return max((c.place.importance for c in named if not c.is_stripped), default=0.0)

    def is_name(self, text: str) -> bool:
        """Return whether the whole text is a known name, with or without a fitting kind word.

        The name of a movement is one too, so that no part of it is read as a place.
        """
        return fold(text) in NO_PLACES or any(
            not c.is_stripped or (c.is_kind_fit and c.kind_word not in PHRASES)
            for c in self.candidates(text)
        )


def without_codes(name: str, candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates without those that only a code of an airport or harbour matches.

    A code is written in capitals, and one of four letters counts only if it is no name.
    """
    if not any(c.rank >= 3 and c.place.kind in _CODED for c in candidates):  # noqa: PLR2004
        return tuple(candidates)
    names = tuple(c for c in candidates if c.rank < 3 or c.place.kind not in _CODED)  # noqa: PLR2004
    if not name.isupper() or (names and len(name) >= _CODE):
        return names
    return tuple(candidates)


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates of several toponyms in columns; the candidates of one toponym are adjacent.

    Attributes:
        candidates: The candidate of each row.
        places: The place of each row.
        names: Index of the toponym of each row, ascending.
        starts: First row of each toponym, also of a toponym without candidates.
        sizes: Number of candidates of each toponym.
        lon, lat: Degrees.
        vectors: The position as a unit vector; shape (rows, 3).
        population: Number of people; 0 if unknown.
        importance: 0 to 1.
        rank: Rank of the name that matched, 0 to 3, as in the gazetteer.
        kind: Kind of the place.
        country, admin1, admin2: Arbitrary integer codes, equal for equal areas; -1 if there is
            none.
        is_kind_fit, is_stripped: As in the gazetteer's ``Candidate``.
        has_kind_word: Whether the toponym contains a kind word.
    """

    candidates: tuple[Candidate, ...]
    places: tuple[Place, ...]
    names: Ints
    starts: Ints
    sizes: Ints
    lon: Floats
    lat: Floats
    vectors: Floats
    population: Floats
    importance: Floats
    rank: Ints
    kind: NDArray[np.str_]
    country: Ints
    admin1: Ints
    admin2: Ints
    is_kind_fit: Flags
    is_stripped: Flags
    has_kind_word: Flags

    @property
    def count(self) -> int:
        """Number of toponyms."""
        return len(self.starts)

    def rows(self, name: int) -> slice:
        """Return the rows of the toponym with this index."""
        return slice(int(self.starts[name]), int(self.starts[name] + self.sizes[name]))


def build_pool(lists: Sequence[Sequence[Candidate]]) -> Pool:
    """Return one pool of the candidates of each toponym, in the order given."""
    flat = [candidate for candidates in lists for candidate in candidates]
    places = tuple(candidate.place for candidate in flat)
    sizes = np.array([len(candidates) for candidates in lists], dtype=np.int64)
    lon = np.array([p.lon for p in places], dtype=np.float64)
    lat = np.array([p.lat for p in places], dtype=np.float64)
    return Pool(
        candidates=tuple(flat),
        places=places,
        names=np.repeat(np.arange(len(lists)), sizes),
        starts=np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64)[: len(lists)],
        sizes=sizes,
        lon=lon,
        lat=lat,
        vectors=_unit_vectors(lon, lat),
        population=np.array([p.population for p in places], dtype=np.float64),
        importance=np.array([p.importance for p in places], dtype=np.float64),
        rank=np.array([c.rank for c in flat], dtype=np.int64),
        kind=np.array([p.kind for p in places], dtype=np.str_),
        country=_codes([p.country for p in places]),
        admin1=_codes([p.admin1 for p in places]),
        admin2=_codes([p.admin2 for p in places]),
        is_kind_fit=np.array([c.is_kind_fit for c in flat], dtype=np.bool_),
        is_stripped=np.array([c.is_stripped for c in flat], dtype=np.bool_),
        has_kind_word=np.array([bool(c.kind_word) for c in flat], dtype=np.bool_),
    )


def _unit_vectors(lon: Floats, lat: Floats) -> Floats:
    theta, phi = np.radians(lon), np.radians(lat)
    return np.column_stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)])


def _codes(words: Sequence[str]) -> Ints:
    """Return a number for each word, equal for equal words; -1 for the empty word."""
    numbers = {word: number for number, word in enumerate(sorted(set(words) - {""}))}
    return np.array([numbers.get(word, -1) for word in words], dtype=np.int64)
