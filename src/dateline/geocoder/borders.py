"""The border that two areas share. Which areas to compare is decided elsewhere."""

from __future__ import annotations

from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiLineString
from shapely.geometry.base import BaseGeometry

from dateline.geocoder.growing import grown
from dateline.geodesy import parts_of

#: If two outlines share no edge, they still count as one border where they run at most this far
#: apart.
TOLERANCE_M: Final = 2_000.0

#: Nearer to a pole, degrees of longitude are not compared.
_POLAR_DEG: Final = 89.0


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
        near, opposite = _near(one.boundary, other.boundary), _near(other.boundary, one.boundary)
        if not (near.is_empty or opposite.is_empty):
            edges = _lines(near.intersection(grown(opposite, TOLERANCE_M)))
    return shapely.line_merge(edges)


def _lines(geometry: BaseGeometry) -> MultiLineString:
    return MultiLineString([part for part in parts_of(geometry) if isinstance(part, LineString)])


def _near(lines: BaseGeometry, other: BaseGeometry) -> BaseGeometry:
    """Return the edges of lines that are near edges of others, and possibly a few more."""
    edges, others = _edges(lines), _edges(other)
    west, south, east, north = shapely.bounds(edges).T
    up = TOLERANCE_M / 100_000  # degrees; no degree of latitude is shorter than 100 km
    lat = np.minimum(np.maximum(-south, north) + up, _POLAR_DEG)
    across = up / np.cos(np.radians(lat))
    boxes = shapely.box(west - across, south - up, east + across, north + up)
    found = np.unique(shapely.STRtree(others).query(boxes)[0])
    return shapely.line_merge(MultiLineString(edges[found].tolist()))


def _edges(lines: BaseGeometry) -> NDArray[np.object_]:
    """Return each edge as a line of its own."""
    positions, which = shapely.get_coordinates(parts_of(lines), return_index=True)
    starts = np.flatnonzero(which[1:] == which[:-1])
    return np.asarray(shapely.linestrings(np.stack([positions[starts], positions[starts + 1]], 1)))
