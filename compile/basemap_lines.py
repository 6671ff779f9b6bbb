"""The lines of the base map: coasts, borders, waters and disputed areas; every vertex has a level.

A vertex of level 0 is part of the coarsest drawing, one of level 3 only of the finest. A page uses
fine vertices near its events and coarse ones elsewhere, from the same lines, so that there are no
gaps where the detail changes. ``dateline/render/basemap.py`` selects the vertices; all of them are
stored here.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from polygons_atoms import Atom
from polygons_disputes import DISPUTES, WORLDVIEWS, Worldview

#: Visvalingam tolerance of each level in degrees, the coarsest first: about 1:50m to 1:10m.
TOLERANCES_DEG: Final = (0.04, 0.016, 0.006, 0.002)
#: Smaller rings (in square degrees) are left out of levels 0, 1 and 2.
LEAST_AREA_DEG2: Final = (0.012, 0.0012, 0.0001)
#: Beyond these latitudes a vertex counts as one level finer, and the coarsest level uses
#: :data:`POLAR_TOLERANCE_DEG`, because Mercator stretches areas there that few people look at.
POLAR_LATITUDES: Final = (-60.0, 72.0)
POLAR_TOLERANCE_DEG: Final = 0.15

#: Border styles in one worldview.
NO_LINE, REGION, COUNTRY, DISPUTED = range(4)


@dataclass(frozen=True, slots=True)
class Line:
    """A ring or a line.

    Attributes:
        layer: ``land``, ``lakes``, ``disputed`` (rings, filled by the even-odd rule), ``rivers`` or
            ``borders`` (lines).
        xy: Longitude and latitude in degrees; shape (n, 2); the last vertex of a ring repeats the
            first.
        level: The coarsest level that contains each vertex, 0 to 3; shape (n,).
        first: For a border its style in the worldview ``un``; for a river its scale rank.
        second: For a border its style in the worldview ``de-facto``.
        zoom: For a border between regions, the zoom from which it is drawn.
    """

    layer: str
    xy: NDArray[np.float64]
    level: NDArray[np.uint8]
    first: int = 0
    second: int = 0
    zoom: int = 0


def land_lines(atoms: Sequence[Atom]) -> list[Line]:
    """Return land, borders and hatched disputed areas of a valid coverage."""
    shapes = np.array([atom.geometry for atom in atoms])
    levels = _Levels.of_coverage(shapes)
    finest = levels.finest
    land, _ = _all_rings([shapely.coverage_union_all(finest)])
    hatched = [d.key for d in DISPUTES if d.is_hatched]
    areas = [
        shapely.coverage_union_all(
            [s for s, a in zip(finest, atoms, strict=True) if a.dispute == key]
        )
        for key in hatched
    ]
    return [
        *_rings("land", land, levels),
        *_borders(atoms, finest, levels),
        *_rings("disputed", _all_rings(areas)[0], levels),
    ]


def lake_lines(lakes: Iterable[BaseGeometry]) -> list[Line]:
    """Return the rings of the lakes."""
    shapes = np.array([p for lake in lakes for p in shapely.get_parts(lake)])
    levels = _Levels.of_single(shapes)
    return _rings("lakes", _all_rings(levels.finest)[0], levels)


def river_lines(rivers: Iterable[tuple[BaseGeometry, int]]) -> list[Line]:
    """Return the rivers; the input is (line, scale rank from 0)."""
    merged = [(shapely.line_merge(shape), rank) for shape, rank in rivers]
    pairs = [(part, rank) for shape, rank in merged for part in shapely.get_parts(shape)]
    lines = np.array([line for line, _ in pairs])
    levels = _Levels.of_lines(lines)
    return [
        Line("rivers", xy, levels.of(xy), first=rank)
        for line, (_, rank) in zip(lines, pairs, strict=True)
        if len(xy := shapely.get_coordinates(line)) > 1
    ]


class _Levels:
    """The level of every vertex of shapes that were simplified step by step.

    Args:
        steps: The shapes after each step, from the finest to the coarsest.
    """

    def __init__(self, steps: Sequence[NDArray[np.object_]]) -> None:
        self.finest = steps[0]
        # The vertices of each step except the finest, starting with the coarsest.
        self._known = [np.unique(_keys(shapely.get_coordinates(s))) for s in steps[:0:-1]]

    @classmethod
    def of_coverage(cls, shapes: NDArray[np.object_]) -> _Levels:
        steps = []
        for tolerance in _FINE_TO_COARSE:
            shapes = shapely.coverage_simplify(shapes, tolerance)
            steps.append(shapes)
        return cls(steps)

    @classmethod
    def of_single(cls, shapes: NDArray[np.object_]) -> _Levels:
        """Return the levels of shapes that share no borders."""
        steps = []
        for tolerance in _FINE_TO_COARSE:
            shapes = np.array([shapely.coverage_simplify(s, tolerance) for s in shapes])
            steps.append(shapes)
        return cls(steps)

    @classmethod
    def of_lines(cls, lines: NDArray[np.object_]) -> _Levels:
        # Douglas-Peucker uses distance instead of area; half the tolerance looks the same.
        return cls([lines, *(shapely.simplify(lines, t / 2) for t in _FINE_TO_COARSE[1:])])

    def of(self, xy: NDArray[np.float64]) -> NDArray[np.uint8]:
        """Return the level of each of the vertices ``xy``."""
        keys = _keys(xy)
        # One more than the number of levels, because the polar step comes first.
        level = np.full(len(xy), len(self._known), np.int8)
        for number in reversed(range(len(self._known))):
            known = self._known[number]
            index = np.minimum(np.searchsorted(known, keys), len(known) - 1)
            level[known[index] == keys] = number
        south, north = POLAR_LATITUDES
        is_polar = (xy[:, 1] < south) | (xy[:, 1] > north)
        return np.clip(level - ~is_polar, 0, len(TOLERANCES_DEG) - 1).astype(np.uint8)


_FINE_TO_COARSE: Final = (*reversed(TOLERANCES_DEG), POLAR_TOLERANCE_DEG)


def _keys(xy: NDArray[np.float64]) -> NDArray[np.complex128]:
    return np.ascontiguousarray(xy).view(np.complex128).ravel()


def _all_rings(
    shapes: Sequence[BaseGeometry] | NDArray[np.object_],
) -> tuple[NDArray[np.object_], NDArray[np.int64]]:
    """Return the rings of all polygons, and the index in ``shapes`` of each ring."""
    parts, shape = shapely.get_parts(np.asarray(shapes), return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    return rings, shape[part]


def _rings(layer: str, rings: NDArray[np.object_], levels: _Levels) -> list[Line]:
    every, ring = shapely.get_coordinates(rings, return_index=True)
    level = levels.of(every)
    ends = np.searchsorted(ring, np.arange(len(rings)), side="right")
    lines = []
    start = 0
    for end, area in zip(ends, shapely.area(shapely.polygons(rings)), strict=True):
        least = sum(area < limit for limit in LEAST_AREA_DEG2)
        found = np.maximum(level[start:end], np.uint8(least))
        lines.append(Line(layer, every[start:end], found))
        start = end
    return lines


def _borders(atoms: Sequence[Atom], finest: NDArray[np.object_], levels: _Levels) -> list[Line]:
    """Return the lines between atoms, each once, unbroken while the style stays the same."""
    rings, owner = _all_rings(finest)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    _, vertex = np.unique(_keys(xy), return_inverse=True)
    is_edge = ring[:-1] == ring[1:]
    start = np.flatnonzero(is_edge)
    one, other = vertex[start], vertex[start + 1]
    edge = np.minimum(one, other) * np.int64(len(xy)) + np.maximum(one, other)
    atom = owner[ring[start]]
    group = _groups(atoms, edge, atom)
    # Consecutive edges of the same ring and group form one line.
    new = np.ones(len(start), bool)
    new[1:] = (start[1:] != start[:-1] + 1) | (group[1:] != group[:-1])
    heads = np.flatnonzero(new)
    tails = np.append(heads[1:], len(start)) - 1
    level = levels.of(xy)
    lines = []
    for head, tail in zip(heads, tails, strict=True):
        if group[head] >= 0:
            part = slice(start[head], start[tail] + 2)
            lines.append(_border(xy[part], level[part], int(group[head])))
    return lines


def _border(xy: NDArray[np.float64], level: NDArray[np.uint8], group: int) -> Line:
    first, second, zoom = group // 400, group // 100 % 4, group % 100
    return Line("borders", xy, level, first, second, zoom)


def _groups(
    atoms: Sequence[Atom], edge: NDArray[np.int64], atom: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Return the style of each edge as a number; -1 for coasts, duplicates and hidden edges."""
    order = np.argsort(edge, kind="stable")
    is_pair = edge[order][:-1] == edge[order][1:]
    here, there = order[:-1][is_pair], order[1:][is_pair]
    first, second = np.minimum(atom[here], atom[there]), np.maximum(atom[here], atom[there])
    pairs, pair = np.unique(first * np.int64(len(atoms)) + second, return_inverse=True)
    found = [_group(atoms[number // len(atoms)], atoms[number % len(atoms)]) for number in pairs]
    group = np.full(len(edge), -1, np.int64)
    group[here] = np.array(found, np.int64)[pair]
    return group


def _group(one: Atom, other: Atom) -> int:
    first, second = (_style(one, other, view) for view in WORLDVIEWS)
    if first == second == NO_LINE:
        return -1
    zoom = _zoom(one, other) if max(first, second) == REGION else 0
    return first * 400 + second * 100 + zoom


def _style(one: Atom, other: Atom, view: Worldview) -> int:
    if one.country[view] != other.country[view]:
        return DISPUTED if one.claims & other.claims else COUNTRY
    if one.country != other.country:
        return DISPUTED
    if one.dispute != other.dispute and _has_own_line(one, other):
        return DISPUTED
    return REGION if one.region[view] != other.region[view] else NO_LINE


def _has_own_line(one: Atom, other: Atom) -> bool:
    """Return whether a body that is not a country claims only one of them."""
    return any(len(claimant) > 2 and ":" not in claimant for claimant in one.claims ^ other.claims)


def _zoom(one: Atom, other: Atom) -> int:
    """Return the zoom at which the smaller of two regions is about 40 pixels wide."""
    width_deg = math.sqrt(min(one.geometry.area, other.geometry.area))
    return int(min(max(math.log2(40 * 360 / 256 / max(width_deg, 1e-6)), 4), 10))
