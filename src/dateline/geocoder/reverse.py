"""Reverse: columns of positions to the settlements they lie in or near.

Countries and regions are the gazetteer's own answer (``countries_at``, ``admin1s_at``); a table's
repeated positions are looked up once by the caller.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from dateline.gazetteer import Gazetteer
from dateline.geodesy import GEOD, Floats

#: A settlement farther than this does not name a position.
NEAREST_M: Final = 50_000.0

_SETTLEMENTS: Final = (
    "SELECT id, lon, lat FROM place WHERE kind = 'settlement' "
    "AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? ORDER BY lat, id"
)
_BAND_DEG: Final = 2.0
#: NEAREST_M in degrees of latitude, with room to spare.
_MARGIN_DEG: Final = 0.6


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
    if not len(lon):
        return nearest
    box = (lat.min() - _MARGIN_DEG, lat.max() + _MARGIN_DEG, *_reach(lon, lat))
    found = np.array(list(gazetteer.rows(_SETTLEMENTS, [float(side) for side in box])))
    if not len(found):
        return nearest
    bands = np.floor(lat / _BAND_DEG)
    for band in np.unique(bands):
        rows = np.flatnonzero(bands == band)
        south, north = band * _BAND_DEG, (band + 1) * _BAND_DEG
        first, last = np.searchsorted(found[:, 2], (south - _MARGIN_DEG, north + _MARGIN_DEG))
        if first < last:
            _fill(nearest, rows, found[first:last], lon=lon[rows], lat=lat[rows])
    return nearest


def _reach(lon: Floats, lat: Floats) -> tuple[float, float]:
    """Return the longitudes that hold everything within 50 km of the positions."""
    margin = _MARGIN_DEG / _squeeze(lat)
    return float(lon.min()) - margin, float(lon.max()) + margin


def _squeeze(lat: Floats) -> float:
    """Return how much shorter a degree of longitude is, at the worst, than one of latitude."""
    return max(0.05, float(np.cos(np.radians(np.abs(lat).max()))))


def _fill(
    nearest: Nearest, rows: NDArray[np.int64], found: Floats, *, lon: Floats, lat: Floats
) -> None:
    squeeze = _squeeze(lat)
    towns = [shapely.Point(x * squeeze, y) for _, x, y in found]
    near = found[shapely.STRtree(towns).nearest(shapely.points(lon * squeeze, lat))]
    _, _, metres = GEOD.inv(lon, lat, near[:, 1], near[:, 2])
    is_near = np.asarray(metres) <= NEAREST_M
    nearest.rowids[rows[is_near]] = near[is_near, 0].astype(np.int64)
    nearest.metres[rows[is_near]] = np.asarray(metres)[is_near]
