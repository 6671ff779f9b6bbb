"""The map of a picture: base map, events, and their numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from dateline.interface import Wording
from dateline.render.basemap import Picked
from dateline.render.picture.ground import draw_ground, draw_names
from dateline.render.picture.groups import Spot, format_numbers, group_near
from dateline.render.picture.looks import EventLooks
from dateline.render.picture.room import FreeRoom, Rect, text_width
from dateline.render.picture.scale import scale_bar
from dateline.render.picture.shapes import draw_shapes
from dateline.render.picture.symbols import EXPECTED, FOREGROUND, REACH_PX, RING_PX, ring, symbol
from dateline.render.picture.tags import tag, text_tag
from dateline.render.picture.viewport import Viewport

_NUMBER_PX: Final = 11
_COUNT_PX: Final = 10
_HALO: Final = "#ffffff"
#: Marks that are nearer to each other than this are one.
_APART_PX: Final = 13
#: Distances at which a number may stand from its mark, pixels; from the second on with a line.
_DISTANCES: Final = (2, 10, 20, 32, 46, 62, 80, 100, 125, 155)
_DIRECTIONS: Final = 16


@dataclass(frozen=True, slots=True)
class MapDrawing:
    """A map and what has to be said about it.

    Attributes:
        svg: The content of an ``svg`` element.
        lists: Letters in the map, and the numbers that each stands for.
        outside: The numbers of the events whose place is not in it.
        unplaced: The numbers of the events without a place.
        has_groups: Whether a mark in it stands for several events.
    """

    svg: str
    lists: Sequence[tuple[str, str]] = ()
    outside: str = ""
    unplaced: str = ""
    has_groups: bool = False


def draw_map(
    looks: EventLooks, picked: Picked, frame: Viewport, *, words: Wording, is_numbered: bool
) -> MapDrawing:
    """Return the map of events that are in the order of their numbers.

    Args:
        looks: The events.
        picked: The base map.
        frame: What the picture shows.
        words: The words of the page.
        is_numbered: Whether marks have numbers; if not, those of several events have counts.
    """
    shapes = draw_shapes(looks, frame)
    groups, outside, unplaced = _groups(looks, shapes.areas, frame)
    room = FreeRoom(frame.width, frame.height)
    bar = scale_bar(frame, room, words)
    for group in groups:
        if not all(row in shapes.areas for row in group.rows):
            room.take(_around(group, looks))
    # Large marks first, so that they hide no small ones.
    marks = [
        _mark(group, looks, shapes.areas, is_numbered=is_numbered)
        for group in sorted(groups, key=lambda one: -_reach(one, looks))
    ]
    numbered = groups if is_numbered else []
    labels = [
        _label(
            group,
            shapes.areas,
            room,
            colour=looks.colour[group.rows[0]],
            reach=_reach(group, looks),
        )
        for group in numbered
    ]
    lines, texts = ("".join(parts) for parts in zip(*labels, strict=True)) if labels else ("", "")
    names = draw_names(picked, frame, room)
    svg = "".join((draw_ground(picked, frame), shapes.svg, names, lines, *marks, texts, bar))
    lists = [(one.letters, one.numbers) for one in numbered if one.letters]
    return MapDrawing(
        svg,
        lists,
        outside=format_numbers(row + 1 for row in outside),
        unplaced=format_numbers(row + 1 for row in unplaced),
        has_groups=any(len(group.rows) > 1 for group in groups),
    )


def _groups(
    looks: EventLooks, areas: dict[int, tuple[float, float]], frame: Viewport
) -> tuple[list[Spot], list[int], list[int]]:
    """Return the groups of events in the picture, and the rows outside it and without a place."""
    across, down = frame.project(np.nan_to_num(looks.lon), np.nan_to_num(looks.lat))
    places: list[tuple[int, float, float]] = []
    outside, unplaced = [], []
    for row, kind in enumerate(looks.kind):
        at = areas.get(row) or (float(across[row]), float(down[row]))
        if kind == "none":
            unplaced.append(row)
        elif frame.has(*at):
            places.append((row, *at))
        else:
            outside.append(row)
    return group_near(places, _APART_PX), outside, unplaced


def _reach(group: Spot, looks: EventLooks) -> float:
    """Return half the side of a mark with its rim, pixels."""
    scale = looks.marks.scale[group.rows[0]] if len(group.rows) == 1 else 1
    return max(1, scale) * REACH_PX


def _around(group: Spot, looks: EventLooks) -> Rect:
    reach = _reach(group, looks)
    return Rect(group.x - reach, group.y - reach, group.x + reach, group.y + reach)


def _mark(
    group: Spot, looks: EventLooks, areas: dict[int, tuple[float, float]], *, is_numbered: bool
) -> str:
    if all(row in areas for row in group.rows) and (is_numbered or len(group.rows) == 1):
        return ""  # a mark in an area would suggest an exact spot
    place = f"translate({group.x:.1f} {group.y:.1f})"
    opacity = ".5" if all(looks.is_faint[row] for row in group.rows) else ""
    row = group.rows[0]
    if len(group.rows) == 1:
        marks = looks.marks
        drawn = symbol(
            looks.status[row],
            looks.colour[row],
            is_retracted=looks.is_retracted[row],
            form=marks.form[row],
            scale=marks.scale[row],
            is_unsized=marks.is_unsized[row],
        )
        return tag("g", drawn, transform=place, opacity=opacity)
    colours = Counter(looks.colour[row] for row in group.rows)
    is_expected = all(looks.status[row] in EXPECTED for row in group.rows)
    drawn = ring(colours, radius=RING_PX if is_numbered else RING_PX + 2, is_expected=is_expected)
    if not is_numbered:
        drawn += text_tag(f"{len(group.rows)}", 0, 0, size=_COUNT_PX, fill=FOREGROUND,
                          text_anchor="middle", font_weight="600")  # fmt: skip
    return tag("g", drawn, transform=place, opacity=opacity)


def _label(
    group: Spot,
    areas: dict[int, tuple[float, float]],
    room: FreeRoom,
    *,
    colour: str,
    reach: float,
) -> tuple[str, str]:
    """Return the line from a mark to its numbers, and the numbers, both as SVG."""
    width, height = text_width(group.label, _NUMBER_PX) + 3, _NUMBER_PX + 2
    is_area = all(row in areas for row in group.rows)
    best, least = None, math.inf
    for x, y in _spots(group, (width, height), reach=reach, is_area=is_area):
        box = Rect(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        covered = room.overlap(box)
        if covered < least:
            best, least = box, covered
        if not covered:
            break
    assert best is not None
    room.take(best)
    middle = (best.left + best.right) / 2, (best.top + best.bottom) / 2
    pill = ""
    if is_area:  # it belongs to all of the area, not to this spot
        pill = tag("rect", x=best.left - 2, y=best.top, width=width + 4, height=height, rx=6,
                   fill=_HALO, fill_opacity="0.85", stroke=colour, stroke_width=1)  # fmt: skip
    text = text_tag(group.label, *middle, size=_NUMBER_PX, fill=FOREGROUND, halo=_HALO,
                    text_anchor="middle", font_weight="700")  # fmt: skip
    return _line_to(group, best, reach), pill + text


def _spots(
    group: Spot, size: tuple[float, float], *, reach: float, is_area: bool
) -> Iterator[tuple[float, float]]:
    """Yield where the middle of numbers of some size may be, best first."""
    width, height = size
    if is_area:
        yield group.x, group.y
    for distance in _DISTANCES:
        far = reach + distance
        for step in range(_DIRECTIONS):
            # To the right first, then alternately above and below.
            turn = (step + 1) // 2 * (-1 if step % 2 else 1) * 2 * math.pi / _DIRECTIONS
            across, down = math.cos(turn), math.sin(turn)
            yield (
                group.x + across * (far + width / 2),
                group.y + down * (far + height / 2),
            )


def _line_to(group: Spot, box: Rect, reach: float) -> str:
    """Return the line from the middle of a mark to numbers that stand apart from it."""
    x = min(max(group.x, box.left), box.right)
    y = min(max(group.y, box.top), box.bottom)
    if math.hypot(x - group.x, y - group.y) < reach + _DISTANCES[1]:
        return ""
    ends = f"M{group.x:.1f} {group.y:.1f}L{x:.1f} {y:.1f}"
    return tag("path", d=ends, stroke=FOREGROUND, stroke_width=0.8)
