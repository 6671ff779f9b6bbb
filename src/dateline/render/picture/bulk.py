"""The box around the bulk of the precise events, much as ``web/src/first-frame.js`` finds it."""

from __future__ import annotations

from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from dateline.render.picture.viewport import WorldBox, world
from dateline.render.routes import loose_ends

#: Places that are too wide to look at for the sake of one event.
_WIDE: Final = ("country", "unknown")
_UNSURE_M: Final = 300_000
#: Areas and lines that are wider than this share of the world are not fitted completely.
_WIDE_SHARE: Final = 0.1
#: At most this share of the events may be left out, if they are far from all others.
_OUTLIERS: Final = 0.15
_FEWEST: Final = 5
#: How many times farther away than the others an outlier is.
_FAR: Final = 2.5
#: Distances below this are near, in worlds: about 20 km.
_NEAR: Final = 0.0005
#: Share of the box within which the shapes of other events are fitted as well: no reader can move
#: a picture to see the rest of them.
_NEARBY: Final = 0.2


def bulk_box(gdf: gpd.GeoDataFrame) -> WorldBox | None:
    """Return the box around most of the precise events; None if no event has a place.

    Args:
        gdf: Events in OGC:CRS84. Read: the geometry, ``lon``, ``lat``, ``uncertainty_m`` and
            what :func:`~dateline.render.routes.loose_ends` reads.
    """
    geometry = np.asarray(gdf.geometry.array, dtype=object)
    placed = np.flatnonzero(shapely.get_num_coordinates(geometry) > 0)
    if not len(placed):
        return None
    x, y = world(gdf["lon"].to_numpy(float), gdf["lat"].to_numpy(float))
    chosen = _without_outliers(x, y, _precise(gdf, geometry, placed))
    cut = _cut(x[chosen])
    across = (x[chosen] - cut) % 1
    west, east = cut + across.min(), cut + across.max()
    box = WorldBox(float(west), float(y[chosen].min()), float(east), float(y[chosen].max()))
    return _with_shapes(gdf, geometry, box)


def _precise(
    gdf: gpd.GeoDataFrame, geometry: NDArray[np.object_], placed: NDArray[np.intp]
) -> NDArray[np.intp]:
    some = gdf.iloc[placed]
    precision = some["place_precision"].astype(object).to_numpy()
    metres = some["uncertainty_m"].to_numpy(dtype=float, na_value=np.nan)
    is_loose = loose_ends(some) > 0
    is_known = ~np.isin(precision, _WIDE) & ~(metres > _UNSURE_M)
    is_precise = np.where(precision == "linear", ~is_loose, is_known)
    is_line = shapely.get_dimensions(geometry[placed]) == 1
    # Routes between countries count only where there is little else.
    known = (
        is_precise | is_line if is_precise.sum() * 2 < (is_precise | is_line).sum() else is_precise
    )
    return placed[known] if known.any() else placed


def _without_outliers(
    x: NDArray[np.float64], y: NDArray[np.float64], rows: NDArray[np.intp]
) -> NDArray[np.intp]:
    if len(rows) < _FEWEST:
        return rows
    across, down = (x[rows] - _cut(x[rows])) % 1, y[rows]
    middles = np.sort(across)[len(rows) // 2], np.sort(down)[len(rows) // 2]
    far = np.maximum(np.abs(across - middles[0]), np.abs(down - middles[1]))
    ordered = np.sort(far)
    for n in range(len(rows) - max(1, int(len(rows) * _OUTLIERS)), len(rows)):
        reach = max(ordered[n - 1], _NEAR)
        if ordered[n] > _FAR * reach:
            return np.asarray(rows[far <= reach])
    return rows


def _cut(x: NDArray[np.float64]) -> float:
    """Return the end of the widest empty part of the world, going east."""
    ordered = np.unique(x % 1)
    gaps = np.diff(ordered, prepend=ordered[-1] - 1)
    return float(ordered[np.argmax(gaps)])


def _with_shapes(gdf: gpd.GeoDataFrame, geometry: NDArray[np.object_], box: WorldBox) -> WorldBox:
    """Return the box with the shapes of the events in and near it, except for very wide ones."""
    west, north, east, south = box
    middle, x = (box.west + box.east) / 2, world(gdf["lon"].to_numpy(float), np.zeros(1))[0]
    y = world(np.zeros(1), gdf["lat"].to_numpy(float))[1]
    x = x + np.round(middle - x)
    near = _NEARBY * max(box.east - box.west, box.south - box.north)
    is_in = (
        (np.abs(x - middle) <= (east - west) / 2 + near) & (y >= north - near) & (y <= south + near)
    )
    is_country = gdf["place_precision"].astype(object).to_numpy() == "country"
    rows = np.flatnonzero(is_in & ~is_country & (shapely.get_num_coordinates(geometry) > 1))
    if not len(rows):
        return box
    parts, owner = shapely.get_parts(geometry[rows], return_index=True)
    lon, lat = shapely.bounds(parts).reshape(-1, 2, 2).transpose(2, 0, 1)
    (left, right), (below, above) = (axis.T for axis in world(lon, lat))
    is_wide = np.maximum(right - left, below - above) > _WIDE_SHARE
    # Wide ones are left out for the sake of others.
    kept = ~is_wide if box.west < box.east or (~is_wide).any() else is_wide
    copy = np.round(x[rows][owner] - (left + right) / 2)
    return WorldBox(
        float(min([west, *(left + copy)[kept]])),
        float(min([north, *above[kept]])),
        float(max([east, *(right + copy)[kept]])),
        float(max([south, *below[kept]])),
    )
