"""Geometry in pixels as the text of SVG paths: clipped, simplified, in half pixels."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import affinity

from dateline.render.picture.viewport import Viewport, world

#: Paths are whole numbers in this fraction of a pixel; the group around them has its scale.
STEPS_PER_PX: Final = 2
#: What lies farther outside the picture is cut off, so that no cut is seen as a line.
_BEYOND_PX: Final = 8
_TOLERANCE_PX: Final = 0.6
#: Degrees.
_DATE_LINE: Final = 180
_GRID_PX: Final = 0.01
#: Rings with a smaller area are left out.
_LEAST_AREA_PX: Final = 4.0


def clipped(shapes: NDArray[np.object_], frame: Viewport) -> NDArray[np.object_]:
    """Return what of shapes in pixels is in the picture, without empty ones."""
    edge = _BEYOND_PX
    bounds = shapely.bounds(shapes)
    is_near = (
        (bounds[:, 0] < frame.width + edge)
        & (bounds[:, 2] > -edge)
        & (bounds[:, 1] < frame.height + edge)
        & (bounds[:, 3] > -edge)
    )
    cut = shapes[is_near]
    box = shapely.box(-edge, -edge, frame.width + edge, frame.height + edge)
    # Of an area, GEOS's quick clipping may return all of the box.
    crosses = ~np.asarray(shapely.covered_by(cut, box))
    cut[crosses] = shapely.intersection(shapely.make_valid(cut[crosses]), box)
    simple = shapely.simplify(cut, _TOLERANCE_PX, preserve_topology=False)
    parts = shapely.get_parts(simple)
    return np.asarray(parts[~shapely.is_empty(parts)])


def to_pixels(shape: shapely.Geometry, frame: Viewport, near: float) -> shapely.Geometry:
    """Return a shape in degrees as one in pixels.

    Its parts stay in their order, unless it is an area that crosses 180°.

    Args:
        shape: Longitude and latitude.
        frame: What the picture shows.
        near: Pixels from the left; each part is the copy of the world nearest to it.
    """

    def project(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
        x, y = world(degrees[:, 0], degrees[:, 1])
        return np.column_stack([(x - frame.west) * frame.scale, (y - frame.north) * frame.scale])

    parts: list[shapely.Geometry] = []
    for part in shapely.get_parts(shapely.get_parts(shape)):
        moved = shapely.transform(part, project)
        west, _, east, _ = shapely.bounds(moved)
        copy = round((near - (west + east) / 2) / frame.scale) * frame.scale
        parts.append(affinity.translate(moved, copy))
    west, _, east, _ = shapely.bounds(shape)
    if west == -_DATE_LINE and east == _DATE_LINE and shapely.get_dimensions(shape) > 1:
        # The parts on both sides of 180° are one again.
        return shapely.union_all(shapely.make_valid(np.array(parts)), grid_size=_GRID_PX)
    return shapely.GeometryCollection(parts) if len(parts) > 1 else parts[0]


def path_of(shapes: Iterable[shapely.Geometry]) -> str:
    """Return lines and polygons as path data in steps of 1 / :data:`STEPS_PER_PX` pixels."""
    return "".join(_one(shape) for shape in shapes)


def _one(shape: shapely.Geometry) -> str:
    if isinstance(shape, shapely.Polygon):
        if shape.area < _LEAST_AREA_PX:
            return ""
        rings = [shape.exterior, *shape.interiors]
        return "".join(_line(shapely.get_coordinates(ring)[:-1], end="z") for ring in rings)
    if isinstance(shape, shapely.LineString):
        return _line(shapely.get_coordinates(shape))
    if isinstance(shape, shapely.Point):
        return ""  # What is left of a line that only touches the edge of the frame.
    return "".join(_one(part) for part in shapely.get_parts(shape))


def _line(at: NDArray[np.float64], end: str = "") -> str:
    """Return a line as path data; repeated positions are left out."""
    steps = np.rint(at * STEPS_PER_PX).astype(int)
    moves = np.diff(steps, axis=0)
    moves = moves[moves.any(axis=1)]
    if not len(moves):
        return ""
    numbers = "".join(f"{_signed(x)}{_signed(y)}" for x, y in moves.tolist()).lstrip()
    return f"M{steps[0, 0]} {steps[0, 1]}l{numbers}{end}"


def _signed(number: int) -> str:
    return str(number) if number < 0 else f" {number}"
