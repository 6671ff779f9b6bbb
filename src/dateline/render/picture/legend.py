"""What the colours, symbols and lines of a picture mean: only those that it has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from dateline.interface import Wording
from dateline.one_line import clipped
from dateline.render.picture.looks import EventLooks
from dateline.render.picture.room import text_width, wrapped
from dateline.render.picture.style import MarkStyle
from dateline.render.picture.symbols import EXPECTED, ring, symbol
from dateline.render.picture.tags import tag, text_tag
from dateline.schema import STATUS
from dateline.styles import SMALLEST_PX

#: Half the side of a sample, pixels.
_HALF_PX: Final = 14
#: Colour of samples that stand for no layer.
_PLAIN: Final = "#5f6368"
_INK: Final = "#1b1d1f"

_SIZE: Final = 12
_LINE: Final = 20
_MARGIN: Final = 12
_BETWEEN: Final = 18
#: From the end of a sample to its text.
_TO_TEXT: Final = 6


class Sample(NamedTuple):
    """A sample around (0, 0) as SVG, and what it means.

    ``half`` is half the side of the sample in pixels. A heading has no sample.
    """

    svg: str
    text: str
    half: float = _HALF_PX
    is_heading: bool = False


def colours_legend(classes: Sequence[tuple[str, str]]) -> list[Sample]:
    """Return the legend of colours with their titles."""
    return [
        Sample(tag("rect", x=-7, y=-7, width=14, height=14, rx=3, fill=colour), clipped(title, 60))
        for colour, title in classes
    ]


def legend_of(looks: EventLooks, words: Wording, *, has_groups: bool) -> list[Sample]:
    """Return the legend: colours, then symbols, then lines and areas."""
    heading = [_heading(looks.colour_title)] if looks.colour_title else []
    # With headings above, what follows needs one, too.
    has_more = bool(heading or looks.marks.size_title or looks.marks.form_title)
    rest = [_heading(words.say("legend.on_map"))] if has_more else []
    return [
        *heading,
        *colours_legend(looks.classes),
        *_marks_legend(looks.marks, words),
        *rest,
        *(Sample(svg, text) for svg, text in _entries(looks, words, has_groups=has_groups)),
    ]


def _marks_legend(marks: MarkStyle, words: Wording) -> Iterator[Sample]:
    """Yield what sizes and forms mean, if columns give them."""
    if marks.size_title:
        yield _heading(marks.size_title)
        for value, radius in marks.sizes:
            yield Sample(_disc(radius), f"{value:,.6g}", max(_HALF_PX, radius))
        if marks.smallest is not None:
            number = f"{marks.smallest:,.6g}"
            said = words.say("legend.up_to", number=number) if marks.smallest else "0"
            yield Sample(_disc(SMALLEST_PX), said)
        if any(marks.is_unsized):
            scale = marks.scale[marks.is_unsized.index(True)]
            yield (
                Sample(
                    symbol("occurred", _PLAIN, is_unsized=True, scale=scale),
                    words.say("legend.missing"),
                )
            )
    if marks.form_title:
        yield _heading(marks.form_title)
        for form, title in marks.forms:
            yield Sample(symbol("occurred", _PLAIN, form=form), clipped(title, 60))


def _heading(text: str) -> Sample:
    return Sample("", clipped(text, 60), is_heading=True)


def _disc(radius: float) -> str:
    return tag("circle", r=radius, fill=_PLAIN, fill_opacity="0.5", stroke=_INK, stroke_width=0.7)


def _entries(looks: EventLooks, words: Wording, *, has_groups: bool) -> Iterator[tuple[str, str]]:
    # The page shows by its most frequent form how a status fills it.
    form = looks.marks.forms[0][0] if looks.marks.forms else None
    stated = {status if status in STATUS else "unknown" for status in looks.status}
    for status in (*STATUS, "unknown"):
        if status in stated:
            yield (
                symbol(status, _PLAIN, form=form),
                clipped(words.word_of("status", status) or status, 60),
            )
            stated.discard(status)
    if any(looks.is_retracted):
        struck = symbol("occurred", _PLAIN, is_retracted=True, form=form)
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


def _rows(entries: Sequence[Sample], width: int) -> list[list[Sample]]:
    """Return the entries in rows that fit a width; a heading begins one."""
    rows: list[list[Sample]] = [[]]
    x = float(_MARGIN)
    for entry in entries:
        wide = _wide(entry)
        if rows[-1] and (entry.is_heading or x + wide > width - _MARGIN):
            rows.append([])
            x = float(_MARGIN)
        rows[-1].append(entry)
        x += wide + _BETWEEN
    return rows


def _wide(entry: Sample) -> float:
    return (2 * entry.half + _TO_TEXT if entry.svg else 0) + text_width(entry.text, _SIZE)


def flow(entries: Sequence[Sample], notes: Sequence[str], width: int) -> tuple[str, int]:
    """Return a legend in rows, with notes below it, as SVG from (0, 0), and its height in pixels.

    Args:
        entries: The legend.
        notes: Plain texts, each on lines of its own.
        width: Pixels.
    """
    parts = []
    y = 4.0
    for row in _rows(entries, width):
        x = float(_MARGIN)
        line = max(_LINE, *(2 * one.half + 2 for one in row if one.half > _HALF_PX), 0)
        y += line / 2
        for svg, text, half, is_heading in row:
            if svg:
                parts.append(tag("g", svg, transform=f"translate({x + half:.0f} {y:.0f})"))
            start = x + (2 * half + _TO_TEXT if svg else 0)
            weight = {"font_weight": "600"} if is_heading else {}
            parts.append(text_tag(text, start, y, size=_SIZE, fill=_INK, **weight))
            x = start + text_width(text, _SIZE) + _BETWEEN
        y += line / 2
    y -= _LINE / 2
    for note in notes:
        for text in wrapped(note, _SIZE, width - 2 * _MARGIN):
            y += _LINE
            parts.append(text_tag(text, _MARGIN, y, size=_SIZE, fill=_INK))
    return "".join(parts), round(y + _LINE / 2 + 4)
