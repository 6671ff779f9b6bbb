"""Draws cost against size as one SVG with log-log panels; equal numbers give equal bytes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

#: Line names to points (number of events, cost).
Lines = Mapping[str, Sequence[tuple[int, float]]]

PANEL, MARGIN, LEFT, TOP = 250, 30, 60, 50
#: Colours that colour-blind readers can distinguish; the lines also differ in dashes.
COLOURS = ("#0b5394", "#b45f06", "#666666", "#999999")
DASHES = ("", "6 3", "2 3", "8 3 2 3")


def draw_plot(panels: Mapping[str, Lines], *, title: str) -> str:
    """Return the SVG of several panels side by side.

    Args:
        panels: Headings with units to their lines.
        title: Text alternative for screen readers.
    """
    width = LEFT + len(panels) * (PANEL + LEFT) + MARGIN
    height = TOP + PANEL + 90
    names = list(dict.fromkeys(name for lines in panels.values() for name in lines))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}"',
        f'  viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
    ]
    for number, (heading, lines) in enumerate(panels.items()):
        parts += _panel(heading, lines, LEFT + number * (PANEL + LEFT), names=names)
    for number, name in enumerate(names):
        at = LEFT + number * 235
        parts.append(_stroke([(at, height - 20), (at + 30, height - 20)], number))
        parts.append(_text(at + 38, height - 16, name))
    return "\n".join([*parts, "</svg>", ""])


def _panel(heading: str, lines: Lines, left: float, *, names: list[str]) -> list[str]:
    points = [point for line in lines.values() for point in line]
    if not points:
        return []
    spans = [_decades([point[axis] for point in points]) for axis in (0, 1)]

    def place(point: tuple[float, float]) -> tuple[float, float]:
        shares = [
            (math.log10(value) - low) / (high - low)
            for value, (low, high) in zip(point, spans, strict=True)
        ]
        return left + shares[0] * PANEL, TOP + PANEL - shares[1] * PANEL

    parts = [_text(left, TOP - 18, heading, weight="bold")]
    for power in range(spans[0][0], spans[0][1] + 1):
        x, _ = place((10**power, 10 ** spans[1][0]))
        parts.append(_line((x, TOP), (x, TOP + PANEL)))
        parts.append(_text(x, TOP + PANEL + 18, f"{10**power:,}", anchor="middle"))
    for power in range(spans[1][0], spans[1][1] + 1):
        _, y = place((10 ** spans[0][0], 10**power))
        parts.append(_line((left, y), (left + PANEL, y)))
        parts.append(_text(left - 6, y + 4, f"{10.0**power:g}", anchor="end"))
    for name, line in lines.items():
        drawn = [place(point) for point in line]
        parts.append(_stroke(drawn, names.index(name)))
        colour = COLOURS[names.index(name) % len(COLOURS)]
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in drawn]
    return parts


def _decades(values: Sequence[float]) -> tuple[int, int]:
    """Return the exponents of the powers of ten below and above all values."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def _stroke(points: Sequence[tuple[float, float]], number: int) -> str:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    colour, dash = COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]
    drawn = f'stroke="{colour}" stroke-width="2" stroke-dasharray="{dash}"'
    return f'<polyline points="{path}" fill="none" {drawn}/>'


def _line(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = start, end
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="#dddddd"/>'


def _text(x: float, y: float, text: str, *, anchor: str = "start", weight: str = "normal") -> str:
    style = f'text-anchor="{anchor}" font-weight="{weight}" fill="#222222"'
    return f'<text x="{x:.1f}" y="{y:.1f}" {style}>{escape(text)}</text>'
