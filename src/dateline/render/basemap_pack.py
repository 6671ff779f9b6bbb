"""Packs the lines of the base map for the page; ``web/src/basemap-decode.js`` unpacks them.

``basemap.py`` decides which lines are included and at what level of detail.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

#: Coordinates of coarse vertices are multiples of this many units.
COARSE: Final = 10


class Vertices(NamedTuple):
    """Vertices in drawing order.

    Attributes:
        x: Longitude in units.
        y: Latitude in units.
        run: Number of the drawn line that each vertex belongs to; its vertices are consecutive.
        line: Number of the compiled line that each vertex comes from.
    """

    x: NDArray[np.int32]
    y: NDArray[np.int32]
    run: NDArray[np.int64]
    line: NDArray[np.int32]

    def where(self, is_in: NDArray[np.bool_]) -> Vertices:
        """Return the vertices for which ``is_in`` is true."""
        return Vertices(self.x[is_in], self.y[is_in], self.run[is_in], self.line[is_in])


class Lines(NamedTuple):
    """The selected lines of one layer.

    Attributes:
        x: Longitude of each vertex in units, line after line.
        y: Latitude of each vertex in units.
        size: Number of vertices of each line. A ring does not repeat its first vertex.
        zoom: Lowest zoom at which each line is drawn.
    """

    x: NDArray[np.int32]
    y: NDArray[np.int32]
    size: NDArray[np.int64]
    zoom: NDArray[np.uint8]


def lines_of(
    vertices: Vertices, unit: NDArray[np.int64], zooms: NDArray[np.uint8], *, is_ring: bool
) -> Lines:
    """Return the vertices as lines, without repeated vertices and lines that became too short.

    Args:
        vertices: The selected vertices.
        unit: Number of units that each vertex is rounded to.
        zooms: Lowest zoom at which each compiled line is drawn.
        is_ring: Whether the lines are rings.
    """
    x, y = (np.rint(v / unit).astype(np.int32) * unit.astype(np.int32) for v in vertices[:2])
    vertices = vertices._replace(x=x, y=y)
    vertices = vertices.where(~_repeats(vertices))
    if is_ring:
        vertices = vertices.where(~_closes(vertices))
    _, first, size = np.unique(vertices.run, return_index=True, return_counts=True)
    is_drawn = size >= (3 if is_ring else 2)
    shown = vertices.where(np.repeat(is_drawn, size))
    return Lines(shown.x, shown.y, size[is_drawn], zooms[vertices.line[first[is_drawn]]])


def pack(lines: Lines) -> bytes:
    """Return the lines as varints: zoom and size of each line, then each vertex as a difference."""
    heads = np.column_stack([lines.zoom, lines.size]).ravel()
    steps = np.column_stack([_steps(lines.x), _steps(lines.y)]).ravel()
    return _varints(heads) + _varints(steps)


def _repeats(vertices: Vertices) -> NDArray[np.bool_]:
    """Return which vertices are equal to the previous vertex of their line."""
    repeats = np.zeros(len(vertices.x), bool)
    repeats[1:] = np.logical_and.reduce([np.diff(column) == 0 for column in vertices[:3]])
    return repeats


def _closes(vertices: Vertices) -> NDArray[np.bool_]:
    """Return which vertices are the last of their ring and equal to its first."""
    _, first, size = np.unique(vertices.run, return_index=True, return_counts=True)
    last = first + size - 1
    closes = np.zeros(len(vertices.x), bool)
    x, y = vertices.x, vertices.y
    closes[last] = (x[last] == x[first]) & (y[last] == y[first]) & (size > 1)
    return closes


def _steps(whole: NDArray[np.int32]) -> NDArray[np.int64]:
    """Return the encoded differences: even for multiples of :data:`COARSE`, odd for others."""
    step = np.diff(whole.astype(np.int64), prepend=0)
    is_coarse = np.mod(step, COARSE) == 0
    value = np.where(is_coarse, step // COARSE, step)
    zigzag = np.where(value < 0, -2 * value - 1, 2 * value)
    encoded: NDArray[np.int64] = zigzag * 2 + ~is_coarse
    return encoded


def _varints(values: NDArray[Any]) -> bytes:
    """Return non-negative integers as varints, seven bits per byte, lowest bits first."""
    left = values.astype(np.uint64)
    length = np.ones(len(left), np.int64)
    for bits in (7, 14, 21, 28):
        length += left >> np.uint64(bits) > 0
    start = np.cumsum(length) - length
    packed = np.zeros(int(length.sum()), np.uint8)
    for index in range(int(length.max(initial=0))):
        has_byte = length > index
        more = np.where(length[has_byte] > index + 1, 128, 0).astype(np.uint64)
        packed[start[has_byte] + index] = (left[has_byte] & np.uint64(127)) | more
        left >>= np.uint64(7)
    return packed.tobytes()
