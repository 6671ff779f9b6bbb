"""Reverse geocoding: find the settlement that each position lies in or near, for whole columns.

Countries and regions come from the gazetteer itself (``countries_at``, ``admin1s_at``). The caller
looks up repeated positions only once.
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

#: A settlement farther away than this is not used to name a position.
NEAREST_M: Final = 50_000.0

# NEAREST_M in degrees of latitude with some room to spare, and the size of the tiles that are used
# to skip most of the world; tiles are at least that wide.
_MARGIN_DEG: Final = 0.46
_TILE_DEG: Final = 0.5
_TILES: Final = (360, 720)

# Beyond this latitude the Mercator projection is too distorted to be useful.
_POLAR_DEG: Final = 85.0

# Number of positions looked up at a time.
_BLOCK: Final = 1 << 16

# WGS84: the equatorial radius, the squared eccentricity, the smallest radius of curvature.
_RADIUS_M: Final = geod().a
_ECCENTRICITY: Final = geod().es
_LEAST_RADIUS_M: Final = geod().a * (1 - geod().es)


class Nearest(NamedTuple):
    """The nearest settlement of each position: its row id in the gazetteer and the distance.

    Distances are in metres. If there is none within 50 km, the row id is -1 and the distance NaN.
    """

    rowids: NDArray[np.int64]
    metres: Floats


class Around(NamedTuple):
    """The settlements near any of the positions, ordered by row id.

    Attributes:
        rowids: Their row ids in the gazetteer.
        lon: Their longitudes in degrees.
        lat: Their latitudes in degrees.
        metres: How far each is from the nearest position, in metres.
    """

    rowids: Ints
    lon: Floats
    lat: Floats
    metres: Floats


class _Towns(NamedTuple):
    """Settlements in columns, ordered by row id."""

    rowids: Ints
    lon: Floats
    lat: Floats

    def take(self, rows: Ints | Flags) -> _Towns:
        return _Towns(self.rowids[rows], self.lon[rows], self.lat[rows])

    def metres(self, rows: Ints, lon: Floats, lat: Floats) -> Floats:
        """Return the geodesic distance from each position to its settlement, in metres."""
        _, _, metres = geod().inv(lon, lat, self.lon[rows], self.lat[rows])
        return np.asarray(metres)


class _Map(NamedTuple):
    """Settlements in Mercator projection.

    Attributes:
        towns: The settlements.
        tree: The projected points; a settlement near 180° has two.
        numbers: Index into ``towns`` of each point.
    """

    towns: _Towns
    tree: shapely.STRtree
    numbers: Ints


def nearest_settlements(gazetteer: Gazetteer, lon: Floats, lat: Floats) -> Nearest:
    """Return the settlement nearest to each position along the ellipsoid, within 50 km.

    Of several settlements at one position the one with the lowest row id is returned. Settlements
    from additions count like the packaged ones; if both have a settlement, the addition's position
    is used.

    Args:
        gazetteer: The gazetteer with its additions.
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


def settlements_around(
    gazetteer: Gazetteer, lon: Floats, lat: Floats, *, metres: float = NEAREST_M
) -> Around:
    """Return all settlements within some distance of any position, each once.

    A map names these at close zoom. A million positions take seconds: each settlement is looked up
    among the positions, not the other way round.

    Args:
        gazetteer: The gazetteer with its additions.
        lon: Longitudes in degrees; positions with NaN are ignored.
        lat: Latitudes in degrees, as many.
        metres: The distance along the ellipsoid, at most 50 km.
    """
    known = np.isfinite(lon) & np.isfinite(lat)
    spots = np.unique(np.column_stack([lon[known], lat[known]]), axis=0)
    towns = _towns(gazetteer, _around(_tiles(spots[:, 0], spots[:, 1])))
    far = np.full(len(towns.rowids), np.inf)
    positions = _Towns(np.arange(len(spots)), spots[:, 0], spots[:, 1])
    is_polar = np.abs(towns.lat) > _POLAR_DEG
    for rows, find in (
        (np.flatnonzero(~is_polar), _on_map),
        (np.flatnonzero(is_polar), _one_by_one),
    ):
        if len(rows) and len(spots):
            far[rows] = find(positions, towns.lon[rows], towns.lat[rows])[1]
    near = np.flatnonzero(far <= min(metres, NEAREST_M))
    return Around(*towns.take(near), far[near])


