"""Given positions that stand for a region, and given shapes that a region contains.

A position stands for a region if its precision says so, if the text beside it names the region and
its coordinates do not tell events apart, or if it is the usual centre of a region. The event is
then drawn as the region, and its position stays the representation point.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from dateline.gazetteer import Place
from dateline.geocoder.candidates import Finder, Flags, Ints
from dateline.geocoder.columns import Columns
from dateline.geocoder.footprint import Footprint, place_footprint
from dateline.geodesy import Floats, LonLat, distance_m, reach_m

#: Precision of a position to that of the places that it may stand for.
_LEVELS: Final = {
    "settlement": ("settlement",),
    "admin2": ("admin2",),
    "admin1": ("admin1",),
    "country": ("country",),
    "maritime": ("maritime",),
    "linear": ("linear",),
    "area": ("area", "linear"),
}

#: Kinds of place that an event with coordinates may be known by only.
_REGIONS: Final = frozenset({"admin1", "admin2", "country", "region", "disputed", "continent"})

#: So many events at one position, with the name of a region, stand for the region.
_SHARED: Final = 3

#: A position is the centre of a region if both agree to so many decimals.
_CENTRE_DECIMALS: Final = 2
CENTRE_STEP: Final = 10.0**-_CENTRE_DECIMALS

#: A position so near a settlement is that of the settlement, though a region has it too.
TOWN_M: Final = 1_000.0

#: How far a shape may reach beyond an outline that contains it, because outlines are simplified.
_SLACK_DEG: Final = 0.05


class Given(NamedTuple):
    """What is known of each row beside its position.

    Attributes:
        precision: As it was given, or missing.
        has_radius: Whether an uncertainty was given.
        town_m: Distance from the position to the nearest settlement, in metres.
        where: The text of the place, or missing.
        file: Number of the file.
    """

    precision: NDArray[np.object_]
    has_radius: Flags
    town_m: Floats
    where: NDArray[np.object_]
    file: Ints


class NamedShapes(NamedTuple):
    """What the texts beside given positions mean, where that is near them.

    Attributes:
        rows: Rows whose text names a place near their position.
        cases: Index into ``footprints`` of each of these rows.
        footprints: Footprints of the places meant.
    """

    rows: Ints
    cases: Ints
    footprints: Sequence[Footprint]


def take_regions(
    columns: Columns,
    rows: Ints,
    *,
    given: Given,
    named: NamedShapes,
    finder: Finder,
) -> None:
    """Draw the events that are only known to be in a region as that region.

    Args:
        columns: Changed in place.
        rows: The rows with a given point.
        given: What is known of each row beside its position.
        named: What the texts beside the positions mean.
        finder: Looks up regions and outlines.
    """
    written = given.precision
    case = np.full(len(written), -1, dtype=np.int64)
    case[named.rows] = named.cases
    is_written = ~pd.isna(written)
    degrees = np.column_stack([columns.numbers["lon"], columns.numbers["lat"]])
    spots = _Spots(case[rows], degrees[rows], given.file[rows])
    stands = rows[_name_regions(spots, named.footprints)]
    coded = rows[np.isin(written[rows].astype(str), list(_LEVELS))]
    asked = np.union1d(coded, stands[~is_written[stands]])
    drawn: list[tuple[Ints, Footprint]] = []
    keys = [case[asked], pd.factorize(written[asked])[0], *degrees[asked].T]
    order = np.lexsort(keys)
    regions = _Regions(degrees[asked], finder)
    for some in np.split(asked[order], 1 + np.flatnonzero(_changes(keys, order))):
        if len(some):
            level = written[some[0]] if is_written[some[0]] else ""
            number = case[some[0]]
            footprint = named.footprints[number] if number >= 0 else None
            if level and (footprint is None or footprint.precision not in _LEVELS[level]):
                footprint = regions.around(degrees[some[0]], level)
            if footprint is not None:
                drawn.append((some, footprint))
            elif level not in {"", "settlement"}:
                _name_by_text(columns, some, given.where[some])
    free = rows[~is_written[rows] & (case[rows] < 0) & ~(given.town_m[rows] <= TOWN_M)]
    for place, some in _at_centres(degrees[free], finder):
        drawn.append((free[some], place_footprint(place, finder.outline(place))))
    _draw(columns, drawn, has_radius=given.has_radius)


def _name_by_text(columns: Columns, rows: Ints, where: NDArray[np.object_]) -> None:
    """Name events of a region that is not known by their text, rather than by a town near it."""
    codes, texts = pd.factorize(where)
    columns.encoded["place_name"].put(rows, list(texts), codes.astype(np.int64))
    for name in ("place_id", "place_kind"):
        columns.encoded[name].clear(rows)


def _changes(keys: Sequence[NDArray[Any]], order: Ints) -> Flags:
    """Return where some ordered rows differ from the row before in any of their keys."""
    return np.asarray(np.any([np.diff(key[order]) != 0 for key in keys], axis=0))


class _Spots(NamedTuple):
    """Rows with a point: index of their footprint or -1, position, and number of the file."""

    case: Ints
    degrees: Floats
    file: Ints


def _name_regions(given: _Spots, footprints: Sequence[Footprint]) -> Flags:
    """Return which rows have the name of a region, and coordinates that say no more than it.

    These are coordinates that many events with that name share, or its centre, or any in a file
    whose coordinates never tell events of a region apart.
    """
    is_region = np.array([means_region(one) for one in footprints] or [False], dtype=np.bool_)
    rows = np.flatnonzero((given.case >= 0) & is_region[given.case])
    stands = np.zeros(len(given.case), dtype=np.bool_)
    if not len(rows):
        return stands
    cases, at = np.unique(given.case[rows], return_inverse=True)
    named = [footprints[case].places[0] for case in cases.tolist()]
    spots = pd.DataFrame(given.degrees[rows], columns=["lon", "lat"])
    spots["place"] = pd.factorize(np.array([place.place_id for place in named]))[0][at]
    spots["file"] = given.file[rows]
    shared = spots.groupby(["place", "lon", "lat"])["lon"].transform("size").to_numpy()
    distinct = spots.drop_duplicates().groupby(["file", "place"]).size()
    most = distinct.groupby("file").max()
    is_single = spots["file"].map(most).to_numpy() == 1
    centre = np.array([(place.lon, place.lat) for place in named])
    off = np.abs(centre[at] - given.degrees[rows]).max(axis=1)
    stands[rows] = is_single | (shared >= _SHARED) | (off <= CENTRE_STEP)
    return stands


def means_region(footprint: Footprint) -> bool:
    """Return whether a text means one region, and not a part of it or several."""
    is_one = len(footprint.places) == 1 and not footprint.is_derived
    return is_one and footprint.places[0].kind in _REGIONS


def _at_centres(degrees: Floats, finder: Finder) -> Iterator[tuple[Place, Ints]]:
    """Yield the first-level regions and countries whose centre is a position, and which it is."""
    if not len(degrees):
        return
    ask = "SELECT id, lon, lat FROM place WHERE kind IN ('admin1', 'country') ORDER BY id"
    centres = np.array(list(finder.gazetteer.rows(ask)))
    keys, at = _key(centres[:, 1:]), _key(degrees)
    hits = np.flatnonzero(np.isin(at, keys))
    for key in np.unique(at[hits]).tolist():
        rowid = int(centres[keys == key, 0][0])
        yield finder.gazetteer.places_at_rows([rowid])[0], hits[at[hits] == key]


def _key(degrees: Floats) -> Ints:
    """Return a number that positions with the same first decimals share."""
    steps = np.round(degrees / CENTRE_STEP).astype(np.int64)
    return np.asarray(steps[:, 0] * 100_000 + steps[:, 1])


class _Regions:
    """The footprints of the regions and countries that contain positions, each made once."""

    def __init__(self, degrees: Floats, finder: Finder) -> None:
        self._finder = finder
        self._degrees = np.unique(degrees, axis=0)
        self._codes: dict[str, dict[tuple[float, float], str]] = {}
        self._made: dict[tuple[str, str], Footprint | None] = {}

    def around(self, position: Floats, level: str) -> Footprint | None:
        """Return the region of a level, or the country, that contains one of the positions."""
        if level not in {"admin1", "country"}:
            return None
        if level not in self._codes:
            self._codes[level] = dict(
                zip(map(tuple, self._degrees.tolist()), self._look_up(level), strict=True)
            )
        lon, lat = position.tolist()
        key = level, self._codes[level][lon, lat]
        if key not in self._made:
            self._made[key] = self._make(*key)
        return self._made[key]

    def _look_up(self, level: str) -> list[str]:
        """Return the code of each position."""
        gazetteer, (lon, lat) = self._finder.gazetteer, self._degrees.T
        find = gazetteer.admin1s_at if level == "admin1" else gazetteer.countries_at
        return [str(code or "") for code in find(lon, lat, worldview=self._finder.worldview)]

    def _make(self, level: str, code: str) -> Footprint | None:
        place = region(code, self._finder) if level == "admin1" else self._finder.country(code)
        return place_footprint(place, self._finder.outline(place)) if place else None


def region(code: str, finder: Finder) -> Place | None:
    """Return the first-level region with this GeoNames code."""
    ask = "SELECT place FROM admin1 WHERE code = ?"
    row = next(finder.gazetteer.rows(ask, (code,)), None) if code else None
    return finder.gazetteer.places_at_rows([row[0]])[0] if row else None


def _draw(columns: Columns, drawn: Sequence[tuple[Ints, Footprint]], *, has_radius: Flags) -> None:
    """Give events the extent of the places that they stand for, around their own positions."""
    if not drawn:
        return
    radius = columns.numbers["uncertainty_m"]
    for rows, footprint in drawn:
        first = int(rows[0])
        position = LonLat(columns.numbers["lon"][first], columns.numbers["lat"][first])
        if footprint.is_point:
            reach = distance_m(position, footprint.point) + footprint.uncertainty_m
        else:
            columns.geometry[rows] = footprint.geometry
            reach = reach_m(footprint.geometry, position)
        radius[rows] = np.where(has_radius[rows], radius[rows], np.ceil(reach))
        if footprint.precision == "country":
            columns.encoded["admin1"].clear(rows)
    rows = np.concatenate([some for some, _ in drawn])
    codes = np.repeat(np.arange(len(drawn)), [len(some) for some, _ in drawn])
    precision = [footprint.precision for _, footprint in drawn]
    columns.encoded["place_precision"].put(rows, precision, codes)
    single = [footprint.places if len(footprint.places) == 1 else () for _, footprint in drawn]
    is_single = np.array([bool(places) for places in single])[codes]
    names = [dict(_names(*places)) if places else {} for places in single]
    for name in ("place_name", "place_id", "place_kind"):
        words = [one.get(name) for one in names]
        columns.encoded[name].put(rows[is_single], words, codes[is_single])


def _names(place: Place) -> Iterator[tuple[str, str]]:
    yield "place_name", place.name
    yield "place_id", place.place_id
    yield "place_kind", place.kind


def name_shapes(columns: Columns, rows: Ints, *, in_town: Flags, finder: Finder) -> None:
    """Name given lines and areas by the smallest place that contains all of them.

    Args:
        columns: Changed in place; read: ``geometry``, ``lon`` and ``lat``.
        rows: The rows with a line or an area.
        in_town: Which of them lie in the settlement that they are named by so far.
        finder: Looks up regions and outlines.
    """
    lon, lat = columns.numbers["lon"][rows], columns.numbers["lat"][rows]
    view = finder.worldview
    codes = {
        "admin1": finder.gazetteer.admin1s_at(lon, lat, worldview=view),
        "country": finder.gazetteer.countries_at(lon, lat, worldview=view),
    }
    left = np.flatnonzero(~in_town)
    for kind, found in codes.items():
        is_in = np.zeros(len(rows), dtype=np.bool_)
        for code in sorted({code for code in found if code}):
            some = np.flatnonzero(found == code)
            place = region(code, finder) if kind == "admin1" else finder.country(code)
            if place is None:
                continue
            is_in[some] = _covered(columns.geometry[rows[some]], finder.outline(place))
            named = np.intersect1d(some[is_in[some]], left)
            for name, word in _names(place) if len(named) else ():
                columns.encoded[name].fill(rows[named], word)
            left = np.setdiff1d(left, named)
        columns.encoded[kind].clear(rows[~is_in])
    for name in ("place_name", "place_id", "place_kind"):
        columns.encoded[name].clear(rows[left])


def _covered(shapes: NDArray[Any], outline: Any) -> Flags:
    """Return which shapes lie in an outline, or beyond it by no more than it is simplified."""
    if outline is None:
        return np.zeros(len(shapes), dtype=np.bool_)
    shapely.prepare(outline)
    covered = np.asarray(shapely.covers(outline, shapes))
    rest = np.flatnonzero(~covered)
    if len(rest):
        beyond = shapely.difference(shapes[rest], outline)
        gap = np.array([_farthest(one, outline) for one in beyond])
        covered[rest] = gap <= _SLACK_DEG
    return covered


def _farthest(beyond: Any, outline: Any) -> float:
    """Return how far the farthest vertex of a shape lies from an outline, in degrees."""
    vertices = shapely.points(shapely.get_coordinates(beyond))
    return float(np.max(shapely.distance(vertices, outline), initial=0.0))
