"""Given: events that came with coordinates or a geometry keep them, and gain their surroundings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from dateline import geodesy
from dateline.gazetteer import Place
from dateline.geocoder.candidates import Finder, Ints
from dateline.geocoder.ground import Ground, given_ground, place_ground
from dateline.geocoder.placing import Placed, Placing
from dateline.geocoder.reverse import nearest_settlements
from dateline.geodesy import Floats, LonLat

Columns = dict[str, NDArray[Any]]

#: A named place may lie this far from the given coordinates, beyond its own extent, and be meant.
FAR_M: Final = 25_000.0

_POINT: Final = 0  # shapely's type id


@dataclass(frozen=True, slots=True)
class Far:
    """A named place far from the coordinates: which row, which place, how far in metres."""

    row: int
    place_name: str
    metres: float


def take_given(
    columns: Columns, table: pd.DataFrame, placed: Placed, *, finder: Finder
) -> list[Far]:
    """Put given positions into ``columns`` in place of what was worked out; return what is far.

    Args:
        columns: The columns that the placings filled, changed in place.
        table: Read: ``geometry``, ``lon``, ``lat``, ``place_precision``, ``uncertainty_m``.
        placed: What the ``where`` texts came to.
        finder: For candidates nearer to the coordinates, and for surroundings.
    """
    shapes, rows = _shapes(table)
    if len(rows):
        _put_positions(columns, shapes, rows)
    _keep_written(columns, table, rows)
    if not len(rows):
        return []
    _name_surroundings(columns, rows, finder)
    return _take_named(columns, placed, rows, finder=finder)


def _shapes(table: pd.DataFrame) -> tuple[NDArray[Any], Ints]:
    """Return the geometry of each row as given, lon and lat as a point, and which rows have one."""
    shapes = table["geometry"].to_numpy(dtype=object).copy()
    lon, lat = (table[name].to_numpy(dtype=np.float64) for name in ("lon", "lat"))
    made = shapely.is_missing(shapes) & ~np.isnan(lon) & ~np.isnan(lat)
    shapes[made] = shapely.points(lon[made], lat[made])
    return shapes, np.flatnonzero(~shapely.is_missing(shapes))


def _put_positions(columns: Columns, shapes: NDArray[Any], rows: Ints) -> None:
    columns["geometry"][rows] = shapes[rows]
    columns["geocode_method"][rows] = "given"
    columns["geocode_score"][rows] = np.nan
    columns["uncertainty_m"][rows] = np.nan
    for name in ("place_name", "place_id", "place_kind", "country", "admin1", "geocode_reason"):
        columns[name][rows] = None
    for row in rows:
        columns["geocode_alternatives"][row] = ()
    points = rows[shapely.get_type_id(shapes[rows]) == _POINT]
    columns["lon"][points] = shapely.get_x(shapes[points])
    columns["lat"][points] = shapely.get_y(shapes[points])
    columns["place_precision"][points] = "exact"
    for row in np.setdiff1d(rows, points):
        _put_ground(columns, int(row), given_ground(geodesy.cut_at_180(shapes[row])))


def _put_ground(columns: Columns, row: int, ground: Ground) -> None:
    columns["geometry"][row] = ground.geometry
    columns["lon"][row], columns["lat"][row] = ground.point
    columns["place_precision"][row] = ground.precision
    columns["uncertainty_m"][row] = ground.uncertainty_m


def _keep_written(columns: Columns, table: pd.DataFrame, rows: Ints) -> None:
    """Let a precision or uncertainty that the writer gave stand before the one worked out.

    For an event placed by name a written uncertainty stands only if there is a place at all.
    """
    is_placed = ~shapely.is_missing(columns["geometry"])
    is_given = np.isin(np.arange(len(table)), rows)
    precision = table["place_precision"].astype(object)
    written = precision.notna().to_numpy() & is_given
    columns["place_precision"][written] = precision.to_numpy()[written]
    metres = table["uncertainty_m"].to_numpy(dtype=np.float64)
    written = ~np.isnan(metres) & is_placed
    columns["uncertainty_m"][written] = metres[written]


def _name_surroundings(columns: Columns, rows: Ints, finder: Finder) -> None:
    """Fill country, region and nearest settlement of given positions, each position once."""
    lon, lat, codes = name_areas(columns, rows, finder)
    _name_settlements(columns, rows, codes, lon=lon, lat=lat, finder=finder)


def name_areas(columns: Columns, rows: Ints, finder: Finder) -> tuple[Floats, Floats, Ints]:
    """Fill the country and region that positions lie in, each position once.

    Returns:
        The distinct longitudes and latitudes, and which of them each of ``rows`` has.
    """
    positions = np.column_stack([columns[name][rows] for name in ("lon", "lat")]).astype(np.float64)
    distinct, codes = np.unique(positions, axis=0, return_inverse=True)
    codes = codes.reshape(-1)
    lon, lat = distinct[:, 0], distinct[:, 1]
    gazetteer, worldview = finder.gazetteer, finder.worldview
    countries = gazetteer.countries_at(lon, lat, worldview=worldview)
    columns["country"][rows] = _words(countries)[codes]
    regions = gazetteer.admin1s_at(lon, lat, worldview=worldview)
    columns["admin1"][rows] = _words([finder.regions.get(code) for code in regions])[codes]
    return lon, lat, codes


def _name_settlements(
    columns: Columns, rows: Ints, codes: Ints, *, lon: Floats, lat: Floats, finder: Finder
) -> None:
    nearest = nearest_settlements(finder.gazetteer, lon, lat)
    places = {
        int(rowid): finder.gazetteer.place_at_row(int(rowid))
        for rowid in np.unique(nearest.rowids[nearest.rowids >= 0])
    }
    chosen = [places.get(int(rowid)) for rowid in nearest.rowids]
    names = [
        _name(place, metres) if place else None
        for place, metres in zip(chosen, nearest.metres, strict=True)
    ]
    columns["place_name"][rows] = _words(names)[codes]
    columns["place_id"][rows] = _words([p.place_id if p else None for p in chosen])[codes]
    columns["place_kind"][rows] = _words([p.kind if p else None for p in chosen])[codes]


def _name(place: Place, metres: float) -> str:
    return place.name if metres <= place.uncertainty_m else f"near {place.name}"


def _words(words: Any) -> NDArray[Any]:
    """Return words as an array; an empty word is None."""
    array = np.empty(len(words), dtype=object)
    array[:] = [word or None for word in words]
    return array


def _take_named(columns: Columns, placed: Placed, rows: Ints, *, finder: Finder) -> list[Far]:
    """Give events the place that their ``where`` names, if it lies near; return those far away."""
    keys = np.column_stack([placed.codes[rows], columns["lon"][rows], columns["lat"][rows]]).astype(
        np.float64
    )
    distinct, codes = np.unique(keys, axis=0, return_inverse=True)
    far: list[Far] = []
    for index, (code, lon, lat) in enumerate(distinct):
        placing = placed.placings[int(code)]
        if placing.ground is None:
            continue
        some = rows[codes.reshape(-1) == index]
        place, metres = _nearest_meaning(placing, LonLat(lon, lat), finder)
        if metres > FAR_M:
            far += [Far(int(row), placing.place_name, metres) for row in some]
            continue
        columns["place_name"][some] = place.name if place else placing.place_name
        columns["place_id"][some] = place.place_id if place else None
        columns["place_kind"][some] = place.kind if place else None
    return far


def _nearest_meaning(
    placing: Placing, position: LonLat, finder: Finder
) -> tuple[Place | None, float]:
    """Return the place that a text means given the position, and how far the position is from it.

    The text's own choice counts if it is near; else a runner-up that is.
    """
    assert placing.ground is not None
    metres = gap_m(placing.ground, position)
    chosen = placing.places[0] if len(placing.places) == 1 else None
    if metres <= FAR_M or chosen is None or placing.ground.is_derived:
        return chosen, metres
    for resolution in placing.resolutions:
        for other in resolution.runners_up:
            away = gap_m(place_ground(other.place, finder.outline(other.place)), position)
            if away <= FAR_M:
                return other.place, away
    return chosen, metres


def gap_m(ground: Ground, position: LonLat) -> float:
    """Return how far a position lies outside a piece of ground, in metres; 0 inside it."""
    if ground.is_point:
        apart = geodesy.distance_m(ground.point, position)
        return max(0.0, apart - float(np.nan_to_num(ground.uncertainty_m)))
    spot = geodesy.point(position)
    if ground.geometry.intersects(spot):
        return 0.0
    nearest = shapely.shortest_line(ground.geometry, spot)
    start = shapely.get_coordinates(nearest)[0]
    return geodesy.distance_m(LonLat(float(start[0]), float(start[1])), position)
