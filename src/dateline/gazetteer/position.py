"""Find the country or first-level region that contains a position.

Names are looked up elsewhere. Positions are (lon, lat) in degrees, WGS84.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, Literal

from dateline.gazetteer.model import Queryable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from shapely import STRtree

RegionKind = Literal["country", "admin1"]

#: A point up to this far outside a region's outline still belongs to it, in degrees (about 5 km):
#: outlines are simplified to about a kilometre, and harbours and piers lie outside the coastline.
SLACK_DEG: Final = 0.05

# Up to this many points are tested one by one; larger numbers are grouped into tiles, whose size is
# in degrees.
_FEW: Final = 2_000
_TILE_DEG: Final = 0.25
_MIXED: Final = -2

# Outlines per query and thread.
_SHAPES: Final = 64


_IN_BOX: Final = (
    "SELECT p.{column}, g.wkb FROM geometry g JOIN place p ON p.id = g.place "
    "WHERE g.kind = ? AND g.worldview IN ('', ?) "
    "AND g.west <= ? AND g.east >= ? AND g.south <= ? AND g.north >= ? ORDER BY g.rowid"
)
_OF_KIND: Final = (
    "SELECT p.{column}, g.wkb FROM geometry g JOIN place p ON p.id = g.place "
    "WHERE g.kind = ? AND g.worldview IN ('', ?) ORDER BY g.rowid"
)
_BOXES: Final = (
    "SELECT rowid, west, south, east, north FROM geometry "
    "WHERE kind = ? AND worldview IN ('', ?) ORDER BY rowid"
)
_OF_ROWS: Final = (
    "SELECT p.{column}, g.wkb FROM geometry g JOIN place p ON p.id = g.place "
    "WHERE g.rowid IN (SELECT value FROM json_each(?)) ORDER BY g.rowid"
)


def region_at(
    gazetteer: Queryable, position: tuple[float, float], *, kind: RegionKind, worldview: str
) -> str:
    """Return the code of the region that contains ``position`` or is within :data:`SLACK_DEG`.

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
    gazetteer: Queryable,
    lons: NDArray[np.float64],
    lats: NDArray[np.float64],
    *,
    kind: RegionKind,
    worldview: str,
) -> NDArray[np.object_]:
    """Return the result of :func:`region_at` for each point; fast for a million points.

    Args:
        gazetteer: Provides the outlines.
        lons: Longitudes in degrees; NaN belongs to no region.
        lats: Latitudes in degrees, as many.
        kind: Country or first-level region.
        worldview: The worldview for disputed borders.

    Returns:
        An array of codes in the order of the points; an empty text where there is none.
    """
    import numpy as np  # noqa: PLC0415 - names are looked up without them
    import shapely  # noqa: PLC0415

    found = np.full(len(lons), -1, dtype=np.int64)
    left = np.flatnonzero(np.isfinite(lons) & np.isfinite(lats))
    if len(left) > _FEW:
        rows = list(gazetteer.rows(_OF_KIND.format(column=kind), (kind, worldview)))
    else:
        boxes = np.array(list(gazetteer.rows(_BOXES, (kind, worldview)))).reshape(-1, 5)
        boxed = json.dumps(_boxed(boxes, lons[left], lats[left]))
        rows = list(gazetteer.rows(_OF_ROWS.format(column=kind), (boxed,)))
    names = np.array([*(code for code, _ in rows), ""], dtype=object)
    shapes = shapely.from_wkb([wkb for _, wkb in rows])
    if len(left) > _FEW:
        found[left] = _of_tiles(shapes, lons[left], lats[left])
        left = left[found[left] == _MIXED]
    found[left] = _one_by_one(shapes, lons[left], lats[left])
    return np.asarray(names[found])


def _boxed(
    boxes: NDArray[np.float64], lons: NDArray[np.float64], lats: NDArray[np.float64]
) -> list[int]:
    """Return the row ids of the outlines whose bounding box contains a point or nearly does.

    Outlines take most of the time to read, and a few points need only a few of them.

    Args:
        boxes: For each outline its row id, west, south, east and north.
        lons: Longitudes in degrees.
        lats: Latitudes in degrees, as many.
    """
    import numpy as np  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    rowids, west, south, east, north = boxes.T
    margin = SLACK_DEG * 1.01
    around = shapely.box(west - margin, south - margin, east + margin, north + margin)
    tree = shapely.STRtree(np.asarray(shapely.points(lons, lats)))
    near, _ = tree.query(around, predicate="intersects")
    chosen: list[int] = rowids[np.unique(near)].astype(np.int64).tolist()
    return chosen


def _one_by_one(
    shapes: NDArray[np.object_], lons: NDArray[np.float64], lats: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return the index of the first shape that contains each point, else the nearest, else -1."""
    import numpy as np  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    found = np.full(len(lons), -1, dtype=np.int64)
    points = np.asarray(shapely.points(lons, lats))
    shape, point = _query(shapely.STRtree(points), shapes, predicate="intersects")
    found[point[::-1]] = shape[::-1]
    left = np.flatnonzero(found < 0)
    tree = shapely.STRtree(points[left])
    shape, point = _query(tree, shapes, predicate="dwithin", distance=SLACK_DEG)
    far = np.zeros(len(point))
    several = np.bincount(point, minlength=len(left))[point] > 1
    far[several] = shapely.distance(shapes[shape[several]], points[left][point[several]])
    nearest_last = np.lexsort((-shape, -far))
    found[left[point[nearest_last]]] = shape[nearest_last]
    return found


def _query(tree: STRtree, shapes: NDArray[np.object_], **how: Any) -> NDArray[np.int64]:
    """Return the tree's results for many shapes; several threads share the work."""
    import numpy as np  # noqa: PLC0415
    import shapely  # noqa: PLC0415

    from dateline.arrow import map_ahead  # noqa: PLC0415

    tree.query(shapely.Point(0, 0))  # builds the tree before several threads use it
    parts = []
    starts = range(0, len(shapes), _SHAPES)
    answers = map_ahead(lambda start: tree.query(shapes[start : start + _SHAPES], **how), starts)
    for start, (shape, other) in zip(starts, answers, strict=True):
        parts.append(np.array([shape + start, other]))
    return np.concatenate([np.empty((2, 0), dtype=np.int64), *parts], axis=1)


def _of_tiles(
    shapes: NDArray[np.object_], lons: NDArray[np.float64], lats: NDArray[np.float64]
) -> NDArray[np.int64]:
    """Return the index of each point's shape where its whole tile lies in one shape or in none.

    It agrees with :func:`_one_by_one`. Points in a tile that an outline crosses or nearly touches
    get ``_MIXED``.
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
    shape, tile = _query(tree, shapes, predicate="intersects")
    found[tile] = _MIXED
    first = np.full(len(tiles), len(shapes), dtype=np.int64)
    np.minimum.at(first, tile, shape)
    shape, tile = _query(tree, shapes, predicate="contains_properly")
    whole = first[tile] == shape
    found[tile[whole]] = shape[whole]
    return found[codes]
