"""The project's own places: ``places.csv`` and ``regions.geojson``, which pin names to places.

The columns and recipes are described in ``geodata/README.md``. A row that the packaged gazetteer
already contains unchanged pins nothing.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from dateline.diagnostics import Diagnostic, FindingList, finding
from dateline.gazetteer import Candidate, Gazetteer, Place, fold
from dateline.geocoder.borders import shared_border
from dateline.geocoder.growing import grown
from dateline.geodesy import LonLat, cut_at_180, point
from dateline.limits import TABLE_BYTES, read_bounded
from dateline.settings import WORLDVIEWS, Settings

#: Radius of a place whose row does not give one.
UNCERTAINTY_M: Final = 1_000.0

#: The gazetteer's source code for the places of ``geodata/`` in dateline's own repository.
PACKAGED_PLACES: Final = "project"

_ALIAS: Final = "alias:"


class RecipeError(ValueError):
    """Raised for a recipe that cannot be evaluated; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """One row of the project's ``places.csv``: the place and how its geometry is made."""

    place: Place
    recipe: str
    line: int


@dataclass(slots=True)
class OwnPlaces:
    """The project's own places by folded name.

    Attributes:
        rows: The places in the file that the gazetteer does not have, by id.
        names: Folded name to the candidates that it is pinned to.
        regions: Id to geometry, from ``regions.geojson``.
    """

    rows: dict[str, OwnPlace] = field(default_factory=dict)
    names: dict[str, list[Candidate]] = field(default_factory=dict)
    regions: dict[str, BaseGeometry] = field(default_factory=dict)

    def candidates(self, name: str) -> tuple[Candidate, ...]:
        """Return the places that ``name`` is pinned to, usually none or one."""
        return tuple(self.names.get(fold(name), ())) if self.names else ()

    def is_pinned(self, name: str, place: Place) -> bool:
        """Return whether ``name`` is pinned to ``place``."""
        return any(c.place.place_id == place.place_id for c in self.candidates(name))

    def is_own(self, place: Place) -> bool:
        """Return whether the place comes from the project's ``places.csv``."""
        return place.place_id in self.rows

    def geometry(self, place: Place, gazetteer: Gazetteer, worldview: str) -> BaseGeometry | None:
        """Return the geometry that the place's recipe makes; None if it has no recipe.

        Raises:
            RecipeError: The recipe is not valid or refers to something that does not exist.
        """
        recipe = self.rows[place.place_id].recipe
        evaluator = _OverrideRecipes(self, gazetteer, worldview, LonLat(place.lon, place.lat))
        return evaluator.make(recipe) if recipe else None


def read_own_places(settings: Settings, gazetteer: Gazetteer) -> tuple[OwnPlaces, list[Diagnostic]]:
    """Return the project's own places and the findings about their files; both may be missing.

    Files that the gazetteer was compiled from pin nothing and are not read.
    """
    own, found = OwnPlaces(), FindingList()
    regions = settings.path(settings.place.regions)
    places = settings.path(settings.place.places)
    if _is_compiled((places, regions), gazetteer):
        return own, found.finish()
    if regions.is_file():
        found.extend(_read_regions(own, regions))
    if places.is_file():
        found.extend(_read_places(own, places, gazetteer))
    return own, found.finish()


def _is_compiled(paths: Sequence[Path], gazetteer: Gazetteer) -> bool:
    """Return whether the gazetteer was compiled from these very files."""
    digest = hashlib.sha256()
    try:
        for path in filter(Path.is_file, paths):
            digest.update(read_bounded(path, TABLE_BYTES))
    except OSError:
        return False
    return gazetteer.source_sha256(PACKAGED_PLACES) == digest.hexdigest()


def _read_regions(own: OwnPlaces, path: Path) -> Iterator[Diagnostic]:
    try:
        features = json.loads(read_bounded(path, TABLE_BYTES))["features"]
        for feature in features:
            name = str(feature.get("id") or feature["properties"]["id"])
            own.regions[name] = cut_at_180(shapely.geometry.shape(feature["geometry"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError, ShapelyError) as error:
        yield finding(
            "geojson-invalid",
            f'"{path}" is not a GeoJSON file of regions: {error}',
            hint="give each feature an id and a geometry; see geodata/README.md",
            file=str(path),
        )


def _read_places(own: OwnPlaces, path: Path, gazetteer: Gazetteer) -> Iterator[Diagnostic]:
    try:
        text = read_bounded(path, TABLE_BYTES).decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""))
        rows = [(reader.line_num, row) for row in reader]
    except (OSError, ValueError, csv.Error) as error:
        yield finding(
            "file-unreadable",
            f'"{path}" cannot be read: {error}',
            hint="save it as CSV in UTF-8",
            file=str(path),
        )
        return
    lines = [
        (line, {key: value.strip() for key, value in row.items() if isinstance(value, str)})
        for line, row in rows
    ]
    known = _look_up([row for _, row in lines], gazetteer)
    for line, cells in lines:
        try:
            _add(own, cells, line=line, known=known)
        except (KeyError, ValueError) as error:
            yield finding(
                "coordinates-invalid",
                f'place "{cells.get("name", "")}" cannot be used: {_reason(error)}',
                hint="give id, name, lon and lat in degrees; see geodata/README.md",
                file=str(path),
                line=line,
            )


def _reason(error: Exception) -> str:
    return f"column {error} is missing" if isinstance(error, KeyError) else str(error)


class _Known(NamedTuple):
    """The places that the gazetteer has for the rows of a file.

    Attributes:
        places: By id: the places that rows repeat or are an alias of.
        names: Name to candidates, for rows that are an alias.
    """

    places: dict[str, Place]
    names: dict[str, list[Candidate]]


