"""The map of a picture with too many events for numbers: circles with counts."""

from __future__ import annotations

import math
from typing import Final

import geopandas as gpd
import numpy as np
import shapely
from numpy.typing import NDArray

from dateline.interface import Wording
from dateline.render.basemap import Picked
from dateline.render.picture.drawing import MapDrawing
from dateline.render.picture.ground import draw_ground, draw_names
from dateline.render.picture.room import FreeRoom, Rect, text_width
from dateline.render.picture.scale import scale_bar
from dateline.render.picture.symbols import EXPECTED, FOREGROUND, ring
from dateline.render.picture.tags import tag, text_tag
from dateline.render.picture.viewport import Viewport

#: Above this many events a picture has counts instead of numbers.
MOST_NUMBERS: Final = 500

#: Side of the squares whose events are one circle.
_SQUARE_PX: Final = 40
_TEXT_PX: Final = 11


def draw_counts(
    gdf: gpd.GeoDataFrame,
    colours: tuple[NDArray[np.integer], list[str]],
    *,
    picked: Picked,
    frame: Viewport,
    words: Wording,
) -> MapDrawing:
    """Return the map of any number of events, whose order does not matter.

    Args:
        gdf: Read: the geometry, ``lon``, ``lat`` and ``status``.
        colours: The code of each event, and the colour of each code.
        picked: The base map.
        frame: What the picture shows.
        words: The words of the page.
    """
    x, y = frame.project(np.nan_to_num(gdf["lon"]), np.nan_to_num(gdf["lat"]))
    geometry = np.asarray(gdf.geometry.array, dtype=object)
    is_shown = (x >= 0) & (x < frame.width) & (y >= 0) & (y < frame.height)
    is_shown &= shapely.get_num_coordinates(geometry) > 0
    # Whole numbers have the same sum in any order.
    x, y = np.rint(x[is_shown]).astype(np.int64), np.rint(y[is_shown]).astype(np.int64)
    expected = gdf["status"].astype(object).isin(EXPECTED).to_numpy()[is_shown]
    squares = y // _SQUARE_PX * (frame.width // _SQUARE_PX + 1) + x // _SQUARE_PX
    _, square, count = np.unique(squares, return_inverse=True, return_counts=True)
    codes, names = colours
    tally = np.zeros((len(count), len(names)), np.int64)
    np.add.at(tally, (square, codes[is_shown]), 1)
    planned = np.bincount(square[expected], minlength=len(count))
    middle = [np.bincount(square, at, minlength=len(count)) / count for at in (x, y)]
    room = FreeRoom(frame.width, frame.height)
    bar = scale_bar(frame, room, words)
    circles = [
        _circle(
            (float(middle[0][one]), float(middle[1][one])),
            {names[code]: int(tally[one, code]) for code in np.flatnonzero(tally[one])},
            room,
            is_expected=bool(planned[one] == count[one]),
        )
        for one in np.argsort(count, kind="stable")
    ]
    labels = draw_names(picked, frame, room)
    svg = "".join((draw_ground(picked, frame), labels, *circles, bar))
    is_placed = shapely.get_num_coordinates(geometry) > 0
    outside, unplaced = int((is_placed & ~is_shown).sum()), int((~is_placed).sum())
    return MapDrawing(
        svg,
        outside=f"{outside:,}" if outside else "",
        unplaced=f"{unplaced:,}" if unplaced else "",
    )


def _circle(
    at: tuple[float, float], colours: dict[str, int], room: FreeRoom, *, is_expected: bool
) -> str:
    total = sum(colours.values())
    text = f"{total:,}"
    radius = max(7 + 1.2 * math.log2(total), text_width(text, _TEXT_PX) / 2 + 4)
    room.take(Rect(at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius))
    written = text_tag(
        text, 0, 0, size=_TEXT_PX, fill=FOREGROUND, text_anchor="middle", font_weight="600"
    )
    circle = ring(colours, radius=radius, is_expected=is_expected)
    return tag("g", circle, written, transform=f"translate({at[0]:.1f} {at[1]:.1f})")
