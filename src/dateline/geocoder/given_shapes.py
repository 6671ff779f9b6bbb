"""Footprints of many given geometries at once; ``footprint.given_footprint`` does it for one.

Lines between the vertices of a given geometry are straight in degrees, as RFC 7946 defines them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from dateline.geocoder.candidates import Flags, Ints
from dateline.geocoder.footprint import given_footprint
from dateline.geodesy import HALF_TURN, Floats, cut_at_180, geod

_LINE, _POLYGON = 1, 3  # shapely's type ids


class FootprintColumns(NamedTuple):
    """Footprints in columns; see :class:`dateline.geocoder.footprint.Footprint`."""

    geometry: NDArray[np.object_]
    lon: Floats
    lat: Floats
    uncertainty_m: Floats
    is_area: Flags


def given_footprints(shapes: NDArray[np.object_]) -> FootprintColumns:
    """Return the result of ``given_footprint`` for each of many lines and areas, split at 180°.

    Single lines and polygons that do not cross 180° are computed together, all others one by one.
    """
    count = len(shapes)
    lon, lat, radius = (np.full(count, np.nan) for _ in range(3))
    found = FootprintColumns(shapes.copy(), lon, lat, radius, np.zeros(count, dtype=np.bool_))
    kind = shapely.get_type_id(shapes)
    is_plain = ~_jumps(shapes) & ~shapely.is_empty(shapes)
    for wanted, place in ((_POLYGON, _inside), (_LINE, _halfway)):
        rows = np.flatnonzero(is_plain & (kind == wanted))
        if len(rows):
            _fill(found, rows, place)
    for row in np.flatnonzero(~(is_plain & np.isin(kind, [_LINE, _POLYGON]))).tolist():
        footprint = given_footprint(cut_at_180(shapes[row], great_circle=False))
        found.geometry[row] = footprint.geometry
        found.lon[row], found.lat[row] = footprint.point
        found.uncertainty_m[row] = footprint.uncertainty_m
        found.is_area[row] = footprint.precision == "area"
    return found


def _jumps(shapes: NDArray[np.object_]) -> Flags:
    """Return which shapes may cross 180°; for shapes of several parts or rings it may be wrong."""
    positions, owner = shapely.get_coordinates(shapes, return_index=True)
    steps = np.abs(np.diff(positions[:, 0])) > HALF_TURN
    jumps = np.zeros(len(shapes), dtype=np.bool_)
    jumps[owner[1:][steps & (np.diff(owner) == 0)]] = True
    return jumps


def _fill(
    found: FootprintColumns,
    rows: Ints,
    place: Callable[[NDArray[np.object_]], tuple[Floats, Floats]],
) -> None:
    shapes = shapely.orient_polygons(found.geometry[rows])
    lon, lat = place(shapes)
    positions, owner = shapely.get_coordinates(shapes, return_index=True)
    _, _, metres = geod().inv(lon[owner], lat[owner], positions[:, 0], positions[:, 1])
    starts = np.searchsorted(owner, np.arange(len(rows)))
    found.geometry[rows] = shapes
    found.lon[rows], found.lat[rows] = lon, lat
    found.uncertainty_m[rows] = np.maximum.reduceat(np.asarray(metres), starts)
    found.is_area[rows] = place is _inside


def _inside(areas: NDArray[np.object_]) -> tuple[Floats, Floats]:
    """Return a position inside each polygon."""
    points = shapely.point_on_surface(areas)
    return shapely.get_x(points), shapely.get_y(points)


def _halfway(lines: NDArray[np.object_]) -> tuple[Floats, Floats]:
    """Return the midpoint of each line by length; lines with equally many vertices share a pass."""
    lon, lat = np.full(len(lines), np.nan), np.full(len(lines), np.nan)
    corners = shapely.get_num_points(lines)
    for count in np.unique(corners).tolist():
        rows = np.flatnonzero(corners == count)
        x, y = shapely.get_coordinates(lines[rows]).reshape(len(rows), count, 2).transpose(2, 0, 1)
        forward, _, steps = geod().inv(x[:, :-1], y[:, :-1], x[:, 1:], y[:, 1:])
        walked = np.concatenate([np.zeros((len(rows), 1)), np.cumsum(steps, axis=1)], axis=1)
        half = walked[:, -1:] / 2
        step = np.minimum((walked <= half).sum(axis=1), count - 1)[:, None] - 1
        start_x, start_y, bearing, before = (
            np.take_along_axis(of, step, axis=1)[:, 0] for of in (x, y, forward, walked)
        )
        east, lat[rows], _ = geod().fwd(start_x, start_y, bearing % 360, half[:, 0] - before)
        wrapped = (east + HALF_TURN) % (2 * HALF_TURN) - HALF_TURN
        lon[rows] = np.where(np.abs(east) <= HALF_TURN, east, wrapped)
    return lon, lat
