"""Draws the events as a static SVG picture, for the page without JavaScript, paper and exports."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import geopandas as gpd
import numpy as np

from dateline.as_of import newest_day
from dateline.interface import Wording
from dateline.layers import Layer
from dateline.one_line import clipped
from dateline.render.basemap import Picked, pick, zone_of
from dateline.render.picture.bulk import bulk_box
from dateline.render.picture.choice import Chosen, all_events, chosen_events
from dateline.render.picture.counts import draw_counts
from dateline.render.picture.drawing import MapDrawing, draw_map
from dateline.render.picture.legend import Sample, colours_legend, flow, legend_of
from dateline.render.picture.looks import classes_of, looks_of
from dateline.render.picture.qr import qr_corner
from dateline.render.picture.room import text_width, wrapped
from dateline.render.picture.scale import exactness_notes
from dateline.render.picture.tags import escaped, tag
from dateline.render.picture.viewport import Viewport, fitted, framed
from dateline.render.towns import event_positions
from dateline.settings import Settings
from dateline.timespan import describe

#: Above this many events a picture has counts instead of numbers.
NUMBERED: Final = 500

#: Size of the map in the page without JavaScript.
_PLAIN_SIZE: Final = (960, 560)

#: Colours of ``web/css/colours.css``, light.
_PANEL: Final = "#fcfbf8"
_INK: Final = "#1b1d1f"
_INK_2: Final = "#555a5e"
_WARN: Final = "#7a4a00"

_SANS: Final = (
    "system-ui,-apple-system,'Segoe UI',Roboto,'Liberation Sans',Arial,'Noto Sans',sans-serif"
)
_SERIF: Final = "Charter,Georgia,'Liberation Serif','Noto Serif',serif"

_MARGIN: Final = 16
#: Colours in the legend of many layers; further layers have the same colours again.
_MOST_COLOURS: Final = 40

#: Below a picture stands a list of its events if there are no more than this.
_LISTED: Final = 40
_LIST_LINE: Final = 18
_CREDIT_PX: Final = 10
_CREDIT_LINE: Final = 13


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
    is_numbered = len(events) <= NUMBERED
    chosen = all_events(events) if is_numbered else Chosen(events, np.zeros(0, bool), len(events))
    frame = _frame(chosen, View(*_PLAIN_SIZE, at=dict(settings.map.view)))
    drawn, legend, exactness = _map(
        chosen, layers, settings, frame=frame, words=words, is_numbered=is_numbered
    )
    notes = [words.say("picture.numbered" if is_numbered else "picture.counted")]
    notes += [*_lists(drawn), *exactness]
    for key, numbers in (("outside", drawn.outside), ("unplaced", drawn.unplaced)):
        if numbers:
            notes.append(words.say(f"picture.{key}", count=numbers))
    below, height = flow(legend, notes, frame.width)
    return tag(
        "svg",
        tag("rect", width=frame.width, height=frame.height + height, fill=_PANEL),
        tag("svg", drawn.svg, width=frame.width, height=frame.height),
        tag("g", below, transform=f"translate(0 {frame.height})"),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {frame.width} {frame.height + height}",
        role="img",
        aria_label=words.say("picture.label"),
        font_family=_SANS,
        direction="ltr",
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
    listed = _list(chosen, frame, words) if len(chosen.events) <= _LISTED and not height else []
    drawn, legend, exactness = _map(
        chosen, layers, settings, frame=frame, words=words, is_numbered=bool(listed)
    )
    head = list(_head(chosen, settings, view=view, frame=frame, words=words))
    top = _MARGIN + sum(line.height for line in head)
    notes = [words.say("picture.listed" if listed else "picture.counted")]
    notes += [*_lists(drawn), *exactness, *filter(None, [settings.page.address])]
    # A picture that ends with the map has no legend.
    below, legend_height = (
        ("", 0) if height else _below(legend, notes, settings, words=words, width=frame.width)
    )
    rows = -(-len(listed) // 2)
    first = top + frame.height + legend_height
    credit = _credit_lines(settings, words, frame.width)
    whole = height or first + rows * _LIST_LINE + 6 * bool(rows) + _CREDIT_LINE * len(credit) + 17
    parts = [tag("rect", width=frame.width, height=whole, fill=_PANEL)]
    y = float(_MARGIN)
    for line in head:
        y += line.height
        parts.append(line.drawn(y - 7, frame.width))
    parts.append(tag("svg", drawn.svg, y=top, width=frame.width, height=frame.height))
    if below:
        parts.append(tag("g", below, transform=f"translate(0 {top + frame.height})"))
    for at, text in enumerate(listed):
        x = _MARGIN + (at // rows) * frame.width / 2
        parts.append(_text(text, x, first + 14 + (at % rows) * _LIST_LINE, size=12))
    parts += _credit(credit, y=whole, is_on_map=bool(height))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{frame.width}" height="{whole}" '
        f'viewBox="0 0 {frame.width} {whole}" font-family="{_SANS}">'
        f"<title>{escaped(settings.title)}</title>{''.join(parts)}</svg>\n"
    )


def _below(
    legend: Sequence[Sample],
    notes: Sequence[str],
    settings: Settings,
    *,
    words: Wording,
    width: int,
) -> tuple[str, int]:
    """Return the legend with the code of the page's address in its corner, and their height."""
    code, side = qr_corner(
        settings.page.address, words.say("paper.code"), right=width - _MARGIN / 2
    )
    drawn, height = flow(legend, notes, width - side)
    down = tag("g", code, transform="translate(0 8)") if code else ""
    return drawn + down, max(height, side + _MARGIN)


