"""Events with coordinates and a geometry, which counts: coordinates elsewhere are reported."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from dateline.fingerprint import FINGERPRINT
from dateline.geodesy import LonLat, distance_m
from dateline.normalise.builder import TableBuilder

#: Coordinates are at a geometry if they are this near to it, or as near as their last decimal.
_NEAR_DEG: Final = 0.002
_MOST_DECIMALS: Final = 7
_FULL_TURN: Final = 360.0
_KM: Final = 1000


def compare_positions(builder: TableBuilder) -> None:
    """Report coordinates outside the geometry of their event, once for each file, and keep them.

    Those of an export of dateline are left alone, because they are worked out from the geometry.
    """
    lon, lat = (builder.columns[name].to_numpy(float, na_value=np.nan) for name in ("lon", "lat"))
    shapes = builder.columns["geometry"].to_numpy(dtype=object)
    has_both = ~np.isnan(lon) & ~np.isnan(lat) & ~shapely.is_missing(shapes)
    if builder.has(FINGERPRINT):
        has_both &= builder.texts(FINGERPRINT).isna().to_numpy()
    rows = np.flatnonzero(has_both)
    if len(rows):
        rows = rows[_are_apart(lon[rows], lat[rows], shapes[rows])]
    files = builder.file_numbers[rows]
    for file in np.unique(files):
        some = rows[files == file]
        row = int(some[0])
        more = f", as in {len(some) - 1:,} more row{'s' * (len(some) > 2)}" if len(some) > 1 else ""  # noqa: PLR2004
        km = _distance_m(lon[row], lat[row], shapes[row]) / _KM
        builder.report(
            [row],
            "coordinates-invalid",
            f"lon {lon[row]:g} and lat {lat[row]:g} are {max(km, 0.1):,.1f} km from the geometry "
            f"of the event, which counts{more}",
            field="lat",
            hint="fix one of them, or remove it; the coordinates are kept in given_lon and "
            "given_lat",
            severity="warning",
        )
    for name in ("lon", "lat") if len(rows) else ():
        builder.keep(rows, name)
        is_apart = pd.Series(False, index=builder.raw.index)
        is_apart.iloc[rows] = True
        builder.columns[name] = builder.columns[name].mask(is_apart)


def _are_apart(
    lon: NDArray[np.float64], lat: NDArray[np.float64], shapes: NDArray[np.object_]
) -> NDArray[np.bool_]:
    """Return which coordinates are outside their shape, and outside the space that it encloses."""
    far = np.flatnonzero(shapely.distance(shapely.points(lon, lat), shapes) > _NEAR_DEG)
    hulls = shapely.convex_hull(shapes[far])
    apart = np.zeros(len(lon), dtype=np.bool_)
    turned = [shapely.points(lon[far] + turn, lat[far]) for turn in (-_FULL_TURN, 0, _FULL_TURN)]
    nearest = np.min([shapely.distance(points, hulls) for points in turned], axis=0)
    apart[far] = nearest > np.maximum(_NEAR_DEG, _last_decimal(lon[far], lat[far]))
    return apart


def _last_decimal(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the step of the last decimal that either coordinate has, in degrees."""
    step = np.full(len(lon), 10.0**-_MOST_DECIMALS)
    for decimals in range(_MOST_DECIMALS - 1, -1, -1):
        power = 10.0**decimals
        is_short = [np.abs(value * power - np.round(value * power)) < 1e-6 for value in (lon, lat)]  # noqa: PLR2004 - rounding
        step[is_short[0] & is_short[1]] = 1 / power
    return step


def _distance_m(lon: float, lat: float, shape: shapely.Geometry) -> float:
    line = shapely.shortest_line(shapely.Point(lon, lat), shape)
    first, last = line.coords[0], line.coords[-1]
    return distance_m(LonLat(*first[:2]), LonLat(*last[:2]))
