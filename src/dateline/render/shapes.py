"""Encodes lines and areas for the page: simplified, as integers, each distinct shape stored once.

The table keeps the exact geometry, which exports use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
import shapely

from dateline.render.routes import loose_parts

#: How an event is drawn; the index in this tuple is the code in the payload.
KINDS: Final = ("none", "point", "points", "line", "area")

#: Shape coordinates are integers in steps of about 1 m; this is the number of steps per degree.
SHAPE_STEPS_PER_DEGREE: Final = 100_000

#: Tolerances of the simplification for a shape whose longer side is 1 degree; the tolerance grows
#: with the square root of that side. The first one that keeps all shapes within the budget is used.
_TOLERANCES_DEG: Final = (0.0005, 0.001, 0.002, 0.004, 0.008)

#: Largest number of points of all shapes on a page: a base number, plus some for each shape.
_BUDGET: Final = 12_000
_BUDGET_EACH: Final = 30

# Kind of a ring; the codes in the payload.
_POINT, _LINE, _OUTER, _HOLE = range(4)


@dataclass(frozen=True, slots=True)
class ShapeColumns:
    """The shapes of all events as columns.

    Attributes:
        kind: Index in :data:`KINDS` for each event, uint8.
        shape: 1 + the number of the shape of each event, or 0 if it has no shape; uint32.
        columns: The shapes: ``shape_rings`` (number of rings of each shape), ``ring_kind`` (0
            points, 1 line, 2 outer ring, 3 hole), ``ring_length`` (number of points of each ring),
            ``shape_lon`` and ``shape_lat`` (steps of 1 / :data:`SHAPE_STEPS_PER_DEGREE`), and, if
            any line fades out, ``ring_loose`` (see :func:`~dateline.render.routes.loose_parts`).
    """

    kind: np.ndarray
    shape: np.ndarray
    columns: dict[str, np.ndarray]


def encode_shapes(geometries: np.ndarray, loose: np.ndarray | None = None) -> ShapeColumns:
    """Return the lines, areas and groups of points among ``geometries`` as columns.

    Args:
        geometries: shapely geometries (lon, lat in degrees); empty ones count as ``None``.
        loose: Which ends of each line fade out, as ``routes.loose_ends`` returns it; None if none.
    """
    kind = kinds_of(geometries)
    shape = np.zeros(len(geometries), np.uint32)
    drawn = np.flatnonzero(kind > KINDS.index("point"))
    ends_of = np.zeros(len(geometries), np.uint8) if loose is None else loose
    # Equal lines that fade out at different ends are different shapes.
    keys = [
        wkb + bytes([ends])
        for wkb, ends in zip(
            shapely.to_wkb(geometries[drawn]), ends_of[drawn].tolist(), strict=True
        )
    ]
    numbers, distinct = pd.factorize(np.array(keys, dtype=object))
    shape[drawn] = numbers + 1
    simple = _simplify(shapely.from_wkb(np.array([key[:-1] for key in distinct], dtype=object)))
    return ShapeColumns(kind, shape, _ring_columns(simple, [key[-1] for key in distinct]))


def kinds_of(geometries: np.ndarray) -> np.ndarray:
    """Return the code of each geometry; a collection counts as its highest dimension."""
    kind = np.zeros(len(geometries), np.uint8)
    # Nearly all geometries are points, so these calls run once for all of them.
    size = shapely.get_num_coordinates(geometries)
    is_point = shapely.get_type_id(geometries) == shapely.GeometryType.POINT
    kind[is_point & (size > 0)] = KINDS.index("point")
    other = np.flatnonzero(~is_point & (size > 0))
    dimension = shapely.get_dimensions(geometries[other])
    kind[other] = np.select(
        [dimension == 1, dimension == 2, size[other] > 1],  # noqa: PLR2004 - line, area, points
        [KINDS.index("line"), KINDS.index("area"), KINDS.index("points")],
        default=KINDS.index("point"),
    )
    return kind


def _simplify(shapes: np.ndarray) -> np.ndarray:
    if not len(shapes):
        return shapes
    west, south, east, north = shapely.bounds(shapes).T
    root = np.sqrt(np.maximum(east - west, north - south))
    budget = _BUDGET + _BUDGET_EACH * len(shapes)
    simple = shapes
    for tolerance in _TOLERANCES_DEG:
        simple = _simplified(simple, root * tolerance)
        if shapely.get_num_coordinates(simple).sum() <= budget:
            break
    return np.asarray(simple)


def _simplified(shapes: np.ndarray, tolerance: np.ndarray) -> np.ndarray:
    """Return the shapes with fewer vertices, valid and none of them empty.

    Preserving topology takes five times as long, so it is only done where its absence shows.
    Islands smaller than the tolerance may vanish, if the shape has larger parts.
    """
    simple = shapely.simplify(shapes, tolerance, preserve_topology=False)
    is_bad = shapely.is_empty(simple) | ~shapely.is_valid(simple)
    simple[is_bad] = shapely.simplify(shapes[is_bad], tolerance[is_bad], preserve_topology=True)
    return np.asarray(simple)


def _ring_columns(shapes: np.ndarray, loose: Sequence[int]) -> dict[str, np.ndarray]:
    rings, owners, kinds = _rings(shapes)
    coordinates, ring_of = shapely.get_coordinates(rings, return_index=True)
    steps = np.round(coordinates * SHAPE_STEPS_PER_DEGREE).astype(np.int32)
    fades = np.zeros(len(rings), np.uint8)
    for number in np.flatnonzero(loose).tolist():
        own = np.flatnonzero(owners == number)
        fades[own] = loose_parts(rings[own], loose[number])
    return ({"ring_loose": fades} if fades.any() else {}) | {
        "shape_rings": np.bincount(owners, minlength=len(shapes)).astype(np.uint16),
        "ring_kind": kinds.astype(np.uint8),
        "ring_length": np.bincount(ring_of, minlength=len(rings)).astype(np.uint32),
        "shape_lon": np.ascontiguousarray(steps[:, 0]),
        "shape_lat": np.ascontiguousarray(steps[:, 1]),
    }


def _rings(shapes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the rings of the shapes, and the shape and the kind of each ring."""
    parts, owners = shapely.get_parts(shapes, return_index=True)
    # A collection may contain multi-geometries, so its parts are split again.
    parts, inner = shapely.get_parts(parts, return_index=True)
    owners = owners[inner]
    is_area = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    area = np.flatnonzero(is_area)
    rings, ring_area = shapely.get_rings(parts[area], return_index=True)
    first = np.diff(ring_area, prepend=-1) > 0
    other = np.flatnonzero(~is_area)
    line = np.where(shapely.get_dimensions(parts[other]) == 0, _POINT, _LINE)
    pieces = np.concatenate([parts[other], rings])
    part_of = np.concatenate([other, area[ring_area]])
    kinds = np.concatenate([line, np.where(first, _OUTER, _HOLE)])
    order = np.argsort(part_of, kind="stable")
    return pieces[order], owners[part_of[order]], kinds[order]
