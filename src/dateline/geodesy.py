"""Geodesy on the WGS84 ellipsoid: distances, bearings, geodesic lines, buffers, splits at 180°.

This module knows no places, names or tables. Positions are (lon, lat) in degrees, distances are
metres along the ellipsoid (``pyproj.Geod``), bearings are degrees clockwise from north; no distance
is ever in degrees. Resulting geometries are split at 180° as RFC 7946 section 3.1.9 requires.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import (
    GeometryCollection,
    LineString,
    MultiLineString,
    MultiPoint,
    MultiPolygon,
    Point,
    Polygon,
)
from shapely.geometry.base import BaseGeometry, BaseMultipartGeometry

if TYPE_CHECKING:
    from pyproj import Geod, Proj

#: Mean Earth radius (IUGG), for spherical distances that only serve to compare candidates.
EARTH_RADIUS_M: Final = 6_371_008.8

#: Lines get a vertex at least this often, so that a straight segment on a Mercator map is less than
#: a pixel away from the geodesic at the zoom where it fits on the screen.
STEP_M: Final = 50_000.0

#: The largest piece that is buffered in one local projection. At 500 km from its centre the
#: azimuthal equidistant projection stretches sideways by c/sin(c) - 1 = 0.1 %.
_PIECE_M: Final = 1_000_000.0

#: Number of vertices of a disc.
_DISC_VERTICES: Final = 72

#: Degrees from the prime meridian to the antimeridian.
HALF_TURN: Final = 180.0

#: How near to 180° a shape ends that was cut there, degrees.
_EDGE: Final = 0.001

Floats = NDArray[np.float64]


class LonLat(NamedTuple):
    """A position: longitude, then latitude, in degrees (WGS84, OGC:CRS84 order)."""

    lon: float
    lat: float


def wrap_lon(lon: float) -> float:
    """Return the longitude in [-180, 180]; a value in that range is unchanged."""
    return lon if abs(lon) <= HALF_TURN else (lon + HALF_TURN) % (2 * HALF_TURN) - HALF_TURN


# --- points ---------------------------------------------------------------------------------------


def distance_m(start: LonLat, end: LonLat) -> float:
    """Return the geodesic distance between two positions, in metres.

    >>> round(distance_m(LonLat(34.8, 50.92), LonLat(36.19, 51.73)) / 1000)
    132
    """
    _, _, metres = geod().inv(start[0], start[1], end[0], end[1])
    return float(metres)


@functools.cache
def geod() -> Geod:
    """Return the WGS84 ellipsoid; loaded on first use, because choosing names does not need it."""
    from pyproj import Geod  # noqa: PLC0415

    return Geod(ellps="WGS84")


def distances_m(lons: Floats | float, lats: Floats | float, point: LonLat) -> Floats:
    """Return the great-circle distance in metres of each position from ``point``.

    It is spherical, up to 0.6 % off the ellipsoid: for comparing candidates, not for results.
    """
    lat, other_lat = np.radians(lats), np.radians(point[1])
    half = np.sin((other_lat - lat) / 2) ** 2
    half = half + np.cos(lat) * np.cos(other_lat) * np.sin(np.radians(point[0] - lons) / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.minimum(half, 1.0))))


def bearing_deg(start: LonLat, end: LonLat) -> float:
    """Return the initial bearing from ``start`` to ``end``, in [0, 360) degrees from north."""
    forward, _, _ = geod().inv(start[0], start[1], end[0], end[1])
    return float(forward) % 360


def destination(start: LonLat, *, bearing: float, distance: float) -> LonLat:
    """Return the position ``distance`` metres from ``start`` along the geodesic at ``bearing``.

    Args:
        start: The start of the geodesic.
        bearing: Degrees clockwise from north.
        distance: Metres along the ellipsoid.
    """
    lon, lat, _ = geod().fwd(start[0], start[1], bearing, distance)
    return LonLat(wrap_lon(float(lon)), float(lat))


def midpoint(start: LonLat, end: LonLat) -> LonLat:
    """Return the position halfway along the geodesic from ``start`` to ``end``."""
    forward, _, metres = geod().inv(start[0], start[1], end[0], end[1])
    return destination(start, bearing=float(forward), distance=float(metres) / 2)


# --- lines ----------------------------------------------------------------------------------------


def geodesic_line(stops: Sequence[LonLat], *, step_m: float = STEP_M) -> BaseGeometry:
    """Return the geodesic line through ``stops``, with a vertex at least every ``step_m`` metres.

    Returns:
        A ``LineString``, or a ``MultiLineString`` split at 180° if the line crosses it.

    Raises:
        ValueError: There are fewer than two different stops.
    """
    path = [LonLat(*stops[0])] if stops else []
    path += [LonLat(*b) for a, b in itertools.pairwise(stops) if a != b]
    if len(path) < 2:  # noqa: PLR2004 - a line has two ends
        raise ValueError("a line needs two different positions")
    return cut_at_180(LineString(_densified(np.asarray(path, dtype=np.float64), step_m)))


def _densified(path: Floats, step_m: float) -> list[tuple[float, float]]:
    vertices: list[tuple[float, float]] = [(float(path[0][0]), float(path[0][1]))]
    lengths = geod().line_lengths(path[:, 0], path[:, 1])
    for (lon, lat), (to_lon, to_lat), metres in zip(path, path[1:], lengths, strict=False):
        if metres > step_m:
            count = math.ceil(metres / step_m) - 1
            between = geod().npts(lon, lat, to_lon, to_lat, count)
            vertices += [(wrap_lon(x), y) for x, y in between]
        vertices.append((float(to_lon), float(to_lat)))
    return vertices


def length_m(geometry: BaseGeometry) -> float:
    """Return the geodesic length in metres of a line, or of an area's outline."""
    return float(geod().geometry_length(geometry))


