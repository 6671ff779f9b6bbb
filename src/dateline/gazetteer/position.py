"""Positions to regions and settlements: which country or region holds a point, what lies nearest.

Names are not looked up here. Positions are (lon, lat) in degrees, WGS84.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

RegionKind = Literal["country", "admin1"]

#: A point this far off a region's outline still belongs to it, in degrees (some 5 km): outlines
#: are simplified to about a kilometre, and harbours and piers lie outside the coastline.
SLACK_DEG: Final = 0.05

# Points up to this many are looked at one by one; of more, those of one tile at once, in degrees.
_FEW: Final = 2_000
_TILE_DEG: Final = 0.25
_MIXED: Final = -2

# Metres around a point that are searched for a settlement, until one is found.
_REACHES_M: Final = (20_000.0, 100_000.0, 500_000.0, 2_500_000.0)
_METRES_PER_DEGREE: Final = 110_574.0
_LEAST_COSINE: Final = 0.01
_LAST_ROW: Final = 179
_LAST_COLUMN: Final = 359

_IN_BOX: Final = (
    "SELECT p.{column}, g.wkb FROM geometry g JOIN place p ON p.id = g.place "
    "WHERE g.kind = ? AND g.worldview IN ('', ?) "
    "AND g.west <= ? AND g.east >= ? AND g.south <= ? AND g.north >= ? ORDER BY g.rowid"
)
_OF_KIND: Final = (
    "SELECT p.{column}, g.wkb FROM geometry g JOIN place p ON p.id = g.place "
    "WHERE g.kind = ? AND g.worldview IN ('', ?) ORDER BY g.rowid"
)
_IN_CELLS: Final = (
    "SELECT p.id, p.lon, p.lat FROM cell c JOIN place p ON p.id BETWEEN c.first AND c.last "
    "WHERE c.cell BETWEEN ? AND ?"
)


class Rows(Protocol):
    """What is needed of a gazetteer: the rows of an SQL statement."""

    def rows(self, statement: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of ``statement``."""


def region_at(
    gazetteer: Rows, position: tuple[float, float], *, kind: RegionKind, worldview: str
) -> str:
    """Return the code of the region that holds ``position``, or is within :data:`SLACK_DEG`.

    Returns:
        ISO 3166-1 alpha-2 or a GeoNames code; empty if there is none, as on the high seas.
    """
    import shapely  # noqa: PLC0415 - names are looked up without it

    lon, lat = position
    box = (lon + SLACK_DEG, lon - SLACK_DEG, lat + SLACK_DEG, lat - SLACK_DEG)
    statement = _IN_BOX.format(column=kind)
    found = list(gazetteer.rows(statement, (kind, worldview, *box)))
    if not found:
        return ""
    shapes = shapely.from_wkb([wkb for _, wkb in found])
    distances = shapely.distance(shapes, shapely.Point(lon, lat))
    nearest = int(distances.argmin())
    return str(found[nearest][0]) if distances[nearest] <= SLACK_DEG else ""


def regions_at(
    gazetteer: Rows,
    lons: NDArray[np.float64],
    lats: NDArray[np.float64],
    *,
    kind: RegionKind,
    worldview: str,
) -> NDArray[np.object_]:
    """Return, for each point, what :func:`region_at` returns; made for a million of them.

    Args:
        gazetteer: Where the outlines are.
        lons: Longitudes; NaN is a point nowhere.
        lats: Latitudes, as many.
        kind: Which regions.
        worldview: Whose borders.

    Returns:
        An array of codes in the order of the points; empty text where there is none.
    """
    import numpy as np  # noqa: PLC0415 - names are looked up without them
    import shapely  # noqa: PLC0415

    rows = list(gazetteer.rows(_OF_KIND.format(column=kind), (kind, worldview)))
    names = np.array([*(code for code, _ in rows), ""], dtype=object)
    shapes = shapely.from_wkb([wkb for _, wkb in rows])
    found = np.full(len(lons), -1, dtype=np.int64)
    left = np.flatnonzero(np.isfinite(lons) & np.isfinite(lats))
    if len(left) > _FEW:
        found[left] = _of_tiles(shapes, lons[left], lats[left])
        left = left[found[left] == _MIXED]
    found[left] = _one_by_one(shapes, lons[left], lats[left])
    return np.asarray(names[found])


