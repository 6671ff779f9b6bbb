"""Reverse: columns of positions to the settlements they lie in or near.

Countries and regions are the gazetteer's own answer (``countries_at``, ``admin1s_at``); a table's
repeated positions are looked up once by the caller.
"""

from __future__ import annotations

import json
from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from dateline.arrow import map_ahead
from dateline.gazetteer import Gazetteer
from dateline.geocoder.candidates import Flags, Ints
from dateline.geodesy import HALF_TURN, Floats, geod

#: A settlement farther than this does not name a position.
NEAREST_M: Final = 50_000.0

# NEAREST_M in degrees of latitude, with room to spare, and the tiles by which most of the world is
# left out: no narrower than that.
_MARGIN_DEG: Final = 0.46
_TILE_DEG: Final = 0.5
_TILES: Final = (360, 720)

# Beyond this latitude Mercator's map is too large to be of use.
_POLAR_DEG: Final = 85.0

# Positions looked up at a time.
_BLOCK: Final = 1 << 16

# Of WGS84: the equatorial radius, the square of the eccentricity, the least radius of curvature.
_RADIUS_M: Final = geod().a
_ECCENTRICITY: Final = geod().es
_LEAST_RADIUS_M: Final = geod().a * (1 - geod().es)


class Nearest(NamedTuple):
    """The nearest settlement of each position: row id in the gazetteer, and how far it is.

    A position with none within 50 km has row id -1 and distance NaN.
    """

    rowids: NDArray[np.int64]
    metres: Floats


class _Towns(NamedTuple):
    """Settlements in columns, in the order of their row ids."""

    rowids: Ints
    lon: Floats
    lat: Floats

    def take(self, rows: Ints | Flags) -> _Towns:
        return _Towns(self.rowids[rows], self.lon[rows], self.lat[rows])

    def metres(self, rows: Ints, lon: Floats, lat: Floats) -> Floats:
        """Return how far positions are from a settlement each, along the ellipsoid."""
        _, _, metres = geod().inv(lon, lat, self.lon[rows], self.lat[rows])
        return np.asarray(metres)


class _Map(NamedTuple):
    """Settlements on Mercator's map: some twice, so the tree's numbers are not theirs."""

    towns: _Towns
    tree: shapely.STRtree
    numbers: Ints


def nearest_settlements(gazetteer: Gazetteer, lon: Floats, lat: Floats) -> Nearest:
    """Return the settlement nearest to each position along the ellipsoid, within 50 km.

    Of settlements at one spot the one with the lowest row id is returned. Additions count as the
    package's own do; one that is in both lies where the addition says.

    Args:
        gazetteer: Whose settlements.
        lon: Longitudes in degrees.
        lat: Latitudes in degrees, as many.
    """
    nearest = Nearest(np.full(len(lon), -1, dtype=np.int64), np.full(len(lon), np.nan))
    near_positions = _around(_tiles(lon, lat))
    towns = _towns(gazetteer, near_positions)
    rows = np.flatnonzero(_around(_tiles(towns.lon, towns.lat))[_tile(lon, lat)])
    if not len(rows):
        return nearest
    is_polar = np.abs(lat[rows]) > _POLAR_DEG
    for some, find in ((rows[~is_polar], _on_map), (rows[is_polar], _one_by_one)):
        if not len(some):
            continue
        found, metres = find(towns, lon[some], lat[some])
        is_near = metres <= NEAREST_M
        nearest.rowids[some[is_near]] = towns.rowids[found[is_near]]
        nearest.metres[some[is_near]] = metres[is_near]
    return nearest


def _towns(gazetteer: Gazetteer, tiles: Flags) -> _Towns:
    """Return the settlements of some tiles, those of the additions last."""
    towns = _read_towns(gazetteer)
    towns = towns.take(tiles[_tile(towns.lon, towns.lat)])
    if gazetteer.additions is None:
        return towns
    own = _read_towns(gazetteer.additions)
    towns = towns.take(~_is_added(gazetteer, towns.rowids))
    own = own.take(tiles[_tile(own.lon, own.lat)])
    return _Towns(*(np.concatenate(pair) for pair in zip(towns, own, strict=True)))


def _read_towns(gazetteer: Gazetteer) -> _Towns:
    columns = dict(gazetteer.rows("SELECT name, numbers FROM settlement"))
    kinds = {"id": "<i8", "lon": "<f8", "lat": "<f8"}
    return _Towns(*(np.frombuffer(columns[name], dtype=kind) for name, kind in kinds.items()))


def _is_added(gazetteer: Gazetteer, rowids: Ints) -> Flags:
    """Return which settlements of the package are among the additions too."""
    assert gazetteer.additions is not None
    ask = "SELECT id, place_id FROM place WHERE id IN (SELECT value FROM json_each(?))"
    ids = dict(gazetteer.rows(ask, (json.dumps(rowids.tolist()),)))
    ask = (
        "SELECT place_id FROM place WHERE kind = 'settlement' "
        "AND place_id IN (SELECT value FROM json_each(?))"
    )
    added = {row[0] for row in gazetteer.additions.rows(ask, (json.dumps(list(ids.values())),))}
    return np.array([ids[rowid] in added for rowid in rowids.tolist()], dtype=np.bool_)


# --- which tiles of the world matter --------------------------------------------------------------


def _tile(lon: Floats, lat: Floats) -> tuple[Ints, Ints]:
    """Return the row and column of the tile that each position lies in."""
    row = np.clip(np.floor((lat + 90) / _TILE_DEG), 0, _TILES[0] - 1)
    column = np.clip(np.floor((lon + HALF_TURN) / _TILE_DEG), 0, _TILES[1] - 1)
    return row.astype(np.int64), column.astype(np.int64)