def _look_up(rows: Sequence[dict[str, str]], gazetteer: Gazetteer) -> _Known:
    """Return the places that the gazetteer has for all rows, in one query."""
    aliases = [row for row in rows if row.get("recipe", "").startswith(_ALIAS)]
    ids = {row["recipe"].removeprefix(_ALIAS) for row in aliases}
    ids |= {_id_of(row) for row in rows}
    names = {name for row in aliases for name in _names_of(row)}
    return _Known(gazetteer.places(ids), gazetteer.candidates(sorted(names)))


def _id_of(row: dict[str, str]) -> str:
    return f"project:{row.get('id', '')}"


def _names_of(row: dict[str, str]) -> list[str]:
    names = (row.get("name", ""), *row.get("other_names", "").split("|"))
    return [name for name in names if name.strip()]


def _add(own: OwnPlaces, row: dict[str, str], *, line: int, known: _Known) -> None:
    if "name" not in row:
        raise KeyError("name")
    names, recipe = _names_of(row), row.get("recipe", "")
    if recipe.startswith(_ALIAS):
        place = known.places.get(recipe.removeprefix(_ALIAS))
        if place is None:
            raise ValueError(f'"{recipe}" names no place')
        met = known.names
        names = [n for n in names if all(c.place.place_id != place.place_id for c in met[n])]
    else:
        place = _place(row)
        packaged = known.places.get(place.place_id)
        if packaged and (packaged.name, packaged.kind) == (place.name, place.kind):
            return
        own.rows[place.place_id] = OwnPlace(place, recipe, line)
    for name in names:
        own.names.setdefault(fold(name), []).append(Candidate(place, 0, fold(name)))


def _place(row: dict[str, str]) -> Place:
    lon, lat = float(row["lon"]), float(row["lat"])
    if not (abs(lon) <= 180 and abs(lat) <= 90):  # noqa: PLR2004
        raise ValueError(f"lon {lon:g}, lat {lat:g} is out of range")
    return Place(
        rowid=-1,
        place_id=f"project:{row['id']}",
        name=row["name"],
        kind=row.get("kind") or "settlement",
        country=row.get("country", ""),
        admin1=row.get("admin1", ""),
        admin2="",
        lon=lon,
        lat=lat,
        population=0,
        importance=float(row.get("importance") or 1.0),
        uncertainty_m=float(row.get("uncertainty_m") or UNCERTAINTY_M),
        source="project",
    )


@dataclass(frozen=True, slots=True)
class _OverrideRecipes:
    """Evaluates recipes; ``point`` is the position of the place that the recipe belongs to."""

    own: OwnPlaces
    gazetteer: Gazetteer
    worldview: str
    point: LonLat

    def make(self, recipe: str) -> BaseGeometry:
        verb, _, rest = recipe.partition(":")
        makers: dict[str, Any] = {
            "wkt": self._wkt,
            "region": self._region,
            "line": _line,
            "border": self._border,
            "buffer": self._buffer,
            "union": self._union,
            "worldview-difference": self._difference,
        }
        if verb not in makers:
            raise RecipeError(f'recipe "{recipe}" does not start with one of {", ".join(makers)}')
        geometry: BaseGeometry = makers[verb](rest)
        return geometry

    def _wkt(self, text: str) -> BaseGeometry:
        try:
            return cut_at_180(shapely.from_wkt(text))
        except ShapelyError as error:
            raise RecipeError(f'"{text}" is not WKT: {error}') from error

    def _region(self, name: str) -> BaseGeometry:
        if name not in self.own.regions:
            raise RecipeError(f'regions.geojson has no region "{name}"')
        return self.own.regions[name]

    def _border(self, items: str) -> BaseGeometry:
        one, _, other = items.partition(",")
        return shared_border(self._areas(one), self._areas(other))

    def _buffer(self, text: str) -> BaseGeometry:
        radius, _, rest = text.partition(":")
        return grown(self.make(rest), float(radius))

    def _union(self, items: str) -> BaseGeometry:
        return shapely.union_all([self._areas(item) for item in items.split(",")])

    def _difference(self, item: str) -> BaseGeometry:
        """Return the part of the difference between worldviews that contains the point."""
        place = self._place(item)
        one, other = (
            self.gazetteer.geometry(place, view) if place else None for view in WORLDVIEWS
        )
        if one is None or other is None:
            raise RecipeError(f'there is no country "{item}"')
        difference = shapely.symmetric_difference(one, other)
        if difference.is_empty:
            raise RecipeError(f'all worldviews agree on "{item}"')
        parts = shapely.get_parts(difference)
        nearest: BaseGeometry = min(parts, key=lambda p: p.distance(point(self.point)))
        return nearest

    def _areas(self, items: str) -> BaseGeometry:
        return shapely.union_all([self._area(item.strip()) for item in items.split("+")])

    def _area(self, item: str) -> BaseGeometry:
        place = self._place(item)
        shape = self.gazetteer.geometry(place, self.worldview) if place else None
        if shape is None:
            raise RecipeError(f'"{item}" has no outline')
        return shape

    def _place(self, item: str) -> Place | None:
        if ":" in item:
            return self.gazetteer.place(item)
        named = self.gazetteer.candidates([item])[item]
        return next((c.place for c in named if c.place.kind == "country"), None)


def _line(text: str) -> BaseGeometry:
    try:
        stops = [(float(lon), float(lat)) for lon, lat in (p.split() for p in text.split(","))]
        return cut_at_180(LineString(stops))
    except (ValueError, ShapelyError) as error:
        raise RecipeError(f'"{text}" is not "lon lat, lon lat, ...": {error}') from error
