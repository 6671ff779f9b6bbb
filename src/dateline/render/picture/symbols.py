"""The symbols of events in a picture, as ``web/src/symbols.js`` draws them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from dateline.render.picture.tags import tag

BACKGROUND: Final = "#ffffff"
FOREGROUND: Final = "#1d1d1b"

#: Half the side of a symbol with its rim, pixels.
REACH_PX: Final = 9
#: Radius of the ring that stands for several events at one place.
RING_PX: Final = 7.5
#: Most colours in a ring.
_SEGMENTS: Final = 4

_DASH: Final = "2.5 2"
_DIAMOND: Final = "M0-8L8 0L0 8L-8 0Z"
_CROSS: Final = "M-4.8-4.8L4.8 4.8M4.8-4.8L-4.8 4.8"
_STRIKE: Final = "M-13 0H13"

#: Statuses of what has not happened.
EXPECTED: Final = frozenset(("planned", "forecast"))


def symbol(status: str, colour: str, *, is_retracted: bool = False) -> str:
    """Return the symbol of an event around (0, 0).

    Args:
        status: A word of ``dateline.schema.STATUS``; another counts as not stated.
        colour: ``#rrggbb``.
        is_retracted: Whether the record was withdrawn.
    """
    drawn = {
        "occurred": _occurred,
        "ongoing": _ongoing,
        "planned": _planned,
        "forecast": _forecast,
        "cancelled": _cancelled,
    }.get(status, _unknown)(colour)
    if is_retracted:
        drawn += tag("path", d=_STRIKE, stroke=BACKGROUND, stroke_width=5)
        drawn += tag("path", d=_STRIKE, stroke=FOREGROUND, stroke_width=2)
    return drawn


def _occurred(colour: str) -> str:
    return (
        tag("circle", r=7.6, fill=BACKGROUND)
        + tag("circle", r=6, fill=colour)
        + tag("circle", r=6.2, fill="none", stroke=FOREGROUND, stroke_width=0.7)
    )


def _ongoing(colour: str) -> str:
    return (
        tag("circle", r=8, fill=BACKGROUND)
        + tag("circle", r=7.2, fill="none", stroke=colour, stroke_width=1.7)
        + tag("circle", r=4.2, fill=colour)
    )


def _planned(colour: str) -> str:
    ring = tag("circle", r=6, fill="none", stroke=colour, stroke_width=2, stroke_dasharray=_DASH)
    return tag("circle", r=7.5, fill=BACKGROUND) + ring


def _forecast(colour: str) -> str:
    rim = tag("path", d="M0-9.5L9.5 0L0 9.5L-9.5 0Z", fill=BACKGROUND)
    return rim + tag("path", d=_DIAMOND, fill="none", stroke=colour, stroke_width=2,
                     stroke_dasharray=_DASH)  # fmt: skip


def _cancelled(colour: str) -> str:
    rim = tag("path", d=_CROSS, stroke=BACKGROUND, stroke_width=5.5)
    return rim + tag("path", d=_CROSS, stroke=colour, stroke_width=2.6)


def _unknown(colour: str) -> str:
    rim = tag("rect", x=-6.4, y=-6.4, width=12.8, height=12.8, fill=BACKGROUND)
    return rim + tag("rect", x=-4.9, y=-4.9, width=9.8, height=9.8, fill=colour)


def ring(colours: Mapping[str, int], *, radius: float = RING_PX, is_expected: bool = False) -> str:
    """Return a ring for several events around (0, 0).

    Args:
        colours: How many events have each; the ring has segments of up to four colours.
        radius: Pixels.
        is_expected: Whether all events are planned or forecast.
    """
    rim = tag("circle", r=radius + 1.5, fill=BACKGROUND)
    line: dict[str, str | float] = {
        "fill": "none",
        "stroke_width": 3.0,
        "stroke_dasharray": "4 3" if is_expected else "",
    }
    if len(colours) == 1 or len(colours) > _SEGMENTS:
        only = next(iter(colours)) if len(colours) == 1 else FOREGROUND
        return rim + tag("circle", r=radius, stroke=only, **line)
    total = sum(colours.values())
    angle, arcs = -math.pi / 2, []
    for colour, count in colours.items():
        end = angle + 2 * math.pi * count / total
        arcs.append(tag("path", d=_arc(radius, angle, end), stroke=colour, **line))
        angle = end
    return rim + "".join(arcs)


def arrow(x: float, y: float, degrees: float, *, colour: str) -> str:
    """Return an arrow head."""
    turn = f"translate({x:.1f} {y:.1f})rotate({degrees:.0f})"
    return tag("path", d="M8 0L-6 6.5L-3 0L-6-6.5Z", fill=colour, stroke=BACKGROUND,
               stroke_width=1.5, transform=turn)  # fmt: skip


def _arc(radius: float, start: float, end: float) -> str:
    at = [f"{radius * f(angle) + 0.0:.1f}" for angle in (start, end) for f in (math.cos, math.sin)]
    large = int(end - start > math.pi)
    return f"M{at[0]} {at[1]}A{radius:g} {radius:g} 0 {large} 1 {at[2]} {at[3]}"