def _tiles(lon: Floats, lat: Floats) -> Flags:
    """Return which tiles hold a position."""
    tiles = np.zeros(_TILES, dtype=np.bool_)
    tiles[_tile(lon, lat)] = True
    return tiles


def _around(tiles: Flags) -> Flags:
    """Return which tiles are within 50 km of one of those that are true."""
    wide = tiles.copy()
    wide[1:] |= tiles[:-1]
    wide[:-1] |= tiles[1:]
    for row in np.flatnonzero(wide.any(axis=1)).tolist():
        south = row * _TILE_DEG - 90
        farthest = min(90.0, max(abs(south), abs(south + _TILE_DEG)) + _MARGIN_DEG)
        reach = _MARGIN_DEG / max(np.cos(np.radians(farthest)), 1e-9) / _TILE_DEG
        held = wide[row].copy()
        if reach >= _TILES[1] / 2:
            wide[row] = True
            continue
        for step in range(1, int(np.ceil(reach)) + 1):
            wide[row] |= np.roll(held, step) | np.roll(held, -step)
    return wide


# --- the search -----------------------------------------------------------------------------------


def _on_map(towns: _Towns, lon: Floats, lat: Floats) -> tuple[Ints, Floats]:
    """Return the number of the nearest settlement, found on Mercator's map, and how far it is.

    A settlement beside 180° is on the map twice.
    """
    margin = _MARGIN_DEG / np.cos(np.radians(np.minimum(np.abs(towns.lat) + _MARGIN_DEG, 89.0)))
    east = np.flatnonzero(towns.lon + margin > HALF_TURN)
    west = np.flatnonzero(towns.lon - margin < -HALF_TURN)
    numbers = np.concatenate([np.arange(len(towns.lon)), east, west])
    shift = np.repeat([0.0, -2 * HALF_TURN, 2 * HALF_TURN], [len(towns.lon), len(east), len(west)])
    tree = shapely.STRtree(_mercator(towns.lon[numbers] + shift, towns.lat[numbers]))
    tree.query(shapely.Point(0, 0))  # before several threads ask it
    starts = range(0, len(lon), _BLOCK)
    blocks = [(lon[start : start + _BLOCK], lat[start : start + _BLOCK]) for start in starts]
    held = _Map(towns, tree, numbers)
    found = list(map_ahead(lambda block: _in_tree(held, *block), blocks))
    return np.concatenate([one for one, _ in found]), np.concatenate([m for _, m in found])


def _in_tree(held: _Map, lon: Floats, lat: Floats) -> tuple[Ints, Floats]:
    """Return the number of the nearest settlement of a map, and how far it is.

    The map is true to shape but not to scale, so what is nearest on it only bounds the search:
    every settlement that may be as near is then compared by its true distance.
    """
    towns, tree, numbers = held
    points = _mercator(lon, lat)
    on_map = numbers[tree.nearest(points)]
    metres = towns.metres(on_map, lon, lat)
    rows = np.flatnonzero(metres <= NEAREST_M)
    angle = metres[rows] / _LEAST_RADIUS_M
    radius = angle / np.cos(np.radians(np.abs(lat[rows])) + angle) + 1e-12
    position, town = tree.query(points[rows], predicate="dwithin", distance=radius)
    found = numbers[town]
    chords = _chords(towns.take(found), lon[rows[position]], lat[rows[position]])
    worst_first = np.lexsort((-found, -chords))
    nearest = on_map.copy()
    nearest[rows[position[worst_first]]] = found[worst_first]
    other = np.flatnonzero(nearest != on_map)
    metres[other] = towns.metres(nearest[other], lon[other], lat[other])
    return nearest, metres


def _mercator(lon: Floats, lat: Floats) -> NDArray[np.object_]:
    """Return positions as points of Mercator's map of the sphere, in radians at the equator."""
    lat = np.radians(np.clip(lat, -89.0, 89.0))
    return np.asarray(shapely.points(np.radians(lon), np.arctanh(np.sin(lat))))


def _one_by_one(towns: _Towns, lon: Floats, lat: Floats) -> tuple[Ints, Floats]:
    """Return the number of the nearest settlement, each position beside all, and how far it is."""
    found = [int(np.argmin(_chords(towns, lon[[k]], lat[[k]]))) for k in range(len(lon))]
    nearest = np.array(found, dtype=np.int64)
    return nearest, towns.metres(nearest, lon, lat)


def _chords(towns: _Towns, lon: Floats, lat: Floats) -> Floats:
    """Return the length in metres of the straight line from each position to its settlement.

    Through the ellipsoid, not along it: over 50 km the order differs by less than a millimetre.
    """
    there = _cartesian(towns.lon, towns.lat)
    return np.asarray(np.linalg.norm(_cartesian(lon, lat) - there, axis=1))


def _cartesian(lon: Floats, lat: Floats) -> Floats:
    """Return positions on the ellipsoid in metres from its centre, three numbers a row."""
    theta, phi = np.radians(lon), np.radians(lat)
    normal = _RADIUS_M / np.sqrt(1 - _ECCENTRICITY * np.sin(phi) ** 2)
    x = normal * np.cos(phi) * np.cos(theta)
    y = normal * np.cos(phi) * np.sin(theta)
    return np.column_stack([x, y, normal * (1 - _ECCENTRICITY) * np.sin(phi)])
