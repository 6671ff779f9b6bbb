"""What the colours, symbols and lines of a picture mean: only those that it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from dateline.interface import Wording
from dateline.one_line import clipped
from dateline.render.picture.looks import EventLooks
from dateline.render.picture.room import text_width, wrapped
from dateline.render.picture.symbols import EXPECTED, ring, symbol
from dateline.render.picture.tags import tag, text_tag
from dateline.schema import STATUS

#: Half the side of a sample, pixels.
_HALF_PX: Final = 14
#: Colour of samples that stand for no layer.
_PLAIN: Final = "#5f6368"
_INK: Final = "#1b1d1f"

_SIZE: Final = 12
_LINE: Final = 20
_MARGIN: Final = 12
_BETWEEN: Final = 18
#: From the left of a sample to its text.
_SAMPLE: Final = 34


class Sample(NamedTuple):
    """A sample around (0, 0) as SVG, and what it means."""

    svg: str
    text: str


def colours_legend(classes: Sequence[tuple[str, str]]) -> list[Sample]:
    """Return the legend of colours with their titles."""
    return [
        Sample(tag("rect", x=-7, y=-7, width=14, height=14, rx=3, fill=colour), clipped(title, 60))
        for colour, title in classes
    ]


def legend_of(looks: EventLooks, words: Wording, *, has_groups: bool) -> list[Sample]:
    """Return the legend: colours, then symbols, then lines and areas."""
    return colours_legend(looks.classes) + [
        Sample(svg, text) for svg, text in _entries(looks, words, has_groups=has_groups)
    ]


def _entries(looks: EventLooks, words: Wording, *, has_groups: bool) -> Iterator[tuple[str, str]]:
    stated = {status if status in STATUS else "unknown" for status in looks.status}
    for status in (*STATUS, "unknown"):
        if status in stated:
            yield symbol(status, _PLAIN), clipped(words.word_of("status", status) or status, 60)
            stated.discard(status)
    if any(looks.is_retracted):
        struck = symbol("occurred", _PLAIN, is_retracted=True)
        yield struck, words.word_of("record", "retracted") or "retracted"
    if has_groups:
        yield ring({_PLAIN: 1}), words.say("picture.several")
    is_expected = [status in EXPECTED for status in looks.status]
    areas = {
        expected
        for kind, expected, country in zip(looks.kind, is_expected, looks.is_country, strict=True)
        if kind == "area" and not country
    }
    for expected in sorted(areas):
        yield _area(is_dashed=expected), words.say(f"legend.is-area{'-expected' * expected}")
    if any(looks.is_country):
        outline = tag("rect", x=-11, y=-7, width=22, height=14, fill="none", stroke=_PLAIN)
        yield outline, words.say("legend.is-outline")
    lines = {bool(loose) for kind, loose in zip(looks.kind, looks.loose, strict=True)
             if kind == "line"}  # fmt: skip
    for is_loose in sorted(lines):
        yield _line(is_loose=is_loose), words.say(f"legend.is-line{'-loose' * is_loose}")


def _line(*, is_loose: bool) -> str:
    colour = "url(#picture-fade)" if is_loose else _PLAIN
    line = tag("path", d="M-13 0H13", stroke=colour, stroke_width=2.4, stroke_dasharray="10 5")
    if not is_loose:
        return line
    stops = [
        tag("stop", offset=at, stop_color=_PLAIN, stop_opacity=opacity)
        for at, opacity in (("0", "0"), ("0.5", "1"), ("1", "0"))
    ]
    gradient = tag("linearGradient", *stops, id="picture-fade", gradientUnits="userSpaceOnUse",
                   x1=-13, y1=0, x2=13, y2=0)  # fmt: skip
    return tag("defs", gradient) + line


def _area(*, is_dashed: bool) -> str:
    return tag("rect", x=-11, y=-7, width=22, height=14, fill=_PLAIN, fill_opacity="0.14",
               stroke=_PLAIN, stroke_dasharray="5 4" if is_dashed else "")  # fmt: skip


def flow(entries: Sequence[Sample], notes: Sequence[str], width: int) -> tuple[str, int]:
    """Return a legend in rows, with notes below it, as SVG from (0, 0), and its height in pixels.

    Args:
        entries: The legend.
        notes: Plain texts, each on lines of its own.
        width: Pixels.
    """
    x, y = float(_MARGIN), _LINE / 2 + 4
    parts = []
    for svg, text in entries:
        reach = _SAMPLE + text_width(text, _SIZE)
        if x > _MARGIN and x + reach > width - _MARGIN:
            x, y = _MARGIN, y + _LINE
        parts.append(tag("g", svg, transform=f"translate({x + _HALF_PX:.0f} {y:.0f})"))
        parts.append(text_tag(text, x + _SAMPLE, y, size=_SIZE, fill=_INK))
        x += reach + _BETWEEN
    for note in notes:
        for line in wrapped(note, _SIZE, width - 2 * _MARGIN):
            y += _LINE
            parts.append(text_tag(line, _MARGIN, y, size=_SIZE, fill=_INK))
    return "".join(parts), round(y + _LINE / 2 + 4)
