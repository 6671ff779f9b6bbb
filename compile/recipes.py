"""Recipes of ``geodata/places.csv``: how the geometry of a hand-written place is made from others.

The recipes are described in ``geodata/README.md``. Countries and regions are used in full detail
and in the worldview of the United Nations General Assembly.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import LineString, Point

import islands
import polygons
from package import load
from polygons_disputes import DISPUTES

_geodesy = load("dateline.geodesy")
# A union of at least so many countries is a part of a continent.
_MANY = 3


class OutlineRecipeError(ValueError):
    """Raised for a recipe that cannot be evaluated; the message says which part of it and why."""


class RecipeEvaluator:
    """Makes geometries from recipes.

    Args:
        recipes: The id of each row of ``places.csv`` to its recipe and its point (lon, lat).
        regions: The outlines of ``regions.geojson`` by id.
    """

    def __init__(
        self, recipes: Mapping[str, tuple[str, tuple[float, float]]], regions: Mapping[str, Any]
    ) -> None:
        self._recipes = recipes
        self._regions = regions
        self._areas: dict[str, Any] = {}
        self._makers: dict[str, Callable[[str, tuple[float, float]], Any]] = {
            "wkt": lambda rest, _point: shapely.from_wkt(rest),
            "line": lambda rest, _point: _line(rest),
            "region": lambda rest, _point: self._region(rest),
            "union": lambda rest, _point: self._union(_items(rest)),
            "border": lambda rest, _point: self._border(rest),
            "buffer": self._buffer,
            "worldview-difference": _difference,
            "island": lambda rest, point: islands.island(point, _number(rest)),
            "islands": lambda rest, point: islands.within(point, _number(rest)),
        }

    def geometry(self, recipe: str, point: tuple[float, float]) -> Any:
        """Return the geometry of ``recipe``; ``point`` (lon, lat) is the position of the place.

        Raises:
            OutlineRecipeError: The recipe has an unknown form or refers to something that does not
                exist.
        """
        form, _, rest = recipe.partition(":")
        if form not in self._makers:
            known = ", ".join(self._makers)
            raise OutlineRecipeError(
                f'recipe "{recipe}" starts with "{form}", expected one of {known}'
            )
        shape = self._makers[form](rest, point)
        if shape is None or shape.is_empty:
            raise OutlineRecipeError(f'recipe "{recipe}" gives an empty geometry')
        return shape

    def area(self, operand: str) -> Any:
        """Return the area of an operand: a country code, an id, or several joined by "+".

        Raises:
            OutlineRecipeError: There is no such area.
        """
        if operand not in self._areas:
            parts = [self._one(part.strip()) for part in operand.split("+")]
            self._areas[operand] = shapely.union_all(parts)
        return self._areas[operand]

    def _one(self, operand: str) -> Any:
        scheme, _, rest = operand.partition(":")
        if scheme == "project" and rest in self._recipes:
            return self.geometry(*self._recipes[rest])
        if operand in _groups():
            regions = polygons.admin1("un", only=_groups()[operand])
            return shapely.union_all([record.geometry for record in regions])
        shape = _country(operand, "un") or _by_operand().get(operand)
        if shape is None:
            raise OutlineRecipeError(f'there is no area "{operand}"')
        return shape

    def _union(self, operands: list[str]) -> Any:
        """Return the union of areas; many countries are simplified first, as the result will be."""
        simple = _simple_countries()
        if len(operands) >= _MANY and all(operand in simple for operand in operands):
            return shapely.union_all([simple[operand] for operand in operands])
        return shapely.union_all([self.area(operand) for operand in operands])

    def _region(self, key: str) -> Any:
        if key not in self._regions:
            raise OutlineRecipeError(f'regions.geojson has no feature with the id "{key}"')
        return self._regions[key]

    def _border(self, rest: str) -> Any:
        """Return the line along which two areas touch.

        Areas from one source share their vertices. For areas from two sources the result is the
        edge of the first where it runs within a kilometre of the second.
        """
        first, second = (self.area(operand) for operand in _items(rest))
        shared = first.boundary.intersection(second.boundary)
        if shared.length == 0:
            shared = first.boundary.intersection(second.buffer(0.01))
        parts = [p for p in shapely.get_parts(shared) if p.geom_type == "LineString"]
        return shapely.line_merge(shapely.union_all(parts)) if parts else LineString()

    def _buffer(self, rest: str, point: tuple[float, float]) -> Any:
        metres, _, inner = rest.partition(":")
        return _geodesy.buffer_m(self.geometry(inner, point), float(metres))


def read_regions(path: Path) -> dict[str, Any]:
    """Return the outlines in a GeoJSON file by feature id; empty if the file is missing."""
    if not path.is_file():
        return {}
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {f["id"]: shapely.geometry.shape(f["geometry"]) for f in features}


@functools.cache
def _groups() -> dict[str, set[str]]:
    """Return the codes of the regions that an operand names together, by the operand's spelling.

    Their full detail is made when it is asked for, because few of them ever are.
    """
    grouped: dict[str, set[str]] = {}
    for record in polygons.admin1("un", tolerance_deg=polygons.PACKED_TOLERANCE_DEG):
        code = record.key.removeprefix("admin1:")
        if record.gn_id:
            grouped.setdefault(f"geonames:{record.gn_id}", set()).add(code)
        grouped.setdefault(f"natural-earth:{code[:3]}", set()).add(code)
    return grouped


@functools.cache
def _by_operand() -> dict[str, Any]:
    """Return every single area except countries that an operand may name, by its spelling."""
    return {**_unassigned(), **{record.key: record.geometry for record in polygons.seas()}}


def _unassigned() -> dict[str, Any]:
    """Return the parts that Natural Earth draws separately and that belong to no country."""
    drawn = {record.key: record.geometry for record in polygons.disputed("un")}
    return {
        f"natural-earth:{dispute.regions[0][:3]}": drawn[f"disputed:{dispute.key}"]
        for dispute in DISPUTES
        if len(dispute.regions) == 1 and f"disputed:{dispute.key}" in drawn
    }


def _country(iso2: str, worldview: polygons.Worldview) -> Any:
    """Return a country in full detail; None if there is no such country."""
    return next((r.geometry for r in polygons.countries(worldview, only={iso2})), None)


@functools.cache
def _simple_countries() -> dict[str, Any]:
    """Return the countries by code, simplified so that neighbours still touch."""
    tolerance = polygons.PACKED_TOLERANCE_DEG
    return {r.iso2: r.geometry for r in polygons.countries("un", tolerance_deg=tolerance)}


def _difference(country: str, point: tuple[float, float]) -> Any:
    """Return the part of ``country`` in one worldview only that contains ``point``."""
    views = [_country(country, worldview) for worldview in polygons.WORLDVIEWS]
    if None in views:
        raise OutlineRecipeError(f'there is no country "{country}"')
    differing = views[0].symmetric_difference(views[1])
    return min(shapely.get_parts(differing), key=lambda part: part.distance(Point(point)))


def _number(rest: str) -> float:
    try:
        return float(rest)
    except ValueError as error:
        raise OutlineRecipeError(f'"{rest}" is not a number of metres') from error


def _line(rest: str) -> Any:
    return LineString([tuple(map(float, pair.split())) for pair in _items(rest)])


def _items(rest: str) -> list[str]:
    return [item.strip() for item in rest.split(",")]
