"""Areas, lines and rings of uncertainty of the events in a picture."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import shapely

from dateline.render.picture.looks import EventLooks
from dateline.render.picture.paths import STEPS_PER_PX, clipped, path_of, to_pixels
from dateline.render.picture.symbols import BACKGROUND, EXPECTED, arrow
from dateline.render.picture.tags import tag
from dateline.render.picture.viewport import Viewport
from dateline.render.routes import END, START, loose_parts

#: Areas whose longer side is shorter are marked like points.
_LEAST_AREA_PX: Final = 28
_LEAST_RING_PX: Final = 10
#: Share of a route at which its arrow is, clear of the mark in the middle.
_ARROW_SHARE: Final = 0.62
#: The share of a route over which an end that is not known fades out.
_LOOSE_SHARE: Final = 0.35


@dataclass(slots=True)
class Shapes:
    """The shapes of a picture.

    Attributes:
        svg: The areas, lines and rings.
        areas: Where each event that is drawn as an area is labelled, pixels, by row.
    """

    svg: str = ""
    areas: dict[int, tuple[float, float]] = field(default_factory=dict)


def draw_shapes(looks: EventLooks, frame: Viewport) -> Shapes:
    """Return the areas, lines and rings of the events; equal shapes are drawn once."""
    made = Shapes()
    seen: dict[tuple[bytes, str, bool, int], tuple[float, float] | None] = {}
    x, _ = frame.project(np.nan_to_num(looks.lon), np.nan_to_num(looks.lat))
    drawn: list[tuple[float, int, str]] = []
    for row, kind in enumerate(looks.kind):
        if kind not in {"area", "line", "points"}:
            continue
        shape = looks.geometry[row]
        is_expected = looks.status[row] in EXPECTED
        key = (shapely.to_wkb(shape), looks.colour[row], is_expected, looks.loose[row])
        if key not in seen:
            pixels = to_pixels(shape, frame, float(x[row]))
            seen[key], svg = _shape(looks, row, pixels, frame=frame)
            drawn.append((-shapely.area(pixels), row, svg))
        at = seen[key]
        if at is not None:
            made.areas[row] = at
    hatches = _hatches(looks)
    made.svg = hatches + "".join(svg for _, _, svg in sorted(drawn))
    made.svg += "".join(_rings(looks, frame))
    return made


def _shape(
    looks: EventLooks, row: int, pixels: shapely.Geometry, *, frame: Viewport
) -> tuple[tuple[float, float] | None, str]:
    """Return where an area is labelled, or None, and the SVG of a shape."""
    kind = looks.kind[row]
    if kind == "area":
        return _area(looks, row, pixels, frame=frame)
    if kind == "line":
        return None, _line(looks, row, pixels, frame=frame)
    points = shapely.get_coordinates(pixels).tolist()
    inside = [at for at in points if frame.has(*at)]
    return None, "".join(
        tag("circle", cx=x, cy=y, r=4, fill="none", stroke=looks.colour[row], stroke_width=1.8)
        for x, y in inside
    )


def _area(
    looks: EventLooks, row: int, pixels: shapely.Geometry, *, frame: Viewport
) -> tuple[tuple[float, float] | None, str]:
    west, north, east, south = shapely.bounds(pixels).tolist()
    if max(east - west, south - north) < _LEAST_AREA_PX:
        return None, ""
    rings = shapely.get_parts(shapely.get_parts(pixels))
    seen = clipped(rings, frame)
    path = path_of(seen)
    largest = max((one for one in seen if one.geom_type == "Polygon"), key=shapely.area,
                  default=None)  # fmt: skip
    if not path or largest is None:
        return None, ""
    is_expected = looks.status[row] in EXPECTED
    visible = shapely.intersection(
        shapely.make_valid(largest), shapely.box(0, 0, frame.width, frame.height)
    )
    if visible.is_empty:
        return None, ""
    spot = shapely.point_on_surface(visible)
    whole = _wholeness(max(east - west, south - north), frame) if looks.is_country[row] else 1.0
    faint = 0.25 * whole if looks.is_country[row] else 1.0
    edge = 0.3 + 0.7 * whole
    fill = f"url(#{_hatch_id(looks.colour[row])})" if is_expected else looks.colour[row]
    opacity = faint * (0.5 if is_expected else 0.14)
    svg = tag(
        "path", d=path, fill=fill, fill_opacity=f"{opacity:.2f}", fill_rule="evenodd",
        stroke=looks.colour[row], stroke_opacity=f"{0.8 * edge:.2f}",
        stroke_width=1.2 * STEPS_PER_PX,
        stroke_dasharray=_dash(5, 4) if is_expected else "",
    )  # fmt: skip
    return (float(spot.x), float(spot.y)), _scaled(svg)


def _wholeness(side: float, frame: Viewport) -> float:
    """Return 1 if all of a country is in the picture, down to 0 far inside it."""
    return min(1.0, max(0.0, 2 - side / max(frame.width, frame.height)))


def _line(looks: EventLooks, row: int, pixels: shapely.Geometry, *, frame: Viewport) -> str:
    colour, is_expected = looks.colour[row], looks.status[row] in EXPECTED
    given = shapely.get_parts(shapely.get_parts(looks.geometry[row]))
    svg = ""
    for n, (part, ends) in enumerate(
        zip(
            shapely.get_parts(shapely.get_parts(pixels)),
            loose_parts(given, looks.loose[row]),
            strict=True,
        )
    ):
        path = path_of(clipped(np.array([part]), frame))
        if not path:
            continue
        line = {"d": path, "fill": "none", "stroke_linecap": "round" if is_expected else "butt"}
        name = f"picture-fade-{row + 1}-{n + 1}" if ends else ""
        # Below a line that fades out, a rim would stay as a grey shadow.
        rim = "" if ends else tag("path", **line, stroke=BACKGROUND, stroke_opacity="0.6",
                                  stroke_width=4.6 * STEPS_PER_PX)  # fmt: skip
        top = tag("path", **line, stroke=f"url(#{name})" if ends else colour,
                  stroke_width=2.4 * STEPS_PER_PX,
                  stroke_dasharray=_dash(1, 6) if is_expected else _dash(10, 5))  # fmt: skip
        svg += (_fade(name, part, ends, colour=colour) if ends else "") + _scaled(rim + top)
        svg += _arrow(part, colour, frame) if looks.is_directed[row] else ""
    return svg


def _fade(name: str, line: shapely.Geometry, ends: int, *, colour: str) -> str:
    """Return a colour that fades out towards one or both ends of a line."""
    stops = [(0, 0), (_LOOSE_SHARE, 1)] if ends & START else []
    stops += [(1 - _LOOSE_SHARE, 1), (1, 0)] if ends & END else []
    (ax, ay), (bx, by) = (shapely.get_coordinates(line)[[0, -1]] * STEPS_PER_PX).tolist()
    gradient = tag(
        "linearGradient",
        *(
            tag("stop", offset=f"{at:g}", stop_color=colour, stop_opacity=f"{opacity}")
            for at, opacity in stops
        ),
        id=name, gradientUnits="userSpaceOnUse", x1=ax, y1=ay, x2=bx, y2=by,
    )  # fmt: skip
    return tag("defs", gradient)


def _arrow(line: shapely.Geometry, colour: str, frame: Viewport) -> str:
    shares = np.array([_ARROW_SHARE - 0.01, _ARROW_SHARE])
    points = shapely.line_interpolate_point(np.array([line]), shares, normalized=True)
    at = shapely.get_coordinates(points)
    (ax, ay), (bx, by) = at.tolist()
    if not frame.has(bx, by):
        return ""
    return arrow(bx, by, math.degrees(math.atan2(by - ay, bx - ax)), colour=colour)


def _rings(looks: EventLooks, frame: Viewport) -> Iterator[str]:
    """Yield the rings of uncertainty, each once."""
    x, y = frame.project(np.nan_to_num(looks.lon), np.nan_to_num(looks.lat))
    seen = set()
    for row, kind in enumerate(looks.kind):
        metres = looks.radius_m[row]
        if kind != "point" or not math.isfinite(metres):
            continue
        radius = metres / frame.metres(1, looks.lat[row])
        key = (round(x[row], 1), round(y[row], 1), round(radius, 1), looks.colour[row])
        is_drawn = _LEAST_RING_PX <= radius <= 3 * max(frame.width, frame.height)
        if not is_drawn or key in seen or not _reaches(x[row], y[row], radius, frame=frame):
            continue
        seen.add(key)
        yield tag("circle", cx=key[0], cy=key[1], r=key[2], fill=key[3], fill_opacity="0.1",
                  stroke=key[3], stroke_opacity="0.75", stroke_width=1.2,
                  stroke_dasharray="2 3")  # fmt: skip


def _reaches(x: float, y: float, radius: float, *, frame: Viewport) -> bool:
    return -radius < x < frame.width + radius and -radius < y < frame.height + radius


def _hatches(looks: EventLooks) -> str:
    used = {
        colour
        for colour, status, kind in zip(looks.colour, looks.status, looks.kind, strict=True)
        if status in EXPECTED and kind == "area"
    }
    patterns = [
        tag("pattern",
            tag("path", d="M-2 10L10-2M-2 2L2-2M6 10L10 6", stroke=colour, stroke_width=1),
            id=_hatch_id(colour), width=8, height=8, patternUnits="userSpaceOnUse",
            patternTransform=f"scale({STEPS_PER_PX})")
        for colour in sorted(used)
    ]  # fmt: skip
    return tag("defs", *patterns) if patterns else ""


def _hatch_id(colour: str) -> str:
    return f"picture-hatch-{colour.removeprefix('#')}"


def _dash(*lengths: int) -> str:
    return " ".join(str(length * STEPS_PER_PX) for length in lengths)


def _scaled(svg: str) -> str:
    return tag("g", svg, transform=f"scale({1 / STEPS_PER_PX:g})")
