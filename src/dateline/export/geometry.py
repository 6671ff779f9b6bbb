"""Prepares geometry for all formats as RFC 7946 requires: cut at 180°, right-handed, rounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from dateline.geodesy import cut_at_180
from dateline.texts import one_chunk

#: Decimal places of degrees; 7 are about a centimetre.
DECIMALS: Final = 7

#: Arrow type of geometry.
WKB: Final = pa.large_binary()

_WKB_POINT: Final = np.dtype([("order", "u1"), ("type", "<u4"), ("position", "<f8", 2)])
_HALF_TURN: Final = 180.0
_POINT: Final = 0
_COLLECTION: Final = 7

Geometries = NDArray[np.object_]
Degrees = NDArray[np.float64]
#: West, south, east, north in degrees; the box crosses 180° if west > east.
Box = list[float]


@dataclass(frozen=True, slots=True)
class GeometryColumn:
    """The geometry of events. Points are stored as numbers, because most events are points.

    Attributes:
        positions: lon, lat in degrees, one row per event; NaN for events that are not points.
        shapes: Lines, areas and collections; ``None`` for points and unplaced events.
    """

    positions: Degrees
    shapes: Geometries

    def rows(self, rows: slice | NDArray[np.int64]) -> GeometryColumn:
        """Return the geometry of some of the events."""
        return GeometryColumn(self.positions[rows], self.shapes[rows])

    @property
    def has_point(self) -> NDArray[np.bool_]:
        """Which events are points."""
        return ~np.isnan(self.positions[:, 0])

    @property
    def has_shape(self) -> NDArray[np.bool_]:
        """Which events are lines, areas or collections."""
        return shapely.get_type_id(self.shapes) >= 0

    def bounds(self) -> Degrees:
        """Return west, south, east, north of each event, one row each; NaN for unplaced events."""
        bounds = np.hstack([self.positions, self.positions])
        has_shape = self.has_shape
        bounds[has_shape] = shapely.bounds(self.shapes[has_shape])
        return bounds

    def wkb(self) -> pa.Array:
        """Return one geometry per event as WKB; null for unplaced events."""
        has_point, has_shape = self.has_point, self.has_shape
        points = np.zeros(int(has_point.sum()), dtype=_WKB_POINT)
        points["order"], points["type"] = 1, 1
        points["position"] = self.positions[has_point]
        fixed = pa.binary(_WKB_POINT.itemsize)
        written = pa.Array.from_buffers(fixed, len(points), [None, pa.py_buffer(points.tobytes())])
        others = pa.array(shapely.to_wkb(self.shapes[has_shape]), WKB)
        known = pa.chunked_array([written.cast(WKB), others])
        place = np.full(len(has_point), -1)
        place[has_point] = np.arange(len(points))
        place[has_shape] = len(points) + np.arange(len(others))
        return one_chunk(known.take(pa.array(place, mask=place < 0)))

    def geometries(self) -> Geometries:
        """Return one geometry per event; ``None`` for unplaced events."""
        geometries: Geometries = self.shapes.copy()
        geometries[self.has_point] = shapely.points(self.positions[self.has_point])
        return geometries


def prepare_geometry(events: gpd.GeoDataFrame) -> GeometryColumn:
    """Return the geometry that every exporter writes.

    It is two-dimensional, in lon and lat degrees rounded to seven decimals, with longitudes within
    ±180. Lines and areas are cut at 180° (RFC 7946 section 3.1.9). Outer rings are
    counter-clockwise, inner rings clockwise (section 3.1.6). Empty geometries count as unplaced.
    """
    given: Geometries = np.array(events.geometry.to_numpy(), dtype=object)
    kinds = np.where(shapely.is_empty(given), -1, shapely.get_type_id(given))
    positions = np.full((len(given), 2), np.nan)
    is_point = kinds == _POINT
    positions[is_point] = _round(shapely.get_coordinates(given[is_point]))
    shapes: Geometries = np.full(len(given), None, dtype=object)
    is_shape = kinds > _POINT
    shapes[is_shape] = _prepare_shapes(shapely.force_2d(given[is_shape]))
    return GeometryColumn(positions, shapes)


def _prepare_shapes(shapes: Geometries) -> Geometries:
    cut: Geometries = shapely.orient_polygons(shapes)
    doubtful = _may_cross(shapes)
    cut[doubtful] = [cut_at_180(_wrapped(shape), great_circle=False) for shape in shapes[doubtful]]
    rounded: Geometries = shapely.transform(cut, _round)
    broken = shapely.is_valid(cut) & ~shapely.is_valid(rounded)
    rounded[broken] = [_repaired(shape) for shape in rounded[broken]]
    result: Geometries = shapely.orient_polygons(rounded)
    return result


def _repaired(shape: Any) -> Any:
    """Return a shape that rounding made invalid as a valid one of about the same extent.

    An area or a line that is smaller than a step becomes a line or a point. It is dropped only
    from beside larger ones of its own kind.
    """
    if shapely.get_type_id(shape) == _COLLECTION:  # GEOS drops small members
        return shapely.GeometryCollection([_repaired(part) for part in shapely.get_parts(shape)])
    valid = shapely.make_valid(shape, method="structure")
    if shapely.is_empty(valid):  # as thin as a step, such as a narrow ring
        valid = shapely.make_valid(shapely.boundary(shape))
    parts = shapely.get_parts(valid)
    dimensions = shapely.get_dimensions(parts)
    is_large = dimensions == dimensions.max()
    return valid if is_large.all() else shapely.union_all(parts[is_large])


def _may_cross(shapes: Geometries) -> NDArray[np.bool_]:
    """Return which shapes may cross 180°. A shape within ±180 and at most 180° wide does not."""
    west, _, east, _ = shapely.bounds(shapes).reshape(-1, 4).T
    is_plain = (west >= -_HALF_TURN) & (east <= _HALF_TURN) & (east - west <= _HALF_TURN)
    may_cross: NDArray[np.bool_] = ~is_plain | (shapely.get_type_id(shapes) == _COLLECTION)
    return may_cross


def _wrapped(shape: Any) -> Any:
    """Return the shape with longitudes within ±180, where a crossing appears as a jump."""
    west, _, east, _ = shape.bounds
    if max(abs(west), abs(east)) <= _HALF_TURN:
        return shape
    return shapely.transform(shape, _wrap)


def _wrap(positions: Degrees) -> Degrees:
    lon = positions[:, 0]
    outside = np.abs(lon) > _HALF_TURN
    positions[outside, 0] = (lon[outside] + _HALF_TURN) % (2 * _HALF_TURN) - _HALF_TURN
    return positions


def _round(positions: Degrees) -> Degrees:
    # Adding zero turns -0.0 into 0.0.
    return np.round(_wrap(positions), DECIMALS) + 0.0


# --- boxes ------------------------------------------------------------------------------------


def shape_boxes(shapes: Geometries) -> list[Box]:
    """Return the box of each line or area (RFC 7946 section 5); across 180°, west > east."""
    boxes: list[Box] = shapely.bounds(shapes).reshape(-1, 4).tolist()
    for row in _is_cut(shapes).nonzero()[0]:
        boxes[row] = _cut_box(shapes[row : row + 1], boxes[row])
    return boxes


def bounding_box(shapes: GeometryColumn) -> Box | None:
    """Return the bounding box of all events, or ``None`` if no event is placed.

    It crosses 180° (west > east, RFC 7946 section 5.2) only if one of the shapes does.
    """
    bounds = shapes.bounds()
    if np.isnan(bounds).all():
        return None
    low, high = np.nanmin(bounds[:, :2], axis=0), np.nanmax(bounds[:, 2:], axis=0)
    plain = [*low.tolist(), *high.tolist()]
    is_cut = _is_cut(shapes.shapes[shapes.has_shape]).any()
    return _cut_box(shapes.geometries(), plain) if is_cut else plain


def _cut_box(geometries: Geometries, plain: Box) -> Box:
    _, south, _, north = plain
    gap = _widest_gap(shapely.bounds(shapely.get_parts(geometries)))
    return plain if gap is None else [gap[1], south, gap[0], north]


def _is_cut(shapes: Geometries) -> NDArray[np.bool_]:
    west, _, east, _ = shapely.bounds(shapes).reshape(-1, 4).T
    is_round_the_world = (west == -_HALF_TURN) & (east == _HALF_TURN)
    result: NDArray[np.bool_] = is_round_the_world & (shapely.get_num_geometries(shapes) > 1)
    return result


def _widest_gap(bounds: Degrees) -> tuple[float, float] | None:
    """Return the west and east ends of the widest gap of longitudes between the parts."""
    bounds = bounds[np.argsort(bounds[:, 0], kind="stable")]
    easts = np.maximum.accumulate(bounds[:, 2])
    gaps = bounds[1:, 0] - easts[:-1]
    if not len(gaps) or gaps.max() <= 0:
        return None
    widest = int(np.argmax(gaps))
    return float(easts[widest]), float(bounds[widest + 1, 0])
