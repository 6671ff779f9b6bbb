"""The symbols of events in a picture, as ``web/src/symbols.js`` draws them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from dateline.render.picture.tags import tag
from dateline.styles import Form

BACKGROUND: Final = "#ffffff"
FOREGROUND: Final = "#1d1d1b"

#: Half the side of a symbol with its rim, pixels.
REACH_PX: Final = 9
#: Radius of the ring that stands for several events at one place.
RING_PX: Final = 7.5
#: Most colours in a ring.
_SEGMENTS: Final = 4

_DASH: Final = "2.5 2"
_DOTS: Final = "1.2 1.6"
_SHORT_DASH: Final = "1.5 1.5"
_DIAMOND: Final = "M0-8L8 0L0 8L-8 0Z"
_CROSS: Final = "M-4.8-4.8L4.8 4.8M4.8-4.8L-4.8 4.8"
_STRIKE: Final = "M-13 0H13"

#: Statuses of what has not happened.
EXPECTED: Final = frozenset(("planned", "forecast"))


def symbol(
    status: str,
    colour: str,
    *,
    is_retracted: bool = False,
    form: Form | None = None,
    scale: float = 1.0,
    is_unsized: bool = False,
) -> str:
    """Return the symbol of an event around (0, 0).

    Args:
        status: A word of ``dateline.schema.STATUS``; another counts as not stated.
        colour: ``#rrggbb``.
        is_retracted: Whether the record was withdrawn.
        form: What a column gives instead of a form for each status; the status is how it is filled.
        scale: How many times as large as usual; its lines stay as wide.
        is_unsized: Whether numbers give the sizes and the event states none: a small open ring.
    """
    if is_unsized:
        drawn = _small_ring(colour, scale, is_hollow=status in EXPECTED)
    elif form:
        drawn = _formed(status, colour, form=form, by=scale)
    else:
        drawn = {
            "occurred": _occurred,
            "ongoing": _ongoing,
            "planned": _planned,
            "forecast": _forecast,
            "cancelled": _cancelled,
        }.get(status, _unknown)(colour, scale)
    if is_retracted:
        drawn += _path(_STRIKE, scale, stroke=BACKGROUND, width=5)
        drawn += _path(_STRIKE, scale, stroke=FOREGROUND, width=2)
    return drawn


def _path(
    d: str, by: float, *, fill: str = "", stroke: str = "", width: float = 0, dash: str = ""
) -> str:
    """Return a path that is ``by`` times as large, with lines of the same width."""
    if by == 1:
        around: dict[str, str | float] = {"stroke": stroke, "stroke_dasharray": dash}
        if stroke:
            around["stroke_width"] = width
        return tag("path", d=d, fill=fill, **around)
    dashes = " ".join(f"{float(one) / by:.3g}" for one in dash.split())
    return tag("path", d=d, fill=fill, stroke=stroke, stroke_dasharray=dashes,
               stroke_width=f"{width / by:.3g}" if stroke else "",
               transform=f"scale({by:.3g})")  # fmt: skip


def _formed(status: str, colour: str, *, form: Form, by: float) -> str:
    rim = _path(form.outer, by, fill=BACKGROUND, stroke=BACKGROUND, width=3.2)
    if status == "ongoing":
        line = _path(form.outer, by, fill="none", stroke=colour, width=1.7)
        return rim + line + _path(form.inner, by, fill=colour)
    if status == "cancelled":
        line = _path(form.outer, by, fill="none", stroke=colour, width=1)
        return rim + line + _path(_CROSS, by, stroke=colour, width=2)
    if status in EXPECTED:
        dash = _DASH if status == "planned" else _DOTS
        return rim + _path(form.outer, by, fill="none", stroke=colour, width=1.8, dash=dash)
    edge = _path(form.outer, by, fill="none", stroke=FOREGROUND, width=0.7)
    return rim + _path(form.outer, by, fill=colour) + (edge if status == "occurred" else "")


def _small_ring(colour: str, by: float, *, is_hollow: bool) -> str:
    dash = _SHORT_DASH if is_hollow else ""
    ground = tag("circle", r=6 * by, fill=BACKGROUND, stroke=BACKGROUND, stroke_width=3.5)
    return ground + tag("circle", r=6 * by, fill="none", stroke=colour, stroke_width=1.4,
                        stroke_dasharray=dash)  # fmt: skip


def _occurred(colour: str, by: float) -> str:
    return (
        tag("circle", r=6 * by + 1.6, fill=BACKGROUND)
        + tag("circle", r=6 * by, fill=colour)
        + tag("circle", r=6 * by + 0.2, fill="none", stroke=FOREGROUND, stroke_width=0.7)
    )


def _ongoing(colour: str, by: float) -> str:
    return (
        tag("circle", r=7.2 * by + 0.8, fill=BACKGROUND)
        + tag("circle", r=7.2 * by, fill="none", stroke=colour, stroke_width=1.7)
        + tag("circle", r=4.2 * by, fill=colour)
    )


def _planned(colour: str, by: float) -> str:
    line = tag("circle", r=6 * by, fill="none", stroke=colour, stroke_width=2,
               stroke_dasharray=_DASH)  # fmt: skip
    return tag("circle", r=6 * by + 1.5, fill=BACKGROUND) + line


def _forecast(colour: str, by: float) -> str:
    rim = _path("M0-9.5L9.5 0L0 9.5L-9.5 0Z", by, fill=BACKGROUND)
    return rim + _path(_DIAMOND, by, fill="none", stroke=colour, width=2, dash=_DASH)


def _cancelled(colour: str, by: float) -> str:
    rim = _path(_CROSS, by, stroke=BACKGROUND, width=5.5)
    return rim + _path(_CROSS, by, stroke=colour, width=2.6)


def _unknown(colour: str, by: float) -> str:
    half = 4.9 * by
    rim = tag("rect", x=-half - 1.5, y=-half - 1.5, width=2 * half + 3, height=2 * half + 3,
              fill=BACKGROUND)  # fmt: skip
    return rim + tag("rect", x=-half, y=-half, width=2 * half, height=2 * half, fill=colour)


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
