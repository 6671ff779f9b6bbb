"""How much detail of an outline a distance needs: fewer vertices, and small bays filled.

Growing by a distance hides detail. A vertex less than a hundredth of the distance off the line
between its neighbours hardly moves the result. Neither does a bay whose mouth is narrow against the
distance: a mouth of 0.3 of the distance moves the result by 1.1 % at most (``w² / 8 r``).
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from dateline import geodesy
from dateline.geodesy import HALF_TURN

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]

#: Metres of a degree of latitude.
DEGREE_M: Final = 111_320.0

#: The tolerance as a share of the distance.
TOLERANCE: Final = 1 / 100

#: The widest mouth of a bay that is filled, as a share of the distance.
_MOUTH: Final = 0.3

#: The depth up to which it is filled, as a share of the distance: the rest reaches all of it.
_DEPTH: Final = 0.5

#: The smallest cosine of a latitude used here, that of 87°.
_LEAST_COSINE: Final = 0.05

#: An edge on 180° beyond this latitude is where an area around a pole is split.
_POLAR_DEG: Final = 80.0

#: A line has two ends.
_ENDS: Final = 2


class LineArrays(NamedTuple):
    """Lines as arrays of their vertices.

    Attributes:
        positions: The vertices, line after line.
        which: The index of the line of each vertex, from 0.
        is_rim: For each line, whether it is a piece of an outline, with the area on its left.
    """

    positions: Floats
    which: Indices
    is_rim: NDArray[np.bool_]


def cosine(lat: Floats) -> Floats:
    """Return the length of a degree of longitude as a share of one of latitude, at least 0.05."""
    return np.maximum(np.cos(np.radians(lat)), _LEAST_COSINE)


def lines_of(geometry: BaseGeometry, *, step_deg: float) -> LineArrays:
    """Return the lines and outlines of a geometry, with a vertex at least every ``step_deg``.

    Edges at a pole, and those on 180° beyond 80° of latitude, are left out: outlines are only
    split there.
    """
    lines = [part for part in geodesy.parts_of(geometry) if isinstance(part, LineString)]
    areas = shapely.orient_polygons(np.asarray(geodesy.polygons_of(geometry), dtype=object))
    everything = np.array([*lines, *shapely.get_rings(areas)], dtype=object)
    dense = shapely.segmentize(everything, step_deg)
    positions, which = shapely.get_coordinates(dense, return_index=True)
    is_rim = np.arange(len(everything)) >= len(lines)
    is_edge = which[1:] == which[:-1]
    edges = np.abs(np.stack([positions[:-1], positions[1:]]))
    is_at_180 = (edges[:, :, 0] >= HALF_TURN).all(axis=0)
    is_seam = is_at_180 & (edges[:, :, 1] >= _POLAR_DEG).all(axis=0)
    is_seam |= (edges[:, :, 1] >= HALF_TURN / 2).all(axis=0)
    starts = np.flatnonzero(is_edge & ~is_seam)
    return cut_lines(LineArrays(positions, which, is_rim), starts, np.zeros(len(starts)))


def cut_lines(lines: LineArrays, starts: Indices, keys: NDArray[np.float64]) -> LineArrays:
    """Return new lines of the edges that begin at these vertices, cut where the key changes."""
    if not len(starts):
        return LineArrays(lines.positions[:0], lines.which[:0], lines.is_rim[:0])
    is_first = np.ones(len(starts), dtype=bool)
    is_first[1:] = (np.diff(starts) != 1) | (np.diff(keys) != 0)
    piece = np.cumsum(is_first) - 1
    ends = np.append(np.flatnonzero(is_first)[1:], len(starts))
    vertices = np.insert(starts, ends, starts[ends - 1] + 1)
    which = np.insert(piece, ends, piece[ends - 1])
    return LineArrays(lines.positions[vertices], which, lines.is_rim[lines.which[starts[is_first]]])


def coarser(lines: LineArrays, distance: float) -> LineArrays:
    """Return lines in a plane without the detail that growing by a distance hides.

    Args:
        lines: In the units of ``distance``, in any plane without much distortion.
        distance: How far the lines will be grown.
    """
    if not len(lines.positions):
        return lines
    made = shapely.linestrings(lines.positions, indices=lines.which)
    simple = shapely.simplify(made, distance * TOLERANCE, preserve_topology=True)
    positions, which = shapely.get_coordinates(simple, return_index=True)
    return _filled(LineArrays(positions, which, lines.is_rim), distance * _MOUTH, distance * _DEPTH)


def _filled(lines: LineArrays, mouth: float, depth: float) -> LineArrays:
    """Return outlines without the vertices of bays with a narrow mouth.

    A vertex goes if the outline turns to the right there, its neighbours are close to each other,
    and everything that has gone stays within a depth of the line between them; again and again,
    but never two neighbours at once.
    """
    positions, which, is_rim = lines
    hidden = np.zeros(len(positions))  # how far what has gone is from the edge after each vertex
    while len(positions) > _ENDS:
        before, after = positions[:-2], positions[2:]
        (x1, y1), (x2, y2) = (positions[1:-1] - before).T, (after - before).T
        chord = np.hypot(x2, y2)
        # At most as far as the nearer end of the line between the neighbours.
        away = np.minimum(np.hypot(x1, y1), np.hypot(x2 - x1, y2 - y1))
        deep = away + np.maximum(hidden[:-2], hidden[1:-1])
        is_bay = (x1 * y2 <= y1 * x2) & (chord <= mouth) & (deep <= depth)
        is_bay &= (which[:-2] == which[2:]) & is_rim[which[1:-1]]
        bays = np.flatnonzero(is_bay)
        if not len(bays):
            break
        is_first = np.diff(bays, prepend=-_ENDS) != 1
        first = bays[is_first][np.cumsum(is_first) - 1]
        gone = bays[(bays - first) % 2 == 0]
        hidden[gone] = deep[gone]
        positions = np.delete(positions, gone + 1, axis=0)
        which, hidden = np.delete(which, gone + 1), np.delete(hidden, gone + 1)
    return LineArrays(positions, which, is_rim)


def in_parts(lines: LineArrays, edges: int) -> NDArray[np.object_]:
    """Return the lines as shapely lines of at most so many edges."""
    starts = np.flatnonzero(lines.which[1:] == lines.which[:-1])
    first = np.searchsorted(lines.which, lines.which[starts])
    parts = cut_lines(lines, starts, np.asarray((starts - first) // edges, dtype=np.float64))
    return np.asarray(shapely.linestrings(parts.positions, indices=parts.which), dtype=object)
