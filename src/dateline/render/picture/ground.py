"""The base map of a picture as SVG paths: land, waters, rivers and borders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
import shapely

from dateline.render.basemap import PAGE_LAYERS, Picked
from dateline.render.picture.viewport import Floats, Viewport, world

#: Path data are in this part of a pixel.
_STEP: Final = 10
#: Lines that are shorter are left out, pixels.
_SHORT: Final = 4.0
#: How far a line may be from where it was, pixels.
_TOLERANCE: Final = 0.6
#: Lines are cut this far outside the picture, pixels.
_EDGE: Final = 4.0

#: What is left out of pictures of large areas.
_SMALL: Final = frozenset(("rivers", "regions"))
_SMALL_ZOOM: Final = 4.5

_FILLS: Final = frozenset(("land", "lakes", "disputed"))

#: Attributes of each layer's path. The colours are those of ``web/css/colours.css``, light.
_LOOKS: Final = {
    "land": 'fill="#f6f3ec" stroke="#bdb6a6" stroke-width="5"',
    "lakes": 'fill="#dfe7ea"',
    "disputed": 'fill="#ece7db"',
    "rivers": 'fill="none" stroke="#cfdadd" stroke-width="6"',
    "regions": 'fill="none" stroke="#d5cfc0" stroke-width="6"',
    "countries": 'fill="none" stroke="#a29b8a" stroke-width="8"',
    "contested": 'fill="none" stroke="#a29b8a" stroke-width="8" stroke-dasharray="30 20"',
}


def ground_paths(picked: Picked, frame: Viewport) -> Iterator[str]:
    """Yield a path for each layer of the base map that is in sight; in tenths of a pixel."""
    unit_deg = picked.unit_deg
    for name, lines in zip(PAGE_LAYERS, picked.lines, strict=True):
        if name in _SMALL and frame.zoom < _SMALL_ZOOM:
            continue
        kept = lines.zoom <= max(frame.zoom + 1, 0)
        starts = np.cumsum(lines.size) - lines.size
        parts = []
        for start, size in zip(starts[kept].tolist(), lines.size[kept].tolist(), strict=True):
            here = slice(start, start + size)
            lon, lat = (
                np.asarray(axis[here] * unit_deg, np.float64) for axis in (lines.x, lines.y)
            )
            parts += list(_in_sight(lon, lat, frame, is_ring=name in _FILLS))
        if parts:
            rule = ' fill-rule="evenodd"' if name in _FILLS else ""
            yield f'<path {_LOOKS[name]}{rule} d="{"".join(parts)}"/>'


def _in_sight(lon: Floats, lat: Floats, frame: Viewport, *, is_ring: bool) -> Iterator[str]:
    """Yield path data of what is in sight of a line, in each copy of the world."""
    x, y = world(lon, lat)
    for copy in (-1, 0, 1):
        px, py = frame.pixels(x + copy, y)
        if px.max() < 0 or px.min() > frame.width or py.max() < 0 or py.min() > frame.height:
            continue
        points = np.column_stack([px, py])
        if max(np.ptp(px), np.ptp(py)) < _SHORT:
            continue
        yield from _ring(points, frame) if is_ring else _line(points, frame)


def _ring(points: Floats, frame: Viewport) -> Iterator[str]:
    simple = shapely.get_coordinates(
        shapely.simplify(
            shapely.linestrings(np.vstack([points, points[:1]])),
            _TOLERANCE,
            preserve_topology=False,
        )
    )[:-1]
    cut = clipped_ring(simple, frame)
    if len(cut) > 2:  # noqa: PLR2004
        yield path_data(cut) + "z"


def _line(points: Floats, frame: Viewport) -> Iterator[str]:
    if len(points) < 2:  # noqa: PLR2004
        return
    line = shapely.simplify(shapely.linestrings(points), _TOLERANCE, preserve_topology=False)
    cut = shapely.clip_by_rect(line, -_EDGE, -_EDGE, frame.width + _EDGE, frame.height + _EDGE)
    for part in shapely.get_parts(cut):
        coordinates = shapely.get_coordinates(part)
        if len(coordinates) > 1:
            yield path_data(coordinates)


def clipped_ring(points: Floats, frame: Viewport) -> Floats:
    """Return a ring cut at the edges of the picture (Sutherland and Hodgman 1974)."""
    edges = (
        (0, 1.0, -_EDGE),
        (0, -1.0, -(frame.width + _EDGE)),
        (1, 1.0, -_EDGE),
        (1, -1.0, -(frame.height + _EDGE)),
    )
    for axis, sign, limit in edges:
        if not len(points):
            break
        inside = sign * points[:, axis] - limit
        after, next_inside = np.roll(points, -1, axis=0), np.roll(inside, -1)
        crosses = (inside >= 0) != (next_inside >= 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = inside / (inside - next_inside)
        met = points + np.where(crosses, share, 0.0)[:, None] * (after - points)
        # Each vertex inside stays, and each crossing adds one after it.
        both = np.empty((2 * len(points), 2))
        both[0::2], both[1::2] = points, met
        kept = np.empty(2 * len(points), bool)
        kept[0::2], kept[1::2] = inside >= 0, crosses
        points = both[kept]
    return points


def path_data(points: Floats) -> str:
    """Return a line as SVG path data, relative, in whole tenths of a pixel."""
    whole = np.rint(points * _STEP).astype(np.int64)
    steps = np.diff(whole, axis=0)
    steps = steps[(steps != 0).any(axis=1)]
    first = f"M{whole[0, 0]} {whole[0, 1]}"
    if not len(steps):
        return first
    text = " ".join(f"{x} {y}" for x, y in steps.tolist())
    return f"{first}l{text.replace(' -', '-')}"
