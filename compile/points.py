"""The representation points of areas: those that most gazetteers share, else one well inside."""

from __future__ import annotations

import functools
import tomllib
from typing import Any

import shapely
import shapely.ops

import inputs
import shapes

# A point off an outline moves this far inside it, in degrees, unless the outline is narrower.
_INSIDE_DEG = 0.02


@functools.cache
def _known() -> dict[str, tuple[float, float]]:
    """Return (lon, lat) by country code or GeoNames' code of a first-level region."""
    table = tomllib.loads((inputs.HERE / "points.toml").read_text(encoding="utf-8"))
    return {code: (p[0], p[1]) for part in table.values() for code, p in part.items()}


def point_of(code: str, shape: Any) -> tuple[float, float]:
    """Return (lon, lat) of the representation point of an area, in degrees.

    Args:
        code: ISO 3166-1 alpha-2, or GeoNames' code of a first-level region.
        shape: The outline, on which the point lies.
    """
    if code not in _known():
        return shapes.point_of(shape)
    point = shapely.Point(_known()[code])
    if shape.intersects(point):
        return point.x, point.y
    inner = shape.buffer(-_INSIDE_DEG)
    on, _ = shapely.ops.nearest_points(shape if inner.is_empty else inner, point)
    return on.x, on.y
