"""The base map of a picture: land, water, borders and names, in the page's light colours."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from dateline.render.basemap import PAGE_LAYERS, Picked
from dateline.render.basemap_pack import Lines
from dateline.render.picture.paths import STEPS_PER_PX, clipped, path_of
from dateline.render.picture.room import FreeRoom, Rect, text_width
from dateline.render.picture.tags import tag, text_tag
from dateline.render.picture.viewport import Viewport, world
from dateline.render.towns import TOWNS_ZOOM

#: As in ``web/src/basemap-theme.js``.
SEA: Final = "#dbe4e8"
LAND: Final = "#f7f5f0"
_COAST: Final = "#b3c0c6"
_RIVER: Final = "#c6d5dc"
_BORDER: Final = "#a39c90"
_REGION: Final = "#d8d2c6"
_HATCH: Final = "#786950"
_WATER_HALO: Final = "#dbe4e8"

_HATCH_ID: Final = "picture-disputed"


class _Stroke(NamedTuple):
    colour: str
    #: Pixels.
    width: float
    #: Lowest zoom at which the lines are drawn.
    least: float = 0
    dash: str = ""


_STROKES: Final = {
    "rivers": _Stroke(_RIVER, 0.7, 3),
    "regions": _Stroke(_REGION, 0.7, 5.5),
    "countries": _Stroke(_BORDER, 0.9),
    "contested": _Stroke(_BORDER, 1, dash="4 3"),
}


class _Lettering(NamedTuple):
    """How names of a kind are written."""

    size: float
    colour: str
    halo: str = LAND
    style: str = ""
    #: Most names of this kind in a picture.
    most: int = 12


_NAMES: Final = {
    "country": _Lettering(11, "#7a746a", most=24),
    "city": _Lettering(10, "#6b675f", most=30),
    "sea": _Lettering(10, "#5f7c8a", _WATER_HALO, "italic", most=6),
    "admin1": _Lettering(9, "#8a8478", most=12),
}

_DOT_PX: Final = 1.8
#: Names of countries and cities are written up to this much before the page would write them.
_EARLIER_ZOOM: Final = 0.4


def draw_ground(picked: Picked, frame: Viewport) -> str:
    """Return land, water and borders as SVG."""
    paths = {
        name: _path(lines, frame, picked.unit_deg, number=number)
        for number, (name, lines) in enumerate(zip(PAGE_LAYERS, picked.lines, strict=True))
    }
    steps = STEPS_PER_PX
    parts = [
        tag("path", d=paths["land"], fill=LAND, stroke=_COAST, stroke_width=0.8 * steps,
            fill_rule="evenodd"),
        tag("path", d=paths["disputed"], fill=f"url(#{_HATCH_ID})", fill_rule="evenodd"),
        tag("path", d=paths["lakes"], fill=SEA, stroke=_COAST, stroke_width=0.5 * steps,
            fill_rule="evenodd"),
    ]  # fmt: skip
    for name, stroke in _STROKES.items():
        if frame.zoom < stroke.least or not paths[name]:
            continue
        dash = " ".join(str(int(length) * steps) for length in stroke.dash.split())
        parts.append(
            tag("path", d=paths[name], fill="none", stroke=stroke.colour,
                stroke_width=stroke.width * steps, stroke_dasharray=dash)
        )  # fmt: skip
    drawn = tag("g", *parts, transform=f"scale({1 / steps:g})", stroke_linejoin="round")
    sea = tag("rect", width=frame.width, height=frame.height, fill=SEA)
    return _pattern() + sea + drawn


def draw_names(picked: Picked, frame: Viewport, room: FreeRoom) -> str:
    """Return the names that have room, as SVG, and take their room."""
    return "".join(_names(picked, frame, room))


def _names(picked: Picked, frame: Viewport, room: FreeRoom) -> Iterator[str]:
    labels = picked.named()
    across, down = frame.project(labels["lon"], labels["lat"])
    left = {kind: look.most for kind, look in _NAMES.items()}
    if frame.zoom >= TOWNS_ZOOM:
        left["city"] = len(labels["text"])
    for index, text in enumerate(labels["text"]):
        kind = labels["kind"][index]
        x, y = float(across[index]), float(down[index])
        early = labels["zoom"][index] - _EARLIER_ZOOM
        if not left.get(kind) or early > frame.zoom or not frame.has(x, y):
            continue
        look = _NAMES[kind]
        # The country of a region is after a tab.
        name = text.partition("\t")[0]
        written = name.upper() if kind == "country" else name
        width = text_width(written, look.size) + 2
        for middle_x, middle_y in _spots(x, y, kind=kind, size=look.size, width=width):
            half = width / 2, look.size * 0.6
            box = Rect(middle_x - half[0], middle_y - half[1],
                       middle_x + half[0], middle_y + half[1])  # fmt: skip
            if not room.is_free(box):
                continue
            room.take(box)
            left[kind] -= 1
            if kind == "city":
                yield tag("circle", cx=x, cy=y, r=_DOT_PX, fill=look.colour)
            yield text_tag(written, middle_x, middle_y, size=look.size, fill=look.colour,
                           halo=look.halo, text_anchor="middle", font_style=look.style)  # fmt: skip
            break


def _spots(
    x: float, y: float, *, kind: str, size: float, width: float
) -> list[tuple[float, float]]:
    """Return where the middle of a name may be, best first."""
    if kind == "city":
        aside, above = 4 + width / 2, 2 + size * 0.7
        return [(x + aside, y), (x - aside, y), (x, y - above), (x, y + above)]
    return [(x, y + shift * size) for shift in (0, -1.2, 1.2, -2.4, 2.4)]


def _path(lines: Lines, frame: Viewport, unit_deg: float, *, number: int) -> str:
    """Return the lines or rings of a layer as path data."""
    if not len(lines.size):
        return ""
    is_ring = PAGE_LAYERS[number] in {"land", "lakes", "disputed"}
    lon, lat = (np.asarray(axis * unit_deg, np.float64) for axis in (lines.x, lines.y))
    x, y = world(lon, lat)
    owner = np.repeat(np.arange(len(lines.size)), lines.size)
    found = [_copy(x + copy, y, owner, frame=frame, is_ring=is_ring) for copy in (-1, 0, 1)]
    zoom = lines.zoom
    shapes = [clipped(shapes[zoom[numbers] <= frame.zoom], frame) for shapes, numbers in found]
    return path_of(np.concatenate(shapes))


def _copy(
    x: NDArray[np.float64],
    y: NDArray[np.float64],
    owner: NDArray[np.intp],
    *,
    frame: Viewport,
    is_ring: bool,
) -> tuple[NDArray[np.object_], NDArray[np.intp]]:
    """Return the lines of a copy of the world that are near the picture, and their numbers."""
    at = np.column_stack([(x - frame.west) * frame.scale, (y - frame.north) * frame.scale])
    count = int(owner[-1]) + 1
    first = np.searchsorted(owner, np.arange(count))
    low, high = (ufunc.reduceat(at, first, axis=0) for ufunc in (np.minimum, np.maximum))
    is_near = ((low < (frame.width, frame.height)) & (high > 0)).all(axis=1)
    is_near = np.asarray(is_near, bool)
    numbers = np.flatnonzero(is_near)
    kept = is_near[owner]
    if not len(numbers):
        return np.empty(0, object), numbers
    _, dense = np.unique(owner[kept], return_inverse=True)
    if is_ring:
        rings = shapely.linearrings(at[kept], indices=dense)
        return np.asarray(shapely.polygons(rings), object), numbers
    return np.asarray(shapely.linestrings(at[kept], indices=dense), object), numbers


def _pattern() -> str:
    line = tag("path", d="M-1 7L7-1M-1 1L1-1M5 7L7 5", stroke=_HATCH, stroke_width=0.6,
               stroke_opacity=0.4)  # fmt: skip
    # Inside the scaled group, a pattern is scaled with it.
    pattern = tag("pattern", line, id=_HATCH_ID, width=6, height=6, patternUnits="userSpaceOnUse",
                  patternTransform=f"scale({STEPS_PER_PX})")  # fmt: skip
    return tag("defs", pattern)
