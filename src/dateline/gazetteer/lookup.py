"""The gazetteer at run time: names to candidates, ids to places, points to regions.

The geocoder chooses among candidates. ``store.py`` opens the file, ``position.py`` finds regions,
``spelling.py`` suggests names for misspellings.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from dateline.errors import GazetteerError
from dateline.gazetteer import overlay, position, spelling, store
from dateline.gazetteer.answers import Named, answer, by_sound, has_fit, parted, sounded
from dateline.gazetteer.entry import FIRST_ROWID
from dateline.gazetteer.fold import fold
from dateline.gazetteer.model import Candidate, Place, Source
from dateline.gazetteer.sounds import MARK, sound_key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

_PLACE: Final = (
    "p.id, p.place_id, p.name, p.kind, p.country, p.admin1, p.admin2, p.lon, p.lat, "
    "p.population, p.importance, p.uncertainty_m, p.source"
)
_BY_KEY: Final = (
    f"SELECT n.key, n.rank, {_PLACE} FROM name n JOIN place p ON p.id = n.place "  # noqa: S608
    "WHERE n.key IN (SELECT value FROM json_each(?)) "
    "ORDER BY p.importance - 0.1 * n.rank DESC, p.id"
)
_BY_ID: Final = f"SELECT {_PLACE} FROM place p WHERE p.place_id = ?"  # noqa: S608
_BY_IDS: Final = (
    f"SELECT {_PLACE} FROM place p "  # noqa: S608
    "WHERE p.place_id IN (SELECT value FROM json_each(?))"
)
_NAMES_OF: Final = "SELECT key, place FROM name WHERE place IN (SELECT value FROM json_each(?))"
_BY_ROWID: Final = f"SELECT {_PLACE} FROM place p WHERE p.id = ?"  # noqa: S608
_BY_ROWIDS: Final = f"SELECT {_PLACE} FROM place p WHERE p.id IN (SELECT value FROM json_each(?))"  # noqa: S608
# Names per statement: enough to be fast, few enough for their rows to fit into the cache.
_BATCH: Final = 2_000


class Gazetteer:
    """A compiled gazetteer, opened read-only. Use it as a context manager, or close it.

    Opening it reads about a hundred bytes and parses nothing. No method writes, takes locks or uses
    the network. An instance can be pickled: the other process opens the file again.

    Args:
        connection: From :func:`dateline.gazetteer.store.connect`.
        path: The file, for messages.
        additions: The project's own gazetteer, which is searched as well.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path, *, additions: Gazetteer | None = None
    ) -> None:
        self._connection = connection
        self.path = path
        self.additions = additions
        self._numbers: dict[float, float] = {}
        self._speller: spelling.Speller | None = None

    @classmethod
    def open(cls, path: Path | None = None, *, additions: Path | None = None) -> Self:
        """Return the gazetteer at ``path``; the default is the packaged one.

        Args:
            path: A compiled gazetteer.
            additions: The project's own gazetteer, written by ``dateline gazetteer add``; the file
                may be missing.

        Raises:
            GazetteerError: A file is missing, damaged, not a gazetteer, or of another version.
        """
        path = store.PACKAGED if path is None else path
        own = _open_additions(additions) if additions and additions.exists() else None
        return cls(store.connect(path), path, additions=own)

    def close(self) -> None:
        """Close the files; the instance can't be used afterwards."""
        self._connection.close()
        if self.additions:
            self.additions.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __reduce__(self) -> tuple[Any, tuple[Path, Path | None]]:
        return _reopen, (self.path, self.additions.path if self.additions else None)

    def candidates(self, names: Iterable[str]) -> dict[str, list[Candidate]]:
        """Return the places that each of ``names`` may mean; an unknown name has none.

        A name is first looked up as a whole ("Kursk Oblast"). If that finds no place of the kind
        that its kind word names, the name without the kind word is looked up among places of that
        kind ("Kursk province"); places of other kinds follow, with ``is_kind_fit`` false. If no
        candidate is of that kind, the kind word counts as part of the name ("Rio de Janeiro"), and
        a name that is not found as a whole ("Bakhmut area") yields places of other kinds. A name
        with a kind word for water never yields a town. A name that finds no place of its kind in
        any of these ways may still be another romanisation of a region's name (see ``sounds.py``).

        Args:
            names: Toponyms as written; duplicates are looked up once.

        Returns:
            Every name, in the order given, with its candidates. They are sorted by importance, and
            each step down in the rank of the name counts as 0.1 of importance.

        Raises:
            GazetteerError: The file turns out to be damaged.
        """
        keys = {name: fold(name) for name in names}
        found: dict[str, list[Named]] = {}
        places: dict[int, Place] = {}
        self._look_up(set(keys.values()), found, places)
        parts_of = {key: parted(key) for key in set(keys.values()) if key}
        cores = {
            split.core
            for key, parts in parts_of.items()
            for split in parts
            if not has_fit(found.get(key, ()), parts)
        }
        self._look_up(cores - found.keys(), found, places)
        answers = {key: answer(key, parts, found) for key, parts in parts_of.items()}
        lost = [key for key, held in answers.items() if not any(c.is_kind_fit for c in held)]
        if lost:
            sounds = {name: sound_key(name) for key in lost for name in sounded(key, parts_of[key])}
            self._look_up({sound for sound in sounds.values() if sound}, found, places)
            named = {name: found.get(sound, []) for name, sound in sounds.items()}
            for key in lost:
                answers[key] = [*by_sound(key, parts_of[key], named), *answers[key]]
        return {name: list(answers.get(key, ())) for name, key in keys.items()}

    def place(self, place_id: str) -> Place | None:
        """Return the place with this id, such as ``geonames:692194``; None if there is none."""
        row = next(self.rows(_BY_ID, (place_id,)), None)
        place = None if row is None else Place(*row)
        return overlay.merge(place, self.additions.place(place_id)) if self.additions else place

    def places(self, place_ids: Iterable[str]) -> dict[str, Place]:
        """Return the places with these ids, by id; unknown ids are left out."""
        asked = json.dumps(sorted(place_ids))
        known = {row[1]: Place(*row) for row in self.rows(_BY_IDS, (asked,))}
        if self.additions:
            for place_id, own in self.additions.places(json.loads(asked)).items():
                known[place_id] = overlay.merge(known.get(place_id), own) or own
        return known

    def names_of(self, place_ids: Iterable[str]) -> dict[str, list[str]]:
        """Return all names of the places with these ids, folded and sorted, by id.

        Unknown ids are left out, and so are keys of the sound of a name. All names of the gazetteer
        are read once, which takes about 50 ms.
        """
        asked = json.dumps(sorted(place_ids))
        names: dict[str, set[str]] = {}
        for file in (self, self.additions):
            if file is None:
                continue
            ids = {row[0]: row[1] for row in file.rows(_BY_IDS, (asked,))}
            for key, rowid in file.rows(_NAMES_OF, (json.dumps(sorted(ids)),)):
                if not key.startswith(MARK):
                    names.setdefault(ids[rowid], set()).add(key)
        return {place_id: sorted(found) for place_id, found in sorted(names.items())}

    def place_at_row(self, rowid: int) -> Place:
        """Return the place with this row id, which must come from the same gazetteer."""
        holder = self.additions if self.additions and rowid >= FIRST_ROWID else self
        place = Place(*next(holder.rows(_BY_ROWID, (rowid,))))
        return (self.place(place.place_id) or place) if self.additions else place

    def places_at_rows(self, rowids: Sequence[int]) -> list[Place]:
        """Return the result of :meth:`place_at_row` for each row id; fast for many of them."""
        asked = json.dumps(list(rowids))
        files = overlay.Both(self, self.additions) if self.additions else self
        known = {row[0]: Place(*row) for row in files.rows(_BY_ROWIDS, (asked,))}
        if self.additions:
            overlay.merge_places(known, overlay.Both(self, self.additions))
        return [known[rowid] for rowid in rowids]

    def geometry(self, place: Place, worldview: str = "un") -> BaseGeometry | None:
        """Return the outline of ``place`` in ``worldview``; None if only a point is known.

        The shape is a (Multi)Polygon or (Multi)LineString in OGC:CRS84 (lon, lat), valid, and
        simplified to about a kilometre.
        """
        statement = (
            "SELECT wkb FROM geometry WHERE place = ? AND worldview IN ('', ?) "
            "ORDER BY worldview DESC"
        )
        row = next(self.rows(statement, (place.rowid, worldview)), None)
        if row is None and self.additions:
            own = self.additions.place(place.place_id)
            return self.additions.geometry(own, worldview) if own else None
        if row is None:
            return None
        import shapely  # noqa: PLC0415 - most look-ups need no shapes

        shape: BaseGeometry = shapely.from_wkb(row[0])
        return shape

    def outlined(self) -> frozenset[int]:
        """Return the row ids of all places for which :meth:`geometry` may have an outline."""
        known = {rowid for (rowid,) in self.rows("SELECT place FROM geometry")}
        if self.additions:
            ask = "SELECT place_id FROM place WHERE id IN (SELECT place FROM geometry)"
            ids = json.dumps([place_id for (place_id,) in self.additions.rows(ask)])
            ask = "SELECT id FROM place WHERE place_id IN (SELECT value FROM json_each(?))"
            known |= {rowid for (rowid,) in self.rows(ask, (ids,))}
            known |= self.additions.outlined()
        return frozenset(known)

    def country_at(self, lon: float, lat: float, *, worldview: str = "un") -> str:
        """Return the ISO 3166-1 alpha-2 code of the country at (lon, lat); empty on the high seas.

        A point up to about 5 km off the coast belongs to the country.
        """
        return position.region_at(self, (lon, lat), kind="country", worldview=worldview)

    def admin1_at(self, lon: float, lat: float, *, worldview: str = "un") -> str:
        """Return the GeoNames code (``RU.41``) of the first-level region at (lon, lat), or ""."""
        return position.region_at(self, (lon, lat), kind="admin1", worldview=worldview)

    def countries_at(
        self, lons: NDArray[np.float64], lats: NDArray[np.float64], *, worldview: str = "un"
    ) -> NDArray[np.object_]:
        """Return the result of :meth:`country_at` for each point; empty if a coordinate is NaN."""
        return position.regions_at(self, lons, lats, kind="country", worldview=worldview)

    def admin1s_at(
        self, lons: NDArray[np.float64], lats: NDArray[np.float64], *, worldview: str = "un"
    ) -> NDArray[np.object_]:
        """Return the result of :meth:`admin1_at` for each point; empty if a coordinate is NaN."""
        return position.regions_at(self, lons, lats, kind="admin1", worldview=worldview)

    def suggest(self, name: str, n: int = 3, *, country: str = "") -> list[Place]:
        """Return at most ``n`` places with names spelt like ``name``, the most likely first.

        Use it for hints only: events are never placed by it.

        Args:
            name: The misspelt name.
            n: The largest number of places.
            country: ISO 3166-1 alpha-2; if given, only places in this country are returned.
        """
        if self._speller is None:
            files = overlay.Both(self, self.additions) if self.additions else self
            self._speller = spelling.Speller(files)
        rowids = self._speller.suggest(name, 2 * n, country=country)
        places = self.places_at_rows(rowids)
        return list({place.place_id: place for place in places}.values())[:n]

    def countries(self) -> dict[str, str]:
        """Return the English name of each country, by ISO 3166-1 alpha-2 code."""
        return dict(self.rows("SELECT iso2, name FROM country ORDER BY iso2"))

    def capitals(self) -> frozenset[int]:
        """Return the row ids of national capitals."""
        return frozenset(rowid for (rowid,) in self.rows("SELECT capital FROM country") if rowid)

    def neighbours(self, iso2: str) -> tuple[str, ...]:
        """Return the countries (ISO 3166-1 alpha-2) that share a land border with ``iso2``."""
        row = next(self.rows("SELECT neighbours FROM country WHERE iso2 = ?", (iso2,)), None)
        return tuple(filter(None, row[0].split(","))) if row else ()

    def admin1_names(self) -> dict[str, str]:
        """Return the English name of each first-level region, by GeoNames code (``RU.41``)."""
        return dict(self.rows("SELECT code, name FROM admin1 ORDER BY code"))

    def sources(self) -> tuple[Source, ...]:
        """Return the sources of the entries, with title and licence, sorted by code."""
        statement = "SELECT code, title, licence, url, version, sha256 FROM source ORDER BY code"
        own = self.additions.sources() if self.additions else ()
        known = {source.code: source for source in own}
        known |= {row[0]: Source(*row) for row in self.rows(statement)}
        return tuple(known[code] for code in sorted(known))

    def source_sha256(self, code: str) -> str:
        """Return the SHA-256 of what the packaged places of a source were compiled from, or ""."""
        row = next(self.rows("SELECT sha256 FROM source WHERE code = ?", (code,)), None)
        return "" if row is None else str(row[0])

    def rows(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of an SQL ``statement``, for the other modules of this package.

        Raises:
            GazetteerError: SQLite reports that the file is damaged.
        """
        try:
            yield from self._connection.execute(statement, values)
        except sqlite3.DatabaseError as error:
            raise store.damaged(self.path, error) from error

    def _look_up(
        self, keys: set[str], found: dict[str, list[Named]], places: dict[int, Place]
    ) -> None:
        """Add the (rank, place) pairs of each key to ``found``; each place is created once."""
        ordered = sorted(keys)
        for start in range(0, len(ordered), _BATCH):
            batch = json.dumps(ordered[start : start + _BATCH])
            for key, rank, rowid, *rest in self.rows(_BY_KEY, (batch,)):
                place = places.get(rowid)
                if place is None:
                    place = places[rowid] = Place(rowid, *_shared(rest, self._numbers))
                found.setdefault(key, []).append((rank, place))
            if self.additions:
                both = overlay.Both(self, self.additions)
                overlay.merge_names(found, ordered[start : start + _BATCH], both)


def _shared(row: list[Any], numbers: dict[float, float]) -> list[Any]:
    """Return the row of a place with equal values replaced by shared objects, to save memory.

    Args:
        row: The fields of :class:`Place` without the row id; changed in place.
        numbers: The importances and radii seen so far.
    """
    row[2:6] = map(sys.intern, row[2:6])
    row[-3:-1] = [numbers.setdefault(number, number) for number in row[-3:-1]]
    row[-1] = sys.intern(row[-1])
    return row


def _open_additions(path: Path) -> Gazetteer:
    try:
        return Gazetteer.open(path)
    except GazetteerError as error:
        hint = f"remove {path.name} and add the files again: dateline gazetteer add FILE..."
        raise GazetteerError(error.message, hint=hint) from error


def _reopen(path: Path, additions: Path | None) -> Gazetteer:
    return Gazetteer.open(path, additions=additions)
