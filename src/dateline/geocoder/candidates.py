"""Candidates: every place that a toponym may mean, held in columns. Which one it is, is elsewhere.

A name is looked up once. The project's own places come before the gazetteer's.
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
from dateline.geocoder.forms import Name
from dateline.geocoder.overrides import OwnPlaces
from dateline.geodesy import Floats

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

#: Names of movements and alliances that fold like some village and are no place at all.
_MOVEMENTS: Final = """
Al Qaeda, Al-Qaida, Taliban, NATO, ISIS, ISIL, IS, Islamic State, Daesh, Hamas, Hezbollah,
Hizbullah, Houthi, Houthis, Ansar Allah, Boko Haram, Al Shabaab, Wagner Group, OPEC, ASEAN, BRICS,
ECOWAS, African Union, European Commission, UN, United Nations, Fatah, PKK, YPG, SDF, IAEA, OPCW,
Interpol, Red Cross, Abu Sayyaf, Al Nusra, Azov Brigade, Mossad, FSB, GRU
"""
NO_PLACES: Final = frozenset(fold(name) for name in _MOVEMENTS.split(","))


#: Kind words that the ``where`` language reads as a phrase about a place.
_PHRASES: Final = frozenset({"outskirts", "suburbs", "edge", "vicinity", "area", "border", "coast"})

#: Names that are looked up at once.
BATCH: Final = 5_000


class Finder:
    """Looks names up and remembers the answers.

    Args:
        gazetteer: Where names are looked up.
        own: The project's own places, which are pinned: no other candidate stands beside them.
        worldview: The point of view on borders.
    """

    def __init__(self, gazetteer: Gazetteer, own: OwnPlaces, *, worldview: str = "un") -> None:
        self.gazetteer = gazetteer
        self.own = own
        self.worldview = worldview
        self._known: dict[str, tuple[Candidate, ...]] = {}
        self._outlines: dict[str, BaseGeometry | None] = {}
        #: Names with enclosing places whose candidates were looked at, and those that fit.
        self.contained: dict[Name, tuple[Candidate, ...]] = {}
        #: Names with one candidate, and why it was taken.
        self.sole_reasons: dict[Name, str] = {}

    def prepare(self, names: Iterable[str]) -> None:
        """Look up all names that are not yet known, in batches."""
        missing = sorted({name for name in names if name not in self._known})
        for start in range(0, len(missing), BATCH):
            batch = missing[start : start + BATCH]
            found = self.gazetteer.candidates(batch)
            for name in batch:
                key = fold(name)
                pinned = tuple(self.own.names.get(key, ()))
                self._known[name] = pinned or (() if key in NO_PLACES else tuple(found[name]))

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Return what ``name`` may mean, best name first; none for a name that is no place."""
        if name not in self._known:
            self.prepare([name])
        return self._known[name]

    @functools.cached_property
    def countries(self) -> dict[str, str]:
        """English name of each country by ISO 3166-1 alpha-2."""
        return self.gazetteer.countries()

    @functools.cached_property
    def regions(self) -> dict[str, str]:
        """English name of each first-level region by its GeoNames code."""
        return self.gazetteer.admin1_names()

    @functools.cached_property
    def capitals(self) -> frozenset[int]:
        """Row ids of the countries' capitals."""
        return self.gazetteer.capitals()

    @functools.cached_property
    def _outlined(self) -> frozenset[int]:
        """Row ids of the places that are more than a point."""
        return self.gazetteer.outlined()

    def country(self, code: str) -> Place | None:
        """Return the country with this ISO 3166-1 alpha-2 code."""
        named = self.candidates(self.countries.get(code, ""))
        places = (c.place for c in named if c.place.kind == "country")
        return next((place for place in places if place.country == code), None)

    def place(self, place_id: str) -> Place | None:
        """Return the place with this id, the project's own before the gazetteer's."""
        own = self.own.rows.get(place_id)
        return own.place if own else self.gazetteer.place(place_id)

    def outline(self, place: Place) -> BaseGeometry | None:
        """Return the outline of a place as the project's worldview has it, or None."""
        if place.rowid not in self._outlined and not self.own.is_own(place):
            return None
        if place.place_id not in self._outlines:
            self._outlines[place.place_id] = (
                self.own.geometry(place, self.gazetteer, self.worldview)
                if self.own.is_own(place)
                else self.gazetteer.geometry(place, self.worldview)
            )
        return self._outlines[place.place_id]

    def is_name(self, text: str) -> bool:
        """Return whether ``text``, as a whole, is a name, be it with a fitting kind word."""
        return any(
            not c.is_stripped or (c.is_kind_fit and c.kind_word not in _PHRASES)
            for c in self.candidates(text)
        )


@dataclass(frozen=True, slots=True)
class Pool:
    """The candidates of several toponyms, in columns, those of one toponym side by side.

    Attributes:
        candidates: The candidate of each row.
        places: Its place.
        names: Index of the toponym of each row, rising.
        starts: First row of each toponym; a toponym without candidates has none.
        sizes: Number of rows of each toponym.
        lon, lat: Degrees.
        vectors: The position as a unit vector, three numbers a row.
        population: People, 0 if unknown.
        importance: 0 to 1.
        rank: Of the name that was met, 0 to 3.
        kind: Word of the kind.
        country, admin1, admin2: Codes as whole numbers that mean nothing; -1 is none.
        is_kind_fit, is_stripped: As in the gazetteer's ``Candidate``.
        kind_word: Whether the toponym has a kind word.
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
        """Return the rows of one toponym."""
        return slice(int(self.starts[name]), int(self.starts[name] + self.sizes[name]))


def build_pool(lists: Sequence[Sequence[Candidate]]) -> Pool:
    """Return the candidates of each toponym as one pool, in the order given."""
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
