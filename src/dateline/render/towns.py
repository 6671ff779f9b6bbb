"""Which settlements are near events: from a close zoom on, the map names every one of them."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import ArrayLike, NDArray

from dateline.geodesy import EARTH_RADIUS_M, LonLat, distances_m

#: The zoom from which a map names every settlement near an event.
TOWNS_ZOOM: Final = 9
#: How far from an event.
NEAR_M: Final = 50_000.0
#: If there are more, a page has the most important of them: their names and positions take up to
#: about 40 kB of it.
MOST_TOWNS: Final = 3_000

#: Up to so many positions, at most about a kilometre apart, are measured exactly; more are put into
#: cells of a grid.
_MOST_POSITIONS: Final = 500
_ABOUT_DEG: Final = 0.01
_CELL_DEG: Final = 0.5
_DEGREE_M: Final = EARTH_RADIUS_M * np.pi / 180

#: Places that say little about where an event was.
_VAGUE: Final = ("country", "unknown")
#: Areas have points on a grid with this step in degrees. Those whose box is wider than this have
#: only their representation point, and so have all areas if there are more than so many.
_STEP_DEG: Final = 0.25
_WIDEST_DEG: Final = 6.0
_MOST_AREAS: Final = 200


class Settlements(NamedTuple):
    """The settlements of the base map, from south to north.

    Attributes:
        rows: Their rows among the names.
        lon: Degrees.
        lat: Degrees.
        rank: 0 is the most important.
    """

    rows: NDArray[np.intp]
    lon: NDArray[np.float64]
    lat: NDArray[np.float64]
    rank: NDArray[np.int32]


def towns_near(towns: Settlements, events: ArrayLike) -> NDArray[np.intp]:
    """Return the rows of the settlements within :data:`NEAR_M` of an event, sorted.

    Where there are very many events, some a little farther away are among them.

    Args:
        towns: All settlements.
        events: Positions (lon, lat), degrees; rows that are not finite are ignored.
    """
    given = np.asarray(events, float).reshape(-1, 2)
    known = given[np.isfinite(given).all(axis=1)]
    positions = np.unique(np.rint(known / _ABOUT_DEG), axis=0) * _ABOUT_DEG
    is_near = (
        _is_within(towns, positions)
        if len(positions) <= _MOST_POSITIONS
        else _is_about(towns, positions)
    )
    found = np.flatnonzero(is_near)
    if len(found) > MOST_TOWNS:
        found = found[np.argsort(towns.rank[found], kind="stable")[:MOST_TOWNS]]
    return np.sort(towns.rows[found])


def event_positions(events: gpd.GeoDataFrame) -> NDArray[np.float64]:
    """Return positions (lon, lat) where events were, degrees.

    These are their points, the ends of lines, and a grid of points in areas. Events of which only
    a country is known have none.

    Args:
        events: Events in OGC:CRS84. Read: the geometry, ``lon``, ``lat`` and ``place_precision``.
    """
    known = events[~events["place_precision"].astype(object).isin(_VAGUE).to_numpy(bool)]
    geometry = np.asarray(known.geometry.array, dtype=object)
    dimensions = shapely.get_dimensions(geometry)
    lines = shapely.get_parts(geometry[dimensions == 1])
    points = [known[["lon", "lat"]].to_numpy(float)]
    points += [shapely.get_coordinates(shapely.get_point(lines, end)) for end in (0, -1)]
    # Equal areas have equal representation points.
    areas = known[dimensions > 1].drop_duplicates(["lon", "lat"]).geometry.array
    if len(areas) <= _MOST_AREAS:
        points += [_inside(area) for area in areas]
    return np.concatenate(points)


def _inside(area: shapely.Geometry) -> NDArray[np.float64]:
    west, south, east, north = shapely.bounds(area).tolist()
    if max(east - west, north - south) > _WIDEST_DEG:
        return np.empty((0, 2))
    axes = np.arange(west, east, _STEP_DEG), np.arange(south, north, _STEP_DEG)
    grid = np.stack(np.meshgrid(*axes), axis=-1).reshape(-1, 2)
    inside: NDArray[np.float64] = grid[shapely.intersects_xy(area, grid[:, 0], grid[:, 1])]
    return inside


def _is_within(towns: Settlements, positions: NDArray[np.float64]) -> NDArray[np.bool_]:
    reach = NEAR_M + _ABOUT_DEG * _DEGREE_M
    is_near = np.zeros(len(towns.rows), bool)
    for lon, lat in positions.tolist():
        across = reach / _DEGREE_M
        band = slice(*np.searchsorted(towns.lat, [lat - across, lat + across]).tolist())
        metres = distances_m(towns.lon[band], towns.lat[band], LonLat(lon, lat))
        is_near[band] |= metres <= reach
    return is_near


def _is_about(towns: Settlements, positions: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return the same for cells of a grid: all that are near, and some farther away."""
    rows, columns = round(180 / _CELL_DEG), round(360 / _CELL_DEG)

    def cells_of(
        lon: NDArray[np.float64], lat: NDArray[np.float64]
    ) -> tuple[NDArray[np.intp], ...]:
        row = np.clip((lat + 90) // _CELL_DEG, 0, rows - 1).astype(np.intp)
        return row, ((lon + 180) // _CELL_DEG).astype(np.intp) % columns

    has_events = np.zeros((rows, columns), bool)
    has_events[cells_of(*positions.T)] = True
    reach = NEAR_M / _DEGREE_M / _CELL_DEG
    up = math.ceil(reach)
    is_near = np.zeros_like(has_events)
    for row in np.flatnonzero(has_events.any(axis=1)).tolist():
        farthest = min(90 - _CELL_DEG, abs(row - rows / 2) * _CELL_DEG + _CELL_DEG)
        aside = min(columns // 2, math.ceil(reach / math.cos(math.radians(farthest))))
        steps = np.arange(-aside, aside + 1)
        taken = (np.flatnonzero(has_events[row])[:, None] + steps) % columns
        for other in range(max(0, row - up), min(rows, row + up + 1)):
            is_near[other, taken.ravel()] = True
    return is_near[cells_of(towns.lon, towns.lat)]
