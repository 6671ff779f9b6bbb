"""The events of a picture: areas, lines and rings first, then a numbered mark for each place."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely

from dateline.layers import Layer, layer_codes
from dateline.render.core import is_directed
from dateline.render.picture.ground import clipped_ring, path_data
from dateline.render.picture.labels import Rect, Space, outlined, ranges, text_width
from dateline.render.picture.viewport import Viewport

#: Places closer than this are one mark, pixels.
_CLOSE: Final = 15.0
_TOLERANCE: Final = 0.6
_RADIUS: Final = 5.5
#: A group's ring, and how far its numbers may reach before they are cut.
_GROUP_RADIUS: Final = 9.0
_MOST_LETTERS: Final = 22
#: Rings are drawn if they can be told from the mark, and are not most of the picture.
_LEAST_RING: Final = 8.0
_NUMBER_SIZE: Final = 10.5
#: Above this many events places have counts instead of numbers.
NUMBERED: Final = 500

#: What had not happened when it was reported.
_EXPECTED: Final = frozenset(("planned", "forecast"))


@dataclass(slots=True)
class Mark:
    """One place with its events."""

    x: float
    y: float
    numbers: list[int] = field(default_factory=list)
    colours: list[str] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)
    is_faint: bool = True
    is_struck: bool = True


@dataclass(frozen=True, slots=True)
class Look:
    """What the rows of a table look like.

    Attributes:
        colour: Of each row's layer, on a light background.
        status: Of each row; ``unknown`` if it was not stated.
        is_faint: Whether its dates are vague and may lie outside the shown ones.
        is_struck: Whether it was retracted.
        directed: Whether it leads from its first place to its last.
    """

    colour: list[str]
    status: list[str]
    is_faint: np.ndarray
    is_struck: np.ndarray
    directed: np.ndarray


def look_of(events: gpd.GeoDataFrame, layers: Sequence[Layer], faint: np.ndarray) -> Look:
    """Return what the rows look like."""
    codes = layer_codes(events["layer"], layers)
    status = events["status"].astype(object).where(events["status"].notna(), "unknown")
    retracted = events["record_status"].astype(object).to_numpy() == "retracted"
    colours = [layers[code].colour for code in codes]
    return Look(colours, list(status), faint, retracted, is_directed(events["where"]))


def shapes(events: gpd.GeoDataFrame, look: Look, frame: Viewport) -> Iterator[str]:
    """Yield areas, lines and rings, each only once for a colour and place; in tenths of a pixel."""
    drawn: set[tuple[Any, ...]] = set()
    columns = {
        "shape": events.geometry.array,
        "precision": events["place_precision"].astype(object),
        "radius": events["uncertainty_m"].to_numpy(dtype=float, na_value=np.nan),
        "lat": events["lat"].to_numpy(dtype=float, na_value=np.nan),
        "colour": look.colour,
        "status": look.status,
        "directed": look.directed,
        "place": events["place_kind"].astype(object),
    }
    for values in zip(*columns.values(), strict=True):
        row = dict(zip(columns, values, strict=True))
        shape = row["shape"]
        if shape is None or shape.is_empty:
            continue
        radius = np.nan_to_num(row["radius"]).item()
        key = (shape.wkb, row["colour"], row["status"] in _EXPECTED, radius)
        if key in drawn:
            continue
        drawn.add(key)
        if shape.geom_type.endswith("Polygon"):
            yield _area(row, frame)
        elif shape.geom_type.endswith("LineString"):
            yield from _route(row, frame, number=len(drawn))
        elif row["radius"] > 0 and math.isfinite(row["radius"]):
            yield _ring_around(row, frame)


def _area(row: Mapping[str, Any], frame: Viewport) -> str:
    data = "".join(_rings(row["shape"], frame))
    if not data:
        return ""
    fill = "none" if row["precision"] == "country" else row["colour"]
    dash = ' stroke-dasharray="50 35"' if row["status"] in _EXPECTED else ""
    look = f'fill="{fill}" fill-opacity=".13" fill-rule="evenodd" stroke="{row["colour"]}"'
    return f'<path d="{data}" {look} stroke-width="14"{dash}/>'


def _route(row: Mapping[str, Any], frame: Viewport, *, number: int) -> Iterator[str]:
    """Yield a line, with an arrow if it leads somewhere; between countries its ends fade out."""
    for part in shapely.get_parts(row["shape"]):
        points = np.column_stack(_pixels(part, frame))
        stroke = row["colour"]
        if row["directed"] and row["place"] == "country":
            name = f"dateline-route-{number}"
            yield _fading(name, stroke, points)
            stroke = f"url(#{name})"
        look = f'fill="none" stroke="{stroke}" stroke-width="20" stroke-dasharray="60 40"'
        yield f'<path d="{path_data(points)}" {look}/>'
        if row["directed"]:
            yield _arrow(points, row["colour"])


def _fading(name: str, colour: str, points: np.ndarray) -> str:
    first, last = points[[0, -1]] * 10
    ends = f'x1="{first[0]:.0f}" y1="{first[1]:.0f}" x2="{last[0]:.0f}" y2="{last[1]:.0f}"'
    stops = "".join(
        f'<stop offset="{at}" stop-color="{colour}" stop-opacity="{opacity}"/>'
        for at, opacity in ((0, 0), (0.3, 1), (0.7, 1), (1, 0))
    )
    return (
        f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" {ends}>{stops}'
        "</linearGradient>"
    )


def _arrow(points: np.ndarray, colour: str) -> str:
    """Return an arrow head three fifths along a line."""
    lengths = np.hypot(*np.diff(points, axis=0).T)
    along = np.cumsum(lengths)
    if not len(along) or not along[-1]:
        return ""
    at = int(np.searchsorted(along, along[-1] * 0.6))
    start, end = points[at], points[at + 1]
    share = 1 - (along[at] - along[-1] * 0.6) / lengths[at]
    tip = (start + (end - start) * share) * 10
    turn = math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))
    place = f"translate({tip[0]:.0f} {tip[1]:.0f}) rotate({turn:.0f})"
    return f'<path d="M60 0L-60-55L-30 0L-60 55z" transform="{place}" fill="{colour}"/>'


def _ring_around(row: Mapping[str, Any], frame: Viewport) -> str:
    size = row["radius"] / frame.metres(1, row["lat"])
    if not _LEAST_RING < size < max(frame.width, frame.height):
        return ""
    x, y = _pixels(row["shape"], frame)
    look = f'fill="{row["colour"]}" fill-opacity=".08" stroke="{row["colour"]}" stroke-width="8"'
    return f'<circle cx="{10 * x[0]:.0f}" cy="{10 * y[0]:.0f}" r="{10 * size:.0f}" {look}/>'


def _pixels(shape: Any, frame: Viewport) -> tuple[np.ndarray, np.ndarray]:
    points = shapely.get_coordinates(shape)
    x, y = frame.project(points[:, 0], points[:, 1])
    # What crosses the edge of the world goes on, instead of jumping to the other side.
    jumps = np.rint(np.diff(x, prepend=x[:1]) / frame.scale)
    return x - np.cumsum(jumps) * frame.scale, y


def _rings(shape: Any, frame: Viewport) -> Iterator[str]:
    for part in shapely.get_parts(shape):
        for ring in (part.exterior, *part.interiors):
            points = np.column_stack(_pixels(ring, frame))
            simple = shapely.get_coordinates(shapely.simplify(shapely.linestrings(points), 0.6))[
                :-1
            ]
            cut = clipped_ring(simple, frame)
            if len(cut) > 2:  # noqa: PLR2004
                yield path_data(cut) + "z"


def marks_of(events: gpd.GeoDataFrame, look: Look, frame: Viewport) -> list[Mark]:
    """Return the marks in sight: events at about the same spot are one, with all their numbers."""
    lon, lat = (events[name].to_numpy(dtype=float, na_value=np.nan) for name in ("lon", "lat"))
    x, y = frame.project(lon, lat)
    found: list[Mark] = []
    spots = np.empty((0, 2))
    is_there = np.isfinite(x) & (x >= 0) & (x <= frame.width) & (y >= 0) & (y <= frame.height)
    for row in np.flatnonzero(is_there).tolist():
        apart = np.hypot(spots[:, 0] - x[row], spots[:, 1] - y[row])
        near = int(apart.argmin()) if len(apart) else -1
        if near < 0 or apart[near] > _CLOSE:
            near = len(found)
            found.append(Mark(float(x[row]), float(y[row])))
            spots = np.vstack([spots, (x[row], y[row])])
        mark = found[near]
        mark.numbers.append(row + 1)
        mark.colours.append(look.colour[row])
        mark.statuses.append(look.status[row])
        mark.is_faint &= bool(look.is_faint[row])
        mark.is_struck &= bool(look.is_struck[row])
    return found


def draw_marks(marks: Sequence[Mark], space: Space, *, is_numbered: bool) -> Iterator[str]:
    """Yield the marks, then their numbers where there is room."""
    most = max((len(mark.numbers) for mark in marks), default=1)
    sizes = [_size(mark, most, is_numbered=is_numbered) for mark in marks]
    for mark, size in zip(marks, sizes, strict=True):
        space.take(Rect(mark.x - size, mark.y - size, mark.x + size, mark.y + size), force=True)
    for mark, size in zip(marks, sizes, strict=True):
        faint = ' opacity=".5"' if mark.is_faint else ""
        yield f"<g{faint}>{_symbol(mark, size, is_numbered=is_numbered)}</g>"
    if is_numbered:
        yield from (_numbers(mark, size, space) for mark, size in zip(marks, sizes, strict=True))


def _size(mark: Mark, most: int, *, is_numbered: bool) -> float:
    if is_numbered:
        return _RADIUS if len(mark.numbers) == 1 else _GROUP_RADIUS
    return 6 + 16 * math.sqrt(len(mark.numbers) / most)


def _symbol(mark: Mark, size: float, *, is_numbered: bool) -> str:
    colour = max(sorted(set(mark.colours)), key=mark.colours.count)
    x, y = mark.x, mark.y
    if len(mark.numbers) > 1 or not is_numbered:
        ring = f'r="{size:.1f}" fill="#fcfbf8" stroke="{colour}" stroke-width="3"'
        look = 'font-size="10.5" font-weight="700" text-anchor="middle" fill="#1b1d1f"'
        return (
            f'<circle cx="{x:.1f}" cy="{y:.1f}" {ring}/>'
            f'<text x="{x:.1f}" y="{y + 3.7:.1f}" {look}>{len(mark.numbers):,}</text>'
        )
    struck = f'<path d="M{x - 8:.1f} {y:.1f}h16" stroke="#1b1d1f" stroke-width="1.8"/>'
    return symbol(mark.statuses[0], colour, (x, y)) + (struck if mark.is_struck else "")


def symbol(status: str, colour: str, at: tuple[float, float]) -> str:
    """Return the sign of one event: its shape says the status, its colour the layer."""
    rim = 'stroke="#fcfbf8" stroke-width="1.5"'
    hollow = f'fill="#fcfbf8" stroke="{colour}" stroke-width="2.2"'
    x, y = at
    circle = f'<circle cx="{x:.1f}" cy="{y:.1f}"'
    r = _RADIUS
    if status == "ongoing":
        return f'{circle} r="{r}" {hollow}/>{circle} r="2.4" fill="{colour}"/>'
    if status == "planned":
        return f'{circle} r="{r}" {hollow} stroke-dasharray="2.6 1.8"/>'
    if status == "forecast":
        d = f"M{x:.1f} {y - r - 1:.1f}l{r + 1} {r + 1}l-{r + 1} {r + 1}l-{r + 1}-{r + 1}z"
        return f'<path d="{d}" {hollow} stroke-dasharray="2.6 1.8"/>'
    if status == "cancelled":
        cross = f"M{x - 2.6:.1f} {y - 2.6:.1f}l5.2 5.2m0-5.2l-5.2 5.2"
        line = f'<path d="{cross}" stroke="{colour}" stroke-width="1.6"/>'
        return f'{circle} r="{r}" {hollow}/>{line}'
    if status == "occurred":
        return f'{circle} r="{r}" fill="{colour}" {rim}/>'
    square = f'x="{x - 4.8:.1f}" y="{y - 4.8:.1f}" width="9.6" height="9.6"'
    return f'<rect {square} fill="{colour}" {rim}/>'


def _numbers(mark: Mark, size: float, space: Space) -> str:
    text = ranges(mark.numbers)
    if len(text) > _MOST_LETTERS:
        text = text[:_MOST_LETTERS].rsplit(", ", 1)[0] + " …"
    width, half = text_width(text, _NUMBER_SIZE), _NUMBER_SIZE / 2
    x, y = mark.x, mark.y
    right, left = x + size + 3, x - size - 3
    above, below = y - size - 6, y + size + 7
    spots = (
        (right, y, "start", Rect(right - 1, y - half, right + width + 1, y + half)),
        (left, y, "end", Rect(left - width - 1, y - half, left + 1, y + half)),
        (x, above, "middle", Rect(x - width / 2, above - half, x + width / 2, above + half)),
        (x, below, "middle", Rect(x - width / 2, below - half, x + width / 2, below + half)),
    )
    at = next((spot for spot in spots if space.take(spot[3])), None)
    if at is None:
        at = spots[0]
        space.take(at[3], force=True)
    more = f' font-weight="600" text-anchor="{at[2]}"'
    return outlined(text, at[0], at[1] + 3.8, size=_NUMBER_SIZE, colour="#1b1d1f", more=more)