def area_m2(geometry: BaseGeometry) -> float:
    """Return the geodesic area in square metres; 0 for points and lines."""
    return sum(abs(float(geod().geometry_area_perimeter(one)[0])) for one in polygons_of(geometry))


# --- splitting at 180° ----------------------------------------------------------------------------


def cut_at_180(geometry: BaseGeometry, *, great_circle: bool = True) -> BaseGeometry:
    """Return the geometry split where it crosses 180° (RFC 7946 section 3.1.9).

    A step of more than 180° of longitude between two vertices counts as a crossing. Points are
    unchanged. Exterior rings become counter-clockwise and interior rings clockwise.

    Args:
        geometry: Lon and lat in degrees.
        great_circle: Whether edges are great circles; otherwise they are straight in degrees.
    """
    if geometry.is_empty or isinstance(geometry, Point | MultiPoint):
        return geometry
    if isinstance(geometry, GeometryCollection):
        parts = [cut_at_180(part, great_circle=great_circle) for part in geometry.geoms]
        return GeometryCollection(parts)
    if isinstance(geometry, MultiPolygon):
        cut = [cut_at_180(part, great_circle=great_circle) for part in geometry.geoms]
        return MultiPolygon([piece for part in cut for piece in shapely.get_parts(part)])
    if not _has_jump(geometry) or _goes_around(geometry):
        return shapely.orient_polygons(geometry)
    import antimeridian  # noqa: PLC0415 - few shapes cross 180°

    shape = antimeridian.fix_shape(geometry, great_circle=great_circle, fix_winding=True)
    return shapely.orient_polygons(_without_specks(shapely.geometry.shape(shape)))


def _goes_around(geometry: BaseGeometry) -> bool:
    """Return whether an area goes once around the world, cut at 180° already, as oceans do.

    Its long edge runs along a parallel or the pole, from one side of the map to the other.
    """
    west, _, east, _ = geometry.bounds
    reaches = west < _EDGE - HALF_TURN and east > HALF_TURN - _EDGE
    return isinstance(geometry, Polygon) and reaches and geometry.is_valid


