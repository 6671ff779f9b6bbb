"""Reverse: positions to the country, first-level region and settlement they lie in or near.

Whole columns at a time; a table's repeated positions are looked up once by the caller.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from dateline.gazetteer import Gazetteer
from dateline.geodesy import GEOD, Floats

Words = NDArray[np.object_]

#: A settlement farther than this does not name a position.
NEAREST_M: Final = 50_000.0

_AREAS: Final = {
    column: f"SELECT g.wkb, p.{column} FROM geometry g JOIN place p ON p.id = g.place "  # noqa: S608 - a word of ours
    "WHERE g.kind = ? AND g.worldview IN ('', ?) "
    "AND g.west <= ? AND g.east >= ? AND g.south <= ? AND g.north >= ? ORDER BY g.place"
    for column in ("country", "admin1")
}
_SETTLEMENTS: Final = (
    "SELECT id, lon, lat FROM place WHERE kind = 'settlement' "
    "AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? ORDER BY id"
)
_BAND_DEG: Final = 2.0
#: NEAREST_M in degrees of latitude, with room to spare.
_MARGIN_DEG: Final = 0.6


def countries_at(gazetteer: Gazetteer, lon: Floats, lat: Floats, *, worldview: str) -> Words:
    """Return the country (ISO 3166-1 alpha-2) that each position lies in; empty at sea.

    Args:
        gazetteer: Whose outlines are asked.
        lon: Degrees.
        lat: Degrees.
        worldview: The point of view on borders.
    """
    return _codes_at(gazetteer, lon, lat, column="country", worldview=worldview)


def regions_at(gazetteer: Gazetteer, lon: Floats, lat: Floats, *, worldview: str) -> Words:
    """Return the first-level region (GeoNames code) of each position; empty at sea."""
    return _codes_at(gazetteer, lon, lat, column="admin1", worldview=worldview)


def _codes_at(
    gazetteer: Gazetteer, lon: Floats, lat: Floats, *, column: str, worldview: str
) -> Words:
    codes = np.full(len(lon), "", dtype=object)
    if not len(lon):
        return codes
    bounds = (lon.max(), lon.min(), lat.max(), lat.min())
    rows = list(gazetteer.rows(_AREAS[column], (column, worldview, *map(float, bounds))))
    tree = shapely.STRtree([shapely.from_wkb(wkb) for wkb, _ in rows])
    points, areas = tree.query(shapely.points(lon, lat), predicate="intersects")
    for position, area in zip(points[::-1], areas[::-1], strict=True):
        codes[position] = rows[area][1]
    return codes


class Nearest(NamedTuple):
    """The nearest settlement of each position: row id in the gazetteer, and how far it is.

    A position with none within 50 km has row id -1 and distance NaN.
    """

    rowids: NDArray[np.int64]
    metres: Floats


def nearest_settlements(gazetteer: Gazetteer, lon: Floats, lat: Floats) -> Nearest:
    """Return the settlement nearest to each position, within 50 km.

    Searched in bands of latitude, in which a degree of longitude is taken to be of one length, so
    that of two settlements almost equally far (to 3 %) the wrong one may be called nearer.
    """
    nearest = Nearest(np.full(len(lon), -1, dtype=np.int64), np.full(len(lon), np.nan))
    bands = np.floor(lat / _BAND_DEG)
    for band in np.unique(bands):
        rows = np.flatnonzero(bands == band)
        _fill_band(gazetteer, lon, lat, rows=rows, nearest=nearest)
    return nearest


def _fill_band(
    gazetteer: Gazetteer,
    lon: Floats,
    lat: Floats,
    *,
    rows: NDArray[np.int64],
    nearest: Nearest,
) -> None:
    squeeze = max(0.05, float(np.cos(np.radians(np.abs(lat[rows]).mean()))))
    margin = _MARGIN_DEG / squeeze
    box = (lat[rows].min() - _MARGIN_DEG, lat[rows].max() + _MARGIN_DEG)
    sides = (lon[rows].min() - margin, lon[rows].max() + margin)
    found = np.array(list(gazetteer.rows(_SETTLEMENTS, (*map(float, (*box, *sides)),))))
    if not len(found):
        return
    tree = shapely.STRtree(shapely.points(found[:, 1] * squeeze, found[:, 2]))
    points = shapely.points(lon[rows] * squeeze, lat[rows])
    near = found[tree.nearest(points)]
    _, _, metres = GEOD.inv(lon[rows], lat[rows], near[:, 1], near[:, 2])
    is_near = np.asarray(metres) <= NEAREST_M
    nearest.rowids[rows[is_near]] = near[is_near, 0].astype(np.int64)
    nearest.metres[rows[is_near]] = np.asarray(metres)[is_near]
