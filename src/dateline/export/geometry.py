"""Geometry as RFC 7946 wants it, for every format: cut at 180°, right-handed, seven decimals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from dateline.geodesy import cut_at_180

#: Digits after the point of a degree: about a centimetre.
DECIMALS: Final = 7

_HALF_TURN: Final = 180.0
_POINT: Final = 0

Geometries = NDArray[np.object_]
Positions = NDArray[np.float64]
#: West, south, east, north in degrees; west > east crosses 180°.
Box = list[float]


@dataclass(frozen=True, slots=True)
class Shapes:
    """The geometry of a column of events. Points stay numbers, because most events are points.

    Attributes:
        positions: lon, lat in degrees, one row an event; NaN for what is not a point.
        shapes: Lines, areas and collections; ``None`` for points and the unplaced.
    """

    positions: Positions
    shapes: Geometries

    def rows(self, rows: slice) -> Shapes:
        """Return the geometry of some of the events."""
        return Shapes(self.positions[rows], self.shapes[rows])

    @property
    def has_point(self) -> NDArray[np.bool_]:
        """Which events are points."""
        return ~np.isnan(self.positions[:, 0])

    @property
    def has_shape(self) -> NDArray[np.bool_]:
        """Which events are lines, areas or collections."""
        return shapely.get_type_id(self.shapes) >= 0

    def geometries(self) -> Geometries:
        """Return one geometry an event; ``None`` for the unplaced."""
        geometries: Geometries = self.shapes.copy()
        geometries[self.has_point] = shapely.points(self.positions[self.has_point])
        return geometries


def prepare_geometry(events: gpd.GeoDataFrame) -> Shapes:
    """Return the geometry that every exporter writes.

    Two-dimensional, in lon and lat degrees rounded to seven decimals; longitudes within ±180;
    lines and areas cut where they cross 180° (RFC 7946 section 3.1.9); outer rings
    counter-clockwise, inner ones clockwise (section 3.1.6). Empty geometries are unplaced.
    """
    given: Geometries = np.array(events.geometry.to_numpy(), dtype=object)
    kinds = np.where(shapely.is_empty(given), -1, shapely.get_type_id(given))
    positions = np.full((len(given), 2), np.nan)
    is_point = kinds == _POINT
    positions[is_point] = _round(shapely.get_coordinates(given[is_point]))
    shapes: Geometries = np.full(len(given), None, dtype=object)
    is_shape = kinds > _POINT
    shapes[is_shape] = _prepare_shapes(shapely.force_2d(given[is_shape]))
    return Shapes(positions, shapes)


def _prepare_shapes(shapes: Geometries) -> Geometries:
    cut: Geometries = np.full(len(shapes), None, dtype=object)
    cut[:] = [cut_at_180(_wrapped(shape), great_circle=False) for shape in shapes]
    rounded: Geometries = shapely.transform(cut, _round)
    broken = shapely.is_valid(cut) & ~shapely.is_valid(rounded)
    rounded[broken] = shapely.make_valid(rounded[broken], method="structure")
    result: Geometries = shapely.orient_polygons(rounded)
    return result


def _wrapped(shape: Any) -> Any:
    """Return the shape with longitudes within ±180, so that crossing shows as a jump."""
    west, _, east, _ = shape.bounds
    if max(abs(west), abs(east)) <= _HALF_TURN:
        return shape
    return shapely.transform(shape, _wrap)


def _wrap(positions: Positions) -> Positions:
    lon = positions[:, 0]
    outside = np.abs(lon) > _HALF_TURN
    positions[outside, 0] = (lon[outside] + _HALF_TURN) % (2 * _HALF_TURN) - _HALF_TURN
    return positions


def _round(positions: Positions) -> Positions:
    # Adding zero turns -0.0 into 0.0.
    return np.round(_wrap(positions), DECIMALS) + 0.0


# --- boxes ------------------------------------------------------------------------------------


def shape_box(shape: Any) -> Box:
    """Return the box of one line or area (RFC 7946 section 5): west > east if it is cut at 180°."""
    return _box(np.array([shape], dtype=object), list(shape.bounds))


def bounding_box(shapes: Shapes) -> Box | None:
    """Return the box of all of them; ``None`` if none is placed.

    It crosses 180° (west > east, RFC 7946 section 5.2) only if one of the shapes does.
    """
    points = shapes.positions[shapes.has_point]
    others = shapes.shapes[shapes.has_shape]
    bounds = np.concatenate([np.hstack([points, points]), shapely.bounds(others).reshape(-1, 4)])
    if not len(bounds):
        return None
    plain = [*bounds[:, :2].min(axis=0).tolist(), *bounds[:, 2:].max(axis=0).tolist()]
    crosses = any(_is_cut(shape) for shape in others)
    return _box(shapes.geometries(), plain) if crosses else plain


def _box(geometries: Geometries, plain: Box) -> Box:
    _, south, _, north = plain
    if not any(_is_cut(shape) for shape in geometries if shape is not None):
        return plain
    gap = _widest_gap(shapely.bounds(shapely.get_parts(geometries)))
    return plain if gap is None else [gap[1], south, gap[0], north]


def _is_cut(shape: Any) -> bool:
    west, _, east, _ = shape.bounds
    is_round_the_world = west == -_HALF_TURN and east == _HALF_TURN
    return bool(is_round_the_world and shapely.get_num_geometries(shape) > 1)


def _widest_gap(bounds: Positions) -> tuple[float, float] | None:
    """Return the widest run of longitudes that no part covers, as (its west, its east)."""
    bounds = bounds[np.argsort(bounds[:, 0], kind="stable")]
    easts = np.maximum.accumulate(bounds[:, 2])
    gaps = bounds[1:, 0] - easts[:-1]
    if not len(gaps) or gaps.max() <= 0:
        return None
    widest = int(np.argmax(gaps))
    return float(easts[widest]), float(bounds[widest + 1, 0])