def _without_specks(geometry: BaseGeometry) -> BaseGeometry:
    """Return a geometry without lines of zero length, which a vertex on 180° can leave behind."""
    if not isinstance(geometry, MultiLineString):
        return geometry
    kept = [line for line in geometry.geoms if line.length > 0]
    return kept[0] if len(kept) == 1 else MultiLineString(kept)


def _has_jump(geometry: BaseGeometry) -> bool:
    rings: list[BaseGeometry] = []
    for part in shapely.get_parts(geometry):
        rings += [part] if isinstance(part, LineString) else shapely.get_rings(part).tolist()
    steps = (np.abs(np.diff(shapely.get_coordinates(ring)[:, 0])) for ring in rings)
    return any(step.max() > HALF_TURN for step in steps)


# --- buffers --------------------------------------------------------------------------------------


def disc(centre: LonLat, radius_m: float) -> BaseGeometry:
    """Return the area within ``radius_m`` metres of a position, split at 180° if it crosses.

    The outline has 72 vertices on the geodesic circle; the area is 0.1 % smaller than a true disc.
    """
    bearings = np.linspace(360, 0, _DISC_VERTICES, endpoint=False)
    count = len(bearings)
    lons, lats, _ = geod().fwd(
        np.full(count, centre[0]), np.full(count, centre[1]), bearings, np.full(count, radius_m)
    )
    ring = [(wrap_lon(float(lon)), float(lat)) for lon, lat in zip(lons, lats, strict=True)]
    return cut_at_180(Polygon(ring))


def buffer_m(geometry: BaseGeometry, radius_m: float) -> BaseGeometry:
    """Return the area within ``radius_m`` metres of a point, line or area.

    It is computed in azimuthal equidistant projections centred on pieces of at most 1,000 km, so
    the radius is accurate to 0.1 %. Outlines are first simplified by 2 % of the radius.

    Args:
        geometry: Any geometry in OGC:CRS84; areas may be large but must be split at 180°.
        radius_m: Metres, above 0.
    """
    if isinstance(geometry, Point):
        return disc(LonLat(geometry.x, geometry.y), radius_m)
    pieces = [_buffer_piece(piece, radius_m) for piece in _pieces(geometry)]
    areas = polygons_of(geometry)
    return shapely.orient_polygons(shapely.union_all([*pieces, *areas]))


def _pieces(geometry: BaseGeometry) -> Iterable[BaseGeometry]:
    """Yield points, and lines short enough for one projection; areas yield their outlines."""
    for part in parts_of(geometry):
        if isinstance(part, Polygon):
            for ring in (part.exterior, *part.interiors):
                yield from _line_pieces(LineString(ring.coords))
        elif isinstance(part, LineString):
            yield from _line_pieces(part)
        else:
            yield part


def _line_pieces(line: LineString) -> Iterable[LineString]:
    vertices = np.asarray(_densified(shapely.get_coordinates(line), _PIECE_M / 2))
    first, walked = 0, 0.0
    steps = geod().line_lengths(vertices[:, 0], vertices[:, 1])
    for index, metres in enumerate(steps, start=1):
        walked += metres
        if walked >= _PIECE_M / 2 or index == len(steps):
            yield LineString(vertices[first : index + 1])
            first, walked = index, 0.0


