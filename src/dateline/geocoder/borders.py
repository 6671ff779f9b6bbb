"""The border that two areas share. Which areas to compare is decided elsewhere."""

from __future__ import annotations

from typing import Final

import shapely
from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from dateline.geodesy import buffer_m, parts_of

#: If two outlines share no edge, they still count as one border where they run at most this far
#: apart.
TOLERANCE_M: Final = 2_000.0


def shared_border(one: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """Return the line along which two areas touch; an empty line if they do not touch.

    If the outlines share edges, the result is those edges, joined. Otherwise, for areas from
    different sources, it is the part of the outline of ``one`` that lies within 2 km of ``other``.

    Args:
        one: An area in OGC:CRS84.
        other: Another area in OGC:CRS84; the order of the two matters only if they share no edge.
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