def _towns(gazetteer: Gazetteer, tiles: Flags) -> _Towns:
    """Return the settlements in some tiles, those from the additions last."""
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
    """Return which packaged settlements the additions contain too."""
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
    """Return the row and column of the tile that contains each position."""
    row = np.clip(np.floor((lat + 90) / _TILE_DEG), 0, _TILES[0] - 1)
    column = np.clip(np.floor((lon + HALF_TURN) / _TILE_DEG), 0, _TILES[1] - 1)
    return row.astype(np.int64), column.astype(np.int64)


def _tiles(lon: Floats, lat: Floats) -> Flags:
    """Return which tiles contain a position."""
    tiles = np.zeros(_TILES, dtype=np.bool_)
    tiles[_tile(lon, lat)] = True
    return tiles


def _around(tiles: Flags) -> Flags:
    """Return which tiles lie within 50 km of one of the given tiles."""
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
    """Return the index of the nearest settlement and its distance, found on the Mercator map.

    A settlement near 180° is on the map twice.
    """
    margin = _MARGIN_DEG / np.cos(np.radians(np.minimum(np.abs(towns.lat) + _MARGIN_DEG, 89.0)))
    east = np.flatnonzero(towns.lon + margin > HALF_TURN)
    west = np.flatnonzero(towns.lon - margin < -HALF_TURN)
    numbers = np.concatenate([np.arange(len(towns.lon)), east, west])
    shift = np.repeat([0.0, -2 * HALF_TURN, 2 * HALF_TURN], [len(towns.lon), len(east), len(west)])
    tree = shapely.STRtree(_mercator(towns.lon[numbers] + shift, towns.lat[numbers]))
    tree.query(shapely.Point(0, 0))  # builds the tree before several threads use it
    starts = range(0, len(lon), _BLOCK)
    blocks = [(lon[start : start + _BLOCK], lat[start : start + _BLOCK]) for start in starts]
    held = _Map(towns, tree, numbers)
    found = list(map_ahead(lambda block: _in_tree(held, *block), blocks))
    return np.concatenate([one for one, _ in found]), np.concatenate([m for _, m in found])


def _in_tree(held: _Map, lon: Floats, lat: Floats) -> tuple[Ints, Floats]:
    """Return the index of the nearest settlement on a map and its distance.

    Mercator preserves angles but not scale, so the nearest on the map only bounds the search: every
    settlement that may be as near is then compared by its true distance.
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
    """Return positions as points in spherical Mercator projection, in radians at the equator."""
    lat = np.radians(np.clip(lat, -89.0, 89.0))
    return np.asarray(shapely.points(np.radians(lon), np.arctanh(np.sin(lat))))


def _one_by_one(towns: _Towns, lon: Floats, lat: Floats) -> tuple[Ints, Floats]:
    """Return the nearest settlement and its distance by comparing each position with all."""
    found = [int(np.argmin(_chords(towns, lon[[k]], lat[[k]]))) for k in range(len(lon))]
    nearest = np.array(found, dtype=np.int64)
    return nearest, towns.metres(nearest, lon, lat)


def _chords(towns: _Towns, lon: Floats, lat: Floats) -> Floats:
    """Return the length in metres of the straight line from each position to its settlement.

    The line goes through the ellipsoid. Over 50 km it orders distances as the geodesic does, to
    within a millimetre.
    """
    there = _cartesian(towns.lon, towns.lat)
    return np.asarray(np.linalg.norm(_cartesian(lon, lat) - there, axis=1))


def _cartesian(lon: Floats, lat: Floats) -> Floats:
    """Return positions on the ellipsoid as metres from its centre; shape (positions, 3)."""
    theta, phi = np.radians(lon), np.radians(lat)
    normal = _RADIUS_M / np.sqrt(1 - _ECCENTRICITY * np.sin(phi) ** 2)
    x = normal * np.cos(phi) * np.cos(theta)
    y = normal * np.cos(phi) * np.sin(theta)
    return np.column_stack([x, y, normal * (1 - _ECCENTRICITY) * np.sin(phi)])
