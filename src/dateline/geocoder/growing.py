"""Grow a geometry by a distance, in a time that depends little on how detailed it is.

Small outlines are left to ``geodesy.buffer_m``. Large ones, such as that of Canada, are cut into
cells, each grown in a projection of its own, without the detail that the distance hides
(``outline_detail.py``). For large distances see ``growing_far.py``. The result is within 2 % of the
distance, plus 20 m.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import GeometryCollection, LineString, MultiPoint, Point, Polygon
from shapely.geometry.base import BaseGeometry

from dateline import geodesy
from dateline.geocoder.growing_far import grown_far
from dateline.geocoder.outline_detail import (
    DEGREE_M,
    TOLERANCE,
    Floats,
    LineArrays,
    coarser,
    cosine,
    cut_lines,
    in_parts,
    lines_of,
)
from dateline.geodesy import HALF_TURN, LonLat

#: Outlines with at most this many vertices are grown as they are.
SMALL: Final = 500

#: From this distance on, ``growing_far.py`` does it.
FAR_M: Final = 400_000.0

#: Up to this distance areas are grown as areas, which is faster than growing their outlines.
_AREAS_M: Final = 15_000.0

#: A detailed outline is not grown by less than this, which is less than its own accuracy.
LEAST_M: Final = 500.0

#: Degrees of latitude of a cell, and about as many metres of longitude. In its corners, 400 km from
#: the centre, the projection stretches sideways by less than 0.1 %.
_CELL_DEG: Final = 5.0

#: Vertices are at most this many degrees apart before they are projected.
_STEP_DEG: Final = 0.25

#: Lines are grown in parts of so many edges; longer parts take long, because they cross themselves.
_EDGES: Final = 12

#: Circles have four times as many sides.
_SIDES: Final = 8

#: Farther from the equator, cells are treated as near a pole.
_POLAR_DEG: Final = 88.0

#: From this distance on, ``growing_far.py`` grows what is as near to a pole.
_POLAR_M: Final = 50_000.0

#: The half diagonal of a square as a share of its half side, and a little more.
_DIAGONAL: Final = 1.5

_AREA: Final = 2

_Shapes = NDArray[np.object_]


def grown(geometry: BaseGeometry, metres: float) -> BaseGeometry:
    """Return the area within some metres of a point, line or area, split at 180°.

    The result contains the areas of ``geometry``. Below :data:`LEAST_M`, areas with more than
    :data:`SMALL` vertices are returned as they are.

    Args:
        geometry: Any geometry in OGC:CRS84, split at 180°.
        metres: Metres, above 0, at most half the circumference.
    """
    if metres > FAR_M or (metres > _POLAR_M and _nears_pole(geometry, metres)):
        return grown_far(geometry, metres)
    if shapely.get_num_coordinates(geometry) <= SMALL and not _touches_seam(geometry):
        return geodesy.buffer_m(geometry, metres)
    parts = geodesy.parts_of(geometry)
    areas = geodesy.polygons_of(geometry)
    if metres < LEAST_M and areas:
        return geometry
    pieces: list[BaseGeometry] = [
        geodesy.disc(LonLat(part.x, part.y), metres) for part in parts if isinstance(part, Point)
    ]
    as_areas = [area for area in areas if metres <= _AREAS_M and not _is_polar(area)]
    outlines: list[BaseGeometry] = [area for area in areas if metres > _AREAS_M or _is_polar(area)]
    for centre, shapes in _tiles(np.asarray(as_areas, dtype=object)):
        tiles = np.array([geodesy.to_local(shape, centre) for shape in shapes])
        simple = shapely.simplify(tiles, metres * TOLERANCE, preserve_topology=True)
        pieces += _grown_shapes(centre, simple, metres)
    outlines += [part for part in parts if isinstance(part, LineString)]
    for centre, lines in _line_cells(lines_of(GeometryCollection(outlines), step_deg=_STEP_DEG)):
        local = geodesy.to_local(MultiPoint(lines.positions), centre)
        rough = coarser(lines._replace(positions=shapely.get_coordinates(local)), metres)
        pieces += _grown_shapes(centre, in_parts(rough, _EDGES), metres)
    if len(as_areas) < len(areas):
        pieces += areas
    return shapely.orient_polygons(shapely.union_all(pieces))


def _is_polar(area: Polygon) -> bool:
    _, south, _, north = area.bounds
    return max(-south, north) > HALF_TURN / 2 - 2 * _CELL_DEG


def _nears_pole(geometry: BaseGeometry, metres: float) -> bool:
    """Return whether a pole is about as near to the lines and outlines as a distance."""
    lats = np.abs(lines_of(geometry, step_deg=HALF_TURN).positions[:, 1])
    return bool(len(lats)) and float(lats.max()) + metres / DEGREE_M > _POLAR_DEG


def _touches_seam(geometry: BaseGeometry) -> bool:
    west, south, east, north = geometry.bounds
    return max(-west, east) >= HALF_TURN or max(-south, north) >= HALF_TURN / 2


def _columns(row: Floats) -> Floats:
    """Return the number of cells in a row of cells; row 0 lies north of the equator."""
    return np.ceil(2 * HALF_TURN / _CELL_DEG * cosine((row + 0.5) * _CELL_DEG))


def _centre(row: float, column: float, width: float) -> LonLat:
    return LonLat(float((column + 0.5) * width - HALF_TURN), float((row + 0.5) * _CELL_DEG))


def _rows(lat: Floats) -> Floats:
    last = HALF_TURN / 2 / _CELL_DEG - 1
    return np.clip(np.floor(lat / _CELL_DEG), -last - 1, last)


def _line_cells(lines: LineArrays) -> Iterator[tuple[LonLat, LineArrays]]:
    """Yield the centre of each cell and the lines in it; an edge belongs where it begins."""
    rows = _rows(lines.positions[:, 1])
    counts = _columns(rows)
    width = 2 * HALF_TURN / counts
    columns = np.clip(np.floor((lines.positions[:, 0] + HALF_TURN) / width), 0, counts - 1)
    keys = rows * 1_000 + columns
    starts = np.flatnonzero(lines.which[1:] == lines.which[:-1])
    for key in np.unique(keys[starts]):
        chosen = starts[keys[starts] == key]
        at = chosen[0]
        centre = _centre(rows[at], columns[at], width[at])
        yield centre, cut_lines(lines, chosen, np.asarray(lines.which[chosen], dtype=np.float64))


def _tiles(areas: _Shapes) -> Iterator[tuple[LonLat, _Shapes]]:
    """Yield the centre of each cell and the pieces of areas in it."""
    if not len(areas):
        return
    bounds = shapely.bounds(areas)
    south, north = _rows(np.array([bounds[:, 1].min(), bounds[:, 3].max()]))
    for row in np.arange(south, north + 1):
        width = 2 * HALF_TURN / float(_columns(row))
        low, high = row * _CELL_DEG, (row + 1) * _CELL_DEG
        in_row = areas[(bounds[:, 1] <= high) & (bounds[:, 3] >= low)]
        if len(in_row):
            band = shapely.clip_by_rect(in_row, -HALF_TURN, low, HALF_TURN, high)
            yield from _row_tiles(band[~shapely.is_empty(band)], row, width)


def _row_tiles(band: _Shapes, row: float, width: float) -> Iterator[tuple[LonLat, _Shapes]]:
    west, _, east, _ = shapely.bounds(band).T
    for column in range(round(2 * HALF_TURN / width)):
        start, end = column * width - HALF_TURN, (column + 1) * width - HALF_TURN
        near = band[(west <= end) & (east >= start)]
        if len(near):
            low = row * _CELL_DEG
            tiles = shapely.clip_by_rect(near, start, low, end, low + _CELL_DEG)
            tiles = shapely.get_parts(tiles[~shapely.is_empty(tiles)])
            tiles = tiles[shapely.get_dimensions(tiles) == _AREA]
            if len(tiles):
                yield _centre(row, column, width), shapely.segmentize(tiles, _STEP_DEG)


def _grown_shapes(centre: LonLat, local: _Shapes, metres: float) -> list[BaseGeometry]:
    """Return the areas around shapes in the plane of a cell, in degrees."""
    area = shapely.union_all(shapely.buffer(local, metres, quad_segs=_SIDES))
    west, south, east, north = area.bounds
    reach = max(-west, -south, east, north) * _DIAGONAL / DEGREE_M
    lat = abs(centre[1]) + reach
    if lat < _POLAR_DEG and abs(centre[0]) + reach / math.cos(math.radians(lat)) < HALF_TURN:
        flat = geodesy.from_local(area, centre)
        return [flat if flat.is_valid else shapely.make_valid(flat)]
    return [_in_degrees(part, centre) for part in geodesy.polygons_of(area)]


def _in_degrees(area: Polygon, centre: LonLat) -> BaseGeometry:
    """Return an area in degrees; its holes are cut out afterwards, as each may cross 180°."""
    rings = [Polygon(ring) for ring in (area.exterior, *area.interiors)]
    outer, *holes = [shapely.make_valid(geodesy.from_local(ring, centre)) for ring in rings]
    return outer.difference(shapely.union_all(holes)) if holes else outer
