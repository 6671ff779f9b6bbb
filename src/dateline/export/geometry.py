"""Geometry as RFC 7946 wants it, for every format: cut at 180°, right-handed, seven decimals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import orjson
import shapely
from numpy.typing import NDArray

from dateline.geodesy import cut_at_180

#: Digits after the point of a degree: about a centimetre.
DECIMALS: Final = 7

_HALF_TURN: Final = 180.0
_POINT: Final = 0
_MULTI_POINT: Final = 4

Geometries = NDArray[np.object_]
#: West, south, east, north in degrees; west > east crosses 180°.
Box = list[float]


def prepare_geometry(events: gpd.GeoDataFrame) -> Geometries:
    """Return one geometry an event, ``None`` for the unplaced: what every exporter writes.

    Two-dimensional, in lon and lat degrees rounded to seven decimals; longitudes within ±180;
    lines and areas cut where they cross 180° (RFC 7946 section 3.1.9); outer rings
    counter-clockwise, inner ones clockwise (section 3.1.6).
    """
    shapes: Geometries = np.array(events.geometry.to_numpy(), dtype=object)
    shapes[shapely.is_empty(shapes)] = None
    kinds = shapely.get_type_id(shapes)
    is_point = (kinds == _POINT) | (kinds == _MULTI_POINT)
    prepared: Geometries = np.empty(len(shapes), dtype=object)
    prepared[is_point] = _rounded(shapely.force_2d(shapes[is_point]))
    is_shape = (kinds >= 0) & ~is_point
    prepared[is_shape] = _prepare_shapes(shapely.force_2d(shapes[is_shape]))
    return prepared


def _prepare_shapes(shapes: Geometries) -> Geometries:
    cut = np.array([cut_at_180(_wrapped(shape)) for shape in shapes], dtype=object)
    rounded = _rounded(cut)
    broken = shapely.is_valid(cut) & ~shapely.is_valid(rounded)
    rounded[broken] = shapely.make_valid(rounded[broken], method="structure")
    result: Geometries = shapely.orient_polygons(rounded)
    return result


def _wrapped(shape: Any) -> Any:
    """Return the shape with longitudes within ±180, so that crossing shows as a jump."""
    west, _, east, _ = shape.bounds
    if west >= -_HALF_TURN and east <= _HALF_TURN:
        return shape
    return shapely.transform(shape, _wrap)


def _wrap(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    lon = positions[:, 0]
    outside = np.abs(lon) > _HALF_TURN
    positions[outside, 0] = (lon[outside] + _HALF_TURN) % (2 * _HALF_TURN) - _HALF_TURN
    return positions


def _round(positions: NDArray[np.float64]) -> NDArray[np.float64]:
    # Adding zero turns -0.0 into 0.0.
    return np.round(_wrap(positions), DECIMALS) + 0.0


def _rounded(shapes: Geometries) -> Geometries:
    result: Geometries = shapely.transform(shapes, _round)
    return result


# --- GeoJSON ----------------------------------------------------------------------------------


def geometry_members(shapes: Geometries) -> list[Any]:
    """Return what orjson writes as the ``geometry`` member of each, ``None`` for the unplaced."""
    kinds = shapely.get_type_id(shapes)
    members = np.empty(len(shapes), dtype=object)
    is_point = kinds == _POINT
    positions = shapely.get_coordinates(shapes[is_point]).tolist()
    members[is_point] = [{"type": "Point", "coordinates": position} for position in positions]
    is_shape = kinds > _POINT
    texts = shapely.to_geojson(shapes[is_shape])
    members[is_shape] = [orjson.Fragment(text) for text in texts]
    return members.tolist()


def box_members(shapes: Geometries) -> list[Box | None]:
    """Return the bounding box of each line and area; ``None`` for points and the unplaced."""
    kinds = shapely.get_type_id(shapes)
    bounds = shapely.bounds(shapes).tolist()
    return [
        _box([shape], box) if kind > _POINT else None
        for shape, kind, box in zip(shapes, kinds.tolist(), bounds, strict=True)
    ]


def bounding_box(shapes: Geometries) -> Box | None:
    """Return the box of all of them; ``None`` if none is placed.

    It crosses 180° (west > east, RFC 7946 section 5.2) only if one of the shapes does.
    """
    placed = shapes[shapely.get_type_id(shapes) >= 0]
    if not len(placed):
        return None
    bounds = shapely.bounds(placed)
    low, high = bounds[:, :2].min(axis=0), bounds[:, 2:].max(axis=0)
    return _box(placed, [*low.tolist(), *high.tolist()])


def _box(shapes: Sequence[Any] | Geometries, plain: Box) -> Box:
    west, south, east, north = plain
    if west > -_HALF_TURN or east < _HALF_TURN or not any(map(_is_cut, shapes)):
        return plain
    gap = _widest_gap(shapely.bounds(shapely.get_parts(np.asarray(shapes, dtype=object))))
    return plain if gap is None else [gap[1], south, gap[0], north]


def _is_cut(shape: Any) -> bool:
    west, _, east, _ = shape.bounds
    return bool(
        west == -_HALF_TURN and east == _HALF_TURN and shapely.get_num_geometries(shape) > 1
    )


def _widest_gap(bounds: NDArray[np.float64]) -> tuple[float, float] | None:
    """Return the widest run of longitudes that no part covers, as (its west, its east)."""
    order = np.argsort(bounds[:, 0], kind="stable")
    wests, easts = bounds[order, 0], np.maximum.accumulate(bounds[order, 2])
    gaps = wests[1:] - easts[:-1]
    if not len(gaps) or gaps.max() <= 0:
        return None
    widest = int(np.argmax(gaps))
    return float(easts[widest]), float(wests[widest + 1])
