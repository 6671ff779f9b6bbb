"""The line that two areas share. Which areas those are is decided elsewhere."""

from __future__ import annotations

from typing import Final

import shapely
from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from dateline.geodesy import buffer_m, parts_of

#: How far apart the outlines of neighbours may run and still be one border, if they share no edge.
TOLERANCE_M: Final = 2_000.0


def shared_border(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """Return the line along which two areas touch: empty if they do not.

    If the outlines share edges, those edges, joined; else what of the outline of ``one`` runs
    within 2 km of ``other``, for areas from different sources.

    Args:
        one: An area in OGC:CRS84.
        other: Another; the order matters only in the second case.
    """
    edges = _lines(shapely.intersection(one.boundary, other.boundary))
    if edges.is_empty:
        near = one.boundary.intersection(shapely.box(*_grown(other)))
        if not near.is_empty:
            edges = _lines(near.intersection(buffer_m(other.boundary, TOLERANCE_M)))
    return shapely.line_merge(edges)


def _lines(geometry: BaseGeometry) -> MultiLineString:
    return MultiLineString([part for part in parts_of(geometry) if isinstance(part, LineString)])


def _grown(area: BaseGeometry) -> tuple[float, float, float, float]:
    west, south, east, north = area.bounds
    return (west - 0.1, south - 0.1, east + 0.1, north + 0.1)