def _credit_lines(settings: Settings, words: Wording, width: int) -> list[str]:
    """Return the credits in lines that fit a picture of some width."""
    said = (words.say(f"credit.{part}") for part in (settings.place.worldview, "sources"))
    return wrapped(" ".join(said), _CREDIT_PX, width - 2 * _MARGIN)


def _credit(lines: Sequence[str], *, y: float, is_on_map: bool) -> Iterator[str]:
    """Yield the credits above the lower edge, on a strip if they stand on the map."""
    top = y - 24 - _CREDIT_LINE * (len(lines) - 1)
    if is_on_map:  # whose names would run into them
        strip = max(text_width(line, _CREDIT_PX) for line in lines) + 2 * _MARGIN
        yield tag("rect", y=top, width=strip, height=y - top, fill=_PANEL)
    for at, line in enumerate(lines):
        yield _text(line, _MARGIN, top + 14 + at * _CREDIT_LINE, size=_CREDIT_PX, colour=_INK_2)


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
    return fitted(bulk_box(chosen.events), width=view.width, height=view.height)


def _map(
    chosen: Chosen,
    layers: Sequence[Layer],
    settings: Settings,
    *,
    frame: Viewport,
    words: Wording,
    is_numbered: bool,
) -> tuple[MapDrawing, list[Sample], list[str]]:
    """Return the map, its legend, and how exact its outlines are, if that shows."""
    events, style = chosen.events, settings.style
    picked: Picked = pick(
        zone_of(*_positions(events), event_positions(events)), settings.place.worldview
    )
    if len(events) <= NUMBERED:
        looks = looks_of(events, layers, chosen.faint, style=style, words=words)
        drawn = draw_map(looks, picked, frame, words=words, is_numbered=is_numbered)
        legend = legend_of(looks, words, has_groups=drawn.has_groups)
        return drawn, legend, exactness_notes(picked.outlines_m, frame, words)
    codes, classes = classes_of(events, layers, style=style, words=words)
    colours = codes, [colour for colour, _ in classes]
    drawn = draw_counts(events, colours, picked=picked, frame=frame, words=words)
    used = [classes[code] for code in np.unique(codes).tolist()]
    legend = colours_legend(used[:_MOST_COLOURS])
    if len(used) > _MOST_COLOURS:
        more = words.say("picture.more_layers", count=f"{len(used) - _MOST_COLOURS:,}")
        legend.append(Sample("", more))
    return drawn, legend, exactness_notes(picked.outlines_m, frame, words)


def _lists(drawn: MapDrawing) -> list[str]:
    """Return which numbers each letter stands for, as one text if there are any."""
    said = [f"{letters}: {numbers}" for letters, numbers in drawn.lists]
    return [" · ".join(said)] if said else []


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
    return f'<text x="{x:.0f}" y="{y:.0f}" {look}>{escaped(text)}</text>'


def _is_rtl(text: str) -> bool:
    """Return whether the first letter with a direction runs from right to left."""
    kinds: Iterator[Any] = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind != "L" for kind in kinds if kind in {"L", "R", "AL"}), False)
