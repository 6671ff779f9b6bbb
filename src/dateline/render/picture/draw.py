"""Draws the events as a static SVG picture, for the page without JavaScript, paper and exports."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import geopandas as gpd
import numpy as np

from dateline.interface import Wording
from dateline.layers import OWN_TITLES, Layer
from dateline.one_line import clipped
from dateline.render.as_of import newest_day
from dateline.render.basemap import pick, zone_of
from dateline.render.picture.choice import Chosen, all_events, chosen_events
from dateline.render.picture.ground import ground_paths
from dateline.render.picture.labels import Rect, Space, outlined, place_names, xml_text
from dateline.render.picture.marks import (
    NUMBERED,
    Look,
    draw_marks,
    look_of,
    marks_of,
    shapes,
    symbol,
)
from dateline.render.picture.viewport import Viewport, fitted, framed
from dateline.settings import Settings
from dateline.timespan import describe

#: Size of the map in the page without JavaScript.
_PLAIN_SIZE: Final = (960, 560)

#: Colours of ``web/css/colours.css``, light.
_PANEL: Final = "#fcfbf8"
_INK: Final = "#1b1d1f"
_INK_2: Final = "#555a5e"
_WARN: Final = "#7a4a00"
_WATER: Final = "#dfe7ea"

_SANS: Final = (
    "system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans',Arial,'Noto Sans',sans-serif"
)
_SERIF: Final = "Charter,Georgia,'Liberation Serif','Noto Serif',serif"

_MARGIN: Final = 16
_LEGEND_LINE: Final = 16
_MOST_LAYERS: Final = 12

#: Below a picture stands a list of its events if there are no more than this.
_LISTED: Final = 40
_LIST_LINE: Final = 18

#: Round lengths of the scale bar, in metres, and its longest length in pixels.
_LENGTHS: Final = tuple(base * 10**power for power in range(1, 8) for base in (1, 2, 5))
_LONGEST_BAR: Final = 130


@dataclass(frozen=True, slots=True)
class View:
    """What a picture shows.

    Attributes:
        width: Of the map, pixels.
        height: Of the map, pixels.
        at: A middle or a box, as ``map.open`` has it; empty fits the events.
        first_day: First day, month or year; empty means no limit.
        last_day: Last day, month or year, inclusive; empty means no limit.
    """

    width: int = 1200
    height: int = 800
    at: dict[str, float] = field(default_factory=dict)
    first_day: str = ""
    last_day: str = ""


def plain_picture(
    events: gpd.GeoDataFrame, layers: Sequence[Layer], settings: Settings, *, words: Wording
) -> str:
    """Return the map of the page without JavaScript; its numbers are those of the table's rows."""
    chosen = all_events(events)
    frame = _frame(chosen, View(*_PLAIN_SIZE, at=dict(settings.map.view)))
    note = "picture.numbered" if len(events) <= NUMBERED else "picture.counted"
    body = "".join(_map(chosen, layers, settings, frame=frame, words=words, note=note))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {frame.width} {frame.height}" '
        f'role="img" aria-label="{xml_text(words.say("picture.label"))}" '
        f'font-family="{_SANS}">{body}</svg>'
    )


