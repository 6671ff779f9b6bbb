"""The outlines of islands, from the land of all countries at 1:10m.

A country's outline has one polygon for each of its islands, so the polygon that contains a point is
the island, or the part of it that belongs to that country.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import shapely
import shapely.ops

import polygons
from records import distance_m

# The largest island is Greenland; a polygon of more square degrees (it has 660) is a continent.
_CONTINENT_DEG2 = 700.0


@functools.cache
def _parts() -> tuple[Any, Any]:
    """Return the polygons of all land, and an index of them."""
    shapes = [record.geometry for record in polygons.countries("un")]
    parts = shapely.get_parts(shapes)
    return parts, shapely.STRtree(parts)


def island(point: tuple[float, float], near_m: float) -> Any:
    """Return the island that contains ``point`` (lon, lat), or the nearest one.

    An island that belongs to several countries is put together again.

    Args:
        point: Longitude and latitude in degrees.
        near_m: How far off the island the point may lie, in metres.

    Returns:
        The outline; None if there is no land so near, or if the land is a continent.
    """
    parts, tree = _parts()
    found = int(tree.query_nearest(shapely.Point(point), all_matches=False)[0])
    on = shapely.ops.nearest_points(parts[found], shapely.Point(point))[0]
    if distance_m(*point, (on.x, on.y)) > near_m:
        return None
    chosen = {found}
    while True:
        touching = tree.query(parts[sorted(chosen)], predicate="intersects")[1]
        wider = chosen | set(touching.tolist())
        if sum(parts[i].area for i in wider) > _CONTINENT_DEG2:
            return None
        if wider == chosen:
            return shapely.union_all(parts[sorted(chosen)])
        chosen = wider


def within(point: tuple[float, float], radius_m: float) -> Any:
    """Return all islands that lie completely within ``radius_m`` of ``point`` (lon, lat)."""
    parts, tree = _parts()
    lon, lat = point
    up = radius_m / 110_000
    across = min(180.0, up / max(0.05, np.cos(np.radians(lat))))
    box = shapely.box(lon - across, lat - up, lon + across, lat + up)
    held = [
        parts[i]
        for i in sorted(tree.query(box, predicate="contains").tolist())
        if _reach_m(parts[i], point) <= radius_m
    ]
    return shapely.union_all(held) if held else None


def _reach_m(shape: Any, point: tuple[float, float]) -> float:
    corners = shapely.get_coordinates(shapely.convex_hull(shape))
    return max(distance_m(*point, (x, y)) for x, y in corners)
