"""GeoJSON geometry objects and WKT to shapely geometries, checked against RFC 7946.

Longitude comes first, in degrees (OGC:CRS84). ``normalise`` checks whether a well-formed geometry
can be drawn (ranges, crossings).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from dateline.limits import COLLECTIONS, POINTS

#: Number of coordinates of a point without height.
_FLAT: Final = 2

_NUMBERS: Final = frozenset({int, float})

#: Numbers beyond this are checked one by one, because an integer may be too large for a float.
LARGE: Final = 1e300

_EWKT: Final = re.compile(r"(?i)\s*SRID\s*=\s*(\d+)\s*;")
_WKB_HEX: Final = re.compile(r"0[01][0-9A-Fa-f]{16,}")


class GeometryError(ValueError):
    """Raised for a geometry that is not well formed; its text says why."""


def geometry_from_geojson(value: Any, *, depth: int = 0) -> BaseGeometry | None:
    """Return the shapely geometry of a GeoJSON geometry object; None if it is null or empty.

    Numbers may be text, because the YAML reader returns text.

    Raises:
        GeometryError: The object violates RFC 7946 section 3.1.
    """
    if value is None:
        return None
    if not isinstance(value, Mapping):
        raise GeometryError('it is not an object with "type" and "coordinates"')
    kind = value.get("type")
    if kind == "GeometryCollection":
        return _collection(value, depth)
    build = _BUILDERS.get(kind) if isinstance(kind, str) else None
    if build is None:
        raise GeometryError(f'its type is "{kind}", expected one of {", ".join(_BUILDERS)}')
    coordinates = value.get("coordinates")
    if not isinstance(coordinates, list):
        raise GeometryError(f'the "coordinates" of a {kind} are not a list')
    _check_points(_count_positions(coordinates))
    return build(coordinates) if coordinates else None


def _count_positions(value: Any) -> int:
    """Return the number of positions in the ``coordinates`` of a geometry, at any nesting."""
    count, level = 0, [value]
    while level:
        inner = [item for item in level if type(item) is list and item and type(item[0]) is list]
        count += len(level) - len(inner)
        level = [part for item in inner for part in item]
        if len(level) > POINTS:
            return len(level)
    return count


def _check_points(count: int) -> None:
    if count > POINTS:
        raise GeometryError(f"it has {count:,} positions, expected at most {POINTS:,}")


def geometries_from_geojson(
    values: Sequence[Mapping[str, Any] | None],
) -> tuple[list[BaseGeometry | None], dict[int, GeometryError]]:
    """Return the geometry of each GeoJSON geometry object, and the errors by index.

    Plain points, which most events have, are created all at once.
    """
    shapes = np.full(len(values), None, dtype=object)
    errors: dict[int, GeometryError] = {}
    rows: list[int] = []
    points: list[list[float]] = []
    for row, value in enumerate(values):
        point = value.get("coordinates") if value and value.get("type") == "Point" else None
        if type(point) is list and len(point) == _FLAT and _are_plain(*point):
            rows.append(row)
            points.append(point)
            continue
        try:
            shapes[row] = geometry_from_geojson(value)
        except GeometryError as error:
            errors[row] = error
    shapes[rows] = shapely.points(np.array(points, dtype=float).reshape(-1, _FLAT))
    return shapes.tolist(), errors


def _are_plain(lon: Any, lat: Any) -> bool:
    """Return whether both are finite numbers that fit into a float."""
    are_numbers = type(lon) in _NUMBERS and type(lat) in _NUMBERS
    return are_numbers and -LARGE < lon < LARGE and -LARGE < lat < LARGE


def geometry_from_text(text: str) -> BaseGeometry | None:
    """Return the geometry of WKT, EWKT in EPSG:4326, or hexadecimal WKB; None if it is empty.

    Raises:
        GeometryError: The text is none of these.
    """
    srid = _EWKT.match(text)
    if srid:
        if srid[1] not in ("4326", "0"):
            raise GeometryError(f"its coordinates are EPSG:{srid[1]}, expected EPSG:4326")
        text = text[srid.end() :]
    try:
        # Numbers that are not finite are found afterwards.
        with np.errstate(all="ignore"):
            if _WKB_HEX.fullmatch(text.strip()):
                shape = shapely.from_wkb(text.strip())
            else:
                shape = shapely.from_wkt(text)
    except (shapely.errors.ShapelyError, ValueError, TypeError) as error:
        raise GeometryError("it is not WKT, such as POINT (35.27 51.19)") from error
    if shape is None or shape.is_empty:
        return None
    _check_points(int(shapely.get_num_coordinates(shape)))
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise GeometryError("a coordinate is not a number, or too large for one")
    return shape


def geometries_from_texts(texts: Sequence[str]) -> tuple[np.ndarray, dict[int, GeometryError]]:
    """Return the result of :func:`geometry_from_text` for each text, and the errors by index.

    Plain WKT, which most texts are, is parsed all at once.
    """
    plain = np.array([None if _EWKT.match(text) else text for text in texts], dtype=object)
    with np.errstate(all="ignore"):
        shapes = np.asarray(shapely.from_wkt(plain, on_invalid="ignore"), dtype=object)
    shapes[shapely.is_empty(shapes)] = None
    positions, owner = shapely.get_coordinates(shapes, return_index=True)
    shapes[owner[~np.isfinite(positions).all(axis=1)]] = None
    shapes[shapely.get_num_coordinates(shapes) > POINTS] = None
    errors: dict[int, GeometryError] = {}
    for place in np.flatnonzero(shapely.is_missing(shapes)).tolist():
        try:
            shapes[place] = geometry_from_text(texts[place])
        except GeometryError as error:
            errors[place] = error
    return shapes, errors


def _collection(value: Mapping[str, Any], depth: int) -> BaseGeometry | None:
    members = value.get("geometries")
    if not isinstance(members, list):
        raise GeometryError('the "geometries" of a GeometryCollection are not a list')
    if depth >= COLLECTIONS:
        raise GeometryError("collections are nested too deeply")
    shapes = [geometry_from_geojson(member, depth=depth + 1) for member in members]
    kept = [shape for shape in shapes if shape is not None]
    return shapely.GeometryCollection(kept) if kept else None


def _position(value: Any) -> tuple[float, ...]:
    if not isinstance(value, list) or len(value) < _FLAT:
        raise GeometryError("a position is not a list of two or three numbers")
    return tuple(_number(number) for number in value[:3])


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        raise GeometryError("a coordinate is not a number")
    try:
        number = float(value)
    except (ValueError, OverflowError):
        number = math.nan
    if not math.isfinite(number):
        raise GeometryError(f'a coordinate is "{str(value)[:40]}", expected a number')
    return number


def _positions(value: Any, *, least: int, what: str) -> list[tuple[float, ...]]:
    if not isinstance(value, list) or len(value) < least:
        raise GeometryError(f"a {what} has fewer than {least} positions")
    positions = [_position(item) for item in value]
    flat = min(len(position) for position in positions)
    return [position[:flat] for position in positions]


def _point(value: list[Any]) -> BaseGeometry:
    return shapely.Point(_position(value))


def _multi_point(value: list[Any]) -> BaseGeometry:
    return shapely.MultiPoint(_positions(value, least=1, what="MultiPoint"))


def _line(value: Any) -> shapely.LineString:
    return shapely.LineString(_positions(value, least=2, what="LineString"))


def _multi_line(value: list[Any]) -> BaseGeometry:
    return shapely.MultiLineString([_line(item) for item in value])


def _ring(value: Any) -> list[tuple[float, ...]]:
    ring = _positions(value, least=4, what="ring of a Polygon")
    if ring[0] != ring[-1]:
        raise GeometryError("a ring of a Polygon does not end where it starts")
    return ring


def _polygon(value: Any) -> shapely.Polygon:
    if not isinstance(value, list) or not value:
        raise GeometryError("a Polygon has no rings")
    rings = [_ring(item) for item in value]
    return shapely.Polygon(rings[0], rings[1:])


def _multi_polygon(value: list[Any]) -> BaseGeometry:
    return shapely.MultiPolygon([_polygon(item) for item in value])


_BUILDERS: Final[dict[str, Callable[[list[Any]], BaseGeometry]]] = {
    "Point": _point,
    "MultiPoint": _multi_point,
    "LineString": _line,
    "MultiLineString": _multi_line,
    "Polygon": _polygon,
    "MultiPolygon": _multi_polygon,
}

#: The geometry types of RFC 7946.
GEOMETRY_TYPES: Final = (*_BUILDERS, "GeometryCollection")