def draw_picture(
    events: gpd.GeoDataFrame,
    layers: Sequence[Layer],
    settings: Settings,
    *,
    view: View,
    words: Wording,
    height: int = 0,
) -> str:
    """Return an SVG document: title, note, map, legend, and a list of up to 40 events.

    It has no scripts, no styles and no references to other files, and the same events give the same
    bytes.

    Args:
        events: The events (OGC:CRS84) with the columns of ``dateline.schema``.
        layers: As ``assign_layers`` returned them with ``events``.
        settings: Read: ``title``, ``note``, ``place.worldview``.
        view: What the picture shows.
        words: Its words.
        height: Height of the whole picture, which then ends with the map; 0 for what it needs.

    Raises:
        OutputError: The base map is missing from the package.
    """
    chosen = chosen_events(events, layers, first=view.first_day, last=view.last_day)
    frame = _frame(chosen, view)
    head = list(_head(chosen, settings, view=view, frame=frame, words=words))
    top = _MARGIN + sum(line.height for line in head)
    listed = _list(chosen, frame, words) if len(chosen.events) <= _LISTED and not height else []
    rows = -(-len(listed) // 2)
    foot = 30 + (rows * _LIST_LINE + 12 if rows else 0)
    whole = height or top + frame.height + foot
    parts = [f'<rect width="{frame.width}" height="{whole}" fill="{_PANEL}"/>']
    y = float(_MARGIN)
    for line in head:
        y += line.height
        parts.append(line.drawn(y - 7, frame.width))
    note = "picture.listed" if listed else "picture.counted"
    body = "".join(_map(chosen, layers, settings, frame=frame, words=words, note=note))
    parts.append(f'<svg x="0" y="{top}" width="{frame.width}" height="{frame.height}">{body}</svg>')
    for at, text in enumerate(listed):
        x = _MARGIN + (at // rows) * frame.width / 2
        line_y = top + frame.height + 24 + (at % rows) * _LIST_LINE
        parts.append(_text(text, x, line_y, size=12))
    credit = " ".join(words.say(f"credit.{part}") for part in (settings.place.worldview, "sources"))
    parts.append(_text(credit, _MARGIN, whole - 10, size=10, colour=_INK_2))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{frame.width}" height="{whole}" '
        f'viewBox="0 0 {frame.width} {whole}" font-family="{_SANS}">'
        f"<title>{xml_text(settings.title)}</title>{''.join(parts)}</svg>\n"
    )


@dataclass(frozen=True, slots=True)
class _HeadLine:
    """A line above the map: its text, height and size in pixels, and colour."""

    text: str
    height: int
    size: float
    colour: str = _INK
    more: str = ""

    def drawn(self, y: float, width: int) -> str:
        """Return the line, at the side where its script begins."""
        is_rtl = _is_rtl(self.text)
        x = width - _MARGIN if is_rtl else _MARGIN
        side = ' direction="rtl"' if is_rtl else ""
        return _text(self.text, x, y, size=self.size, colour=self.colour, more=self.more + side)


def _head(
    chosen: Chosen, settings: Settings, *, view: View, frame: Viewport, words: Wording
) -> Iterator[_HeadLine]:
    yield _HeadLine(
        clipped(settings.title, 90), 30, 22, more=f' font-weight="700" font-family="{_SERIF}"'
    )
    if settings.note:
        yield _HeadLine(clipped(settings.note, 170), 20, 13, _WARN)
    events = chosen.events
    said = [
        _dates(view, words),
        words.say("picture.shown", shown=f"{len(events):,}", count=f"{chosen.count:,}"),
    ]
    unplaced = int((events.geometry.isna() | events.geometry.is_empty).sum())
    if unplaced:
        said.append(words.say("picture.unplaced", count=f"{unplaced:,}"))
    outside = _outside(chosen, frame)
    if outside:
        said.append(words.say("picture.outside", count=f"{outside:,}"))
    if chosen.faint.any():
        said.append(words.say("picture.faint"))
    newest = newest_day(events)
    if newest:
        said.append(words.say("share.as_of", date=describe(newest, None, None, words=words)))
    yield _HeadLine(words.say("text.between_sentences").join(filter(None, said)), 26, 13, _INK_2)


def _outside(chosen: Chosen, frame: Viewport) -> int:
    """Return how many events have a place that is not in sight."""
    lon, lat = _positions(chosen.events)
    x, y = frame.project(lon, lat)
    is_in = (x >= 0) & (x <= frame.width) & (y >= 0) & (y <= frame.height)
    return int((np.isfinite(x) & ~is_in).sum())


def _positions(events: gpd.GeoDataFrame) -> tuple[np.ndarray, np.ndarray]:
    lon, lat = (events[name].to_numpy(dtype=float, na_value=np.nan) for name in ("lon", "lat"))
    return lon, lat


def _dates(view: View, words: Wording) -> str:
    if not view.first_day and not view.last_day:
        return words.say("window.all")
    dates = f"{view.first_day or '..'}/{view.last_day or '..'}"
    return words.say("window.dates", dates=describe(dates, None, None, words=words))


def _frame(chosen: Chosen, view: View) -> Viewport:
    if view.at:
        return framed(view.at, width=view.width, height=view.height)
    events = chosen.events
    # Where in a country something was is not known, so a country does not set the view.
    precise = events["place_precision"].astype(object).to_numpy() != "country"
    shown = events[precise] if precise.any() else events
    return fitted(*_positions(shown), width=view.width, height=view.height)


def _map(
    chosen: Chosen,
    layers: Sequence[Layer],
    settings: Settings,
    *,
    frame: Viewport,
    words: Wording,
    note: str,
) -> Iterator[str]:
    """Yield the map: its ground, shapes, names and marks, and a legend that ends with a note."""
    events = chosen.events
    picked = pick(zone_of(*_positions(events)).level, settings.place.worldview)
    look = look_of(events, layers, chosen.faint)
    marks = marks_of(events, look, frame)
    space = Space(frame.width, frame.height)
    legend, box = _legend(layers, look, frame=frame, words=words, note=note)
    space.take(box, force=True)
    space.take(Rect(frame.width - _LONGEST_BAR - 20, frame.height - 36, *_size(frame)), force=True)
    drawn = list(draw_marks(marks, space, is_numbered=note != "picture.counted"))
    yield f'<rect width="{frame.width}" height="{frame.height}" fill="{_WATER}"/>'
    yield '<g transform="scale(.1)" stroke-linejoin="round">'
    yield from ground_paths(picked, frame)
    yield from shapes(events, look, frame)
    yield "</g>"
    yield from place_names(picked.named(), frame, space)
    yield from drawn
    yield legend
    yield _scale(frame, words)


def _size(frame: Viewport) -> tuple[float, float]:
    return frame.width, frame.height


def _title(layer: Layer, words: Wording) -> str:
    """Return the title of a layer, as the page says it."""
    if layer.title != OWN_TITLES.get(layer.path):
        return layer.title
    return words.say("layer.others" if layer.path else "layer.unsorted")


def _legend(
    layers: Sequence[Layer], look: Look, *, frame: Viewport, words: Wording, note: str
) -> tuple[str, Rect]:
    """Return the legend in the lower left corner, and the box that it fills."""
    used = [layer for layer in layers if layer.count and layer.colour in set(look.colour)]
    lines = [
        (
            f'<circle cx="20" cy="{{y}}" r="5" fill="{layer.colour}"/>',
            clipped(_title(layer, words), 30),
        )
        for layer in used[:_MOST_LAYERS]
    ]
    if len(used) > _MOST_LAYERS:
        more = words.say("picture.more_layers", count=str(len(used) - _MOST_LAYERS))
        lines.append(("", more))
    for status in sorted(set(look.status)):
        sign = symbol(status, _INK, (20, 0))
        name = words.word_of("status", status) or status
        lines.append((f'<g transform="translate(0 {{y}})">{sign}</g>', clipped(name, 30)))
    lines.append(("", words.say(note)))
    width = 44 + max((6.4 * len(text) for _, text in lines), default=0)
    height = 12 + _LEGEND_LINE * len(lines)
    top = frame.height - height - 8
    place = f'x="8" y="{top}" width="{width:.0f}" height="{height}"'
    parts = [f'<rect {place} rx="6" fill="{_PANEL}" fill-opacity=".9"/>']
    for at, (sign, text) in enumerate(lines):
        y = top + 14 + at * _LEGEND_LINE
        parts.append(sign.replace("{y}", f"{y}"))
        parts.append(_text(text, 34 if sign else 14, y + 4, size=11.5))
    return "".join(parts), Rect(8, top, 8 + width, frame.height - 8)


def _scale(frame: Viewport, words: Wording) -> str:
    """Return the scale bar in the lower right corner, true in the middle of the map."""
    fitting = [one for one in _LENGTHS if one / frame.metres(1, frame.lat) <= _LONGEST_BAR]
    if not fitting:
        return ""
    metres = fitting[-1]
    length = metres / frame.metres(1, frame.lat)
    is_long = metres >= 1000  # noqa: PLR2004
    value = f"{metres // 1000 if is_long else metres:,}"
    text = words.say("number.thousand_metres" if is_long else "number.metres", value=value)
    right, y = frame.width - 14, frame.height - 12
    line = f"M{right - length:.1f} {y - 5}v5h{length:.1f}v-5"
    bar = f'<path d="{line}" fill="none" stroke="{_INK}" stroke-width="1.5"/>'
    return bar + outlined(text, right, y - 8, size=11, colour=_INK, more=' text-anchor="end"')


def _list(chosen: Chosen, frame: Viewport, words: Wording) -> list[str]:
    """Return a line for each event: its number, title and date."""
    events = chosen.events
    most = int(frame.width / 2 / 6.6)
    lines = []
    for number, (title, when) in enumerate(
        zip(events["title"].astype(object), events["when"].astype(object), strict=True), start=1
    ):
        date = describe(when if isinstance(when, str) else "", None, None, words=words)
        name = title if isinstance(title, str) and title else words.say("list.no_title")
        lines.append(f"{number}  {clipped(name, most - len(date) - 8)} · {date}")
    return lines


def _text(text: str, x: float, y: float, *, size: float, colour: str = _INK, more: str = "") -> str:
    look = f'font-size="{size:g}" fill="{colour}"{more}'
    return f'<text x="{x:.0f}" y="{y:.0f}" {look}>{xml_text(text)}</text>'


def _is_rtl(text: str) -> bool:
    """Return whether the first letter with a direction runs from right to left."""
    kinds: Iterator[Any] = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind != "L" for kind in kinds if kind in {"L", "R", "AL"}), False)