def _one_by_one(
    shapes: NDArray[np.object_], lons: NDArray[np.float64], lats: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return the index of the first shape that holds each point, else the nearest; -1 is none."""
    import numpy as np  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    found = np.full(len(lons), -1, dtype=np.int64)
    points = np.asarray(shapely.points(lons, lats))
    shape, point = shapely.STRtree(points).query(shapes, predicate="intersects")
    found[point[::-1]] = shape[::-1]
    left = np.flatnonzero(found < 0)
    tree = shapely.STRtree(points[left])
    shape, point = tree.query(shapes, predicate="dwithin", distance=SLACK_DEG)
    far = np.zeros(len(point))
    several = np.bincount(point, minlength=len(left))[point] > 1
    far[several] = shapely.distance(shapes[shape[several]], points[left][point[several]])
    nearest_last = np.lexsort((-shape, -far))
    found[left[point[nearest_last]]] = shape[nearest_last]
    return found


def _of_tiles(
    shapes: NDArray[np.object_], lons: NDArray[np.float64], lats: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return what :func:`_one_by_one` would for the points of tiles that lie in one shape or none.

    The points of a tile that an outline runs through, or near, are ``_MIXED``.
    """
    import numpy as np  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    across, up = round(360 / _TILE_DEG) + 1, round(180 / _TILE_DEG) + 1
    columns, rows = np.floor((lons + 180) / _TILE_DEG), np.floor((lats + 90) / _TILE_DEG)
    tile = (rows * across + columns).astype(np.int64)
    numbers = np.zeros(across * up, dtype=np.int64)
    numbers[tile] = 1
    tiles = np.flatnonzero(numbers)
    numbers[tiles] = np.arange(len(tiles))
    codes = numbers[tile]
    west, south = tiles % across * _TILE_DEG - 180, tiles // across * _TILE_DEG - 90
    margin = SLACK_DEG * 1.01
    boxes = shapely.box(
        west - margin, south - margin, west + _TILE_DEG + margin, south + _TILE_DEG + margin
    )
    tree = shapely.STRtree(boxes)
    found = np.full(len(tiles), -1, dtype=np.int64)
    shape, tile = tree.query(shapes, predicate="intersects")
    found[tile] = _MIXED
    first = np.full(len(tiles), len(shapes), dtype=np.int64)
    np.minimum.at(first, tile, shape)
    shape, tile = tree.query(shapes, predicate="contains_properly")
    whole = first[tile] == shape
    found[tile[whole]] = shape[whole]
    return found[codes]


def nearest_settlement(gazetteer: Rows, position: tuple[float, float]) -> int | None:
    """Return the row id of the settlement nearest to ``position``, on a sphere.

    Returns:
        ``None`` if there is none within 2,500 km.
    """
    import numpy as np  # noqa: PLC0415 - names are looked up without it

    from dateline.geodesy import LonLat, distances_m  # noqa: PLC0415 - brings pyproj

    for reach in _REACHES_M:
        rows = [
            row
            for first, last in _cell_spans(position, reach)
            for row in gazetteer.rows(_IN_CELLS, (first, last))
        ]
        if not rows:
            continue
        ids, lons, lats = np.array(rows).T
        distances = distances_m(lons, lats, LonLat(*position))
        nearest = int(distances.argmin())
        if distances[nearest] <= reach:
            return int(ids[nearest])
    return None


def _cell_spans(position: tuple[float, float], reach_m: float) -> Iterator[tuple[int, int]]:
    """Yield the runs of cells (first, last) that hold all points within ``reach_m``."""
    lon, lat = position
    up = reach_m / _METRES_PER_DEGREE
    farthest = min(90.0, abs(lat) + up)
    aside = up / max(_LEAST_COSINE, math.cos(math.radians(farthest)))
    for row in range(max(0, _row(lat - up)), min(_LAST_ROW, _row(lat + up)) + 1):
        start = row * (_LAST_COLUMN + 1)
        for west, east in _columns(lon, aside):
            yield start + west, start + east


def _row(lat: float) -> int:
    return math.floor(lat + 90)


def _columns(lon: float, aside: float) -> Iterator[tuple[int, int]]:
    """Yield the runs of columns within ``aside`` degrees of ``lon``: two across 180 degrees."""
    west, east = math.floor(lon - aside + 180), math.floor(lon + aside + 180)
    if east - west >= _LAST_COLUMN:
        yield 0, _LAST_COLUMN
        return
    yield max(0, west), min(_LAST_COLUMN, east)
    if west < 0:
        yield west + _LAST_COLUMN + 1, _LAST_COLUMN
    if east > _LAST_COLUMN:
        yield 0, east - _LAST_COLUMN - 1
