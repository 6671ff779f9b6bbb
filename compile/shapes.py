"""The polygons of ``polygons.py``, read once, and the point and radius of a shape.

The modules that make the places decide which polygon belongs to which place.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from typing import Any

import shapely

import polygons
from records import distance_m

WORLDVIEWS = polygons.WORLDVIEWS
#: Simplification tolerance in degrees; about 1.1 km at the equator.
TOLERANCE = polygons.PACKED_TOLERANCE_DEG


def countries(worldview: str) -> Sequence[Any]:
    """Return the countries in ``worldview``, simplified so that neighbours still touch."""
    return polygons.countries(worldview, tolerance_deg=TOLERANCE)


@functools.cache
def admin1() -> Sequence[Any]:
    """Return the first-level regions, each a record (of ``un``) and its shape by worldview."""
    by_key: dict[str, tuple[Any, dict[str, Any]]] = {}
    for view in WORLDVIEWS:
        for record in polygons.admin1(view, tolerance_deg=TOLERANCE):
            by_key.setdefault(record.key, (record, {}))[1][view] = record.geometry
    return list(by_key.values())


def by_worldview(found: dict[str, Any]) -> dict[str, Any]:
    """Return ``found`` (worldview to shape) as it is stored: one entry if all worldviews agree."""
    first = next(iter(found.values()), None)
    is_agreed = len(found) == len(WORLDVIEWS) and all(map(first.equals_exact, found.values()))
    return {"": first} if is_agreed else found


def point_of(shape: Any) -> tuple[float, float]:
    """Return (lon, lat) of a point well inside an area or midway along a line, in degrees.

    For an area it is the centre of the largest circle in its largest part, with longitudes scaled
    by the latitude.
    """
    part = _largest(shape)
    if part.geom_type == "Point":
        return part.x, part.y
    if part.geom_type == "LineString":
        middle = part.interpolate(0.5, normalized=True)
        return middle.x, middle.y
    squeeze = max(0.05, math.cos(math.radians((part.bounds[1] + part.bounds[3]) / 2)))
    flat = shapely.transform(part.simplify(0.01) or part, lambda xy: xy * (squeeze, 1.0))
    size = max(flat.bounds[2] - flat.bounds[0], flat.bounds[3] - flat.bounds[1])
    centre = shapely.maximum_inscribed_circle(flat, tolerance=size / 100).coords[0]
    return centre[0] / squeeze, centre[1]


def radius_m(shape: Any, lon: float, lat: float) -> float:
    """Return the distance in metres from (lon, lat) to the farthest vertex of ``shape``."""
    corners = shapely.get_coordinates(shapely.convex_hull(shape))
    return max(distance_m(lon, lat, (x, y)) for x, y in corners)


def simplified(shape: Any, tolerance: float = TOLERANCE) -> Any:
    """Return a valid ``shape`` with fewer vertices, at most ``tolerance`` degrees off."""
    simple = shape.simplify(tolerance, preserve_topology=True)
    return simple if simple.is_valid and not simple.is_empty else shapely.make_valid(shape)


def _largest(shape: Any) -> Any:
    parts = getattr(shape, "geoms", None)
    if parts is None:
        return shape
    return max(parts, key=lambda part: (part.area, part.length))


def union(parts: Sequence[Any]) -> Any:
    """Return the union of ``parts``; a single part is returned unchanged."""
    return parts[0] if len(parts) == 1 else shapely.union_all(list(parts))