def _buffer_piece(piece: BaseGeometry, radius_m: float) -> BaseGeometry:
    if isinstance(piece, Point):
        return disc(LonLat(piece.x, piece.y), radius_m)
    lon, lat = shapely.get_coordinates(piece)[shapely.get_num_points(piece) // 2]
    local = shapely.transform(piece, functools.partial(_project, lon=lon, lat=lat))
    area = local.simplify(radius_m / 50).buffer(radius_m, quad_segs=12)
    ring = shapely.transform(area, functools.partial(_unproject, lon=lon, lat=lat))
    return shapely.make_valid(cut_at_180(ring))


@functools.lru_cache(maxsize=256)
def _projection(lon: float, lat: float) -> Proj:
    from pyproj import Proj  # noqa: PLC0415 - as in geod

    return Proj(proj="aeqd", lon_0=lon, lat_0=lat, ellps="WGS84")


def _project(positions: Floats, *, lon: float, lat: float) -> Floats:
    return np.column_stack(_projection(lon, lat)(positions[:, 0], positions[:, 1]))


def _unproject(positions: Floats, *, lon: float, lat: float) -> Floats:
    return np.column_stack(_projection(lon, lat)(positions[:, 0], positions[:, 1], inverse=True))


def to_local(geometry: BaseGeometry, centre: LonLat) -> BaseGeometry:
    """Return the geometry in metres east and north of ``centre`` (azimuthal equidistant)."""
    return shapely.transform(geometry, functools.partial(_project, lon=centre[0], lat=centre[1]))


def from_local(geometry: BaseGeometry, centre: LonLat) -> BaseGeometry:
    """Return a geometry from :func:`to_local` in degrees again, split at 180°."""
    back = shapely.transform(geometry, functools.partial(_unproject, lon=centre[0], lat=centre[1]))
    return cut_at_180(back)


# --- one point for a geometry ---------------------------------------------------------------------


def parts_of(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Return the points, lines and polygons in a geometry, including those in collections."""
    parts: list[BaseGeometry] = []
    for part in shapely.get_parts(geometry).tolist():
        parts += parts_of(part) if isinstance(part, BaseMultipartGeometry) else [part]
    return [part for part in parts if not part.is_empty]


def polygons_of(geometry: BaseGeometry) -> list[Polygon]:
    """Return the polygons in a geometry; empty for points and lines."""
    return [part for part in parts_of(geometry) if isinstance(part, Polygon)]


def representation_point(geometry: BaseGeometry) -> LonLat:
    """Return a position on the geometry that represents it, for a label or symbol.

    For areas it is a point inside the largest area, for lines the middle of the longest line, for
    points the one nearest to their mean. An area takes precedence over a line, a line over a point.

    Raises:
        ValueError: The geometry is empty.
    """
    if areas := polygons_of(geometry):
        inside = max(areas, key=area_m2).representative_point()
        return LonLat(inside.x, inside.y)
    parts = parts_of(geometry)
    if lines := [part for part in parts if isinstance(part, LineString)]:
        return _halfway(max(lines, key=length_m))
    points = [LonLat(part.x, part.y) for part in parts if isinstance(part, Point)]
    if not points:
        raise ValueError("an empty geometry has no representation point")
    mean = MultiPoint(points).centroid
    return min(points, key=functools.partial(distance_m, LonLat(mean.x, mean.y)))


def _halfway(line: LineString) -> LonLat:
    vertices = shapely.get_coordinates(line)
    walked = np.concatenate(([0.0], np.cumsum(geod().line_lengths(vertices[:, 0], vertices[:, 1]))))
    index = min(int(np.searchsorted(walked, walked[-1] / 2, side="right")), len(vertices) - 1) - 1
    start, end = LonLat(*vertices[index]), LonLat(*vertices[index + 1])
    forward = bearing_deg(start, end)
    return destination(start, bearing=forward, distance=float(walked[-1] / 2 - walked[index]))


def reach_m(geometry: BaseGeometry, point: LonLat) -> float:
    """Return the distance in metres from ``point`` to the geometry's farthest vertex.

    This is the point-radius uncertainty of an extent: the smallest circle around ``point`` that
    contains it (Chapman & Wieczorek, Georeferencing Best Practices, 2020, section 3.4).
    """
    if not len(vertices := shapely.get_coordinates(geometry)):
        return 0.0
    # On a sphere distances are wrong by less than 0.6 %, so the farthest is one of these.
    metres = distances_m(vertices[:, 0], vertices[:, 1], point)
    far = vertices[metres >= 0.98 * metres.max()]
    here = np.full_like(far, point)
    _, _, metres = geod().inv(here[:, 0], here[:, 1], far[:, 0], far[:, 1])
    return float(np.max(metres))


def point(position: LonLat) -> Point:
    """Return the position as a shapely point (x is lon, y is lat)."""
    return Point(position[0], position[1])
