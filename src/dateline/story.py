"""A guided story: stops that each show a part of the map, with a text about it.

Only values; ``story_file.py`` reads them, and ``render/story.py`` puts them into the page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Run(NamedTuple):
    """A part of a paragraph.

    Attributes:
        text: What is read.
        url: An http(s) address that it leads to, or nothing.
        event_id: The event whose card it opens, or nothing.
    """

    text: str
    url: str = ""
    event_id: str = ""


class MapLabel(NamedTuple):
    """A text on the map, at a longitude and latitude in degrees (OGC:CRS84)."""

    text: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of a story.

    Attributes:
        id: Names the stop in links; unique in the story.
        title: Its heading; plain text.
        paragraphs: Its text.
        view: Middle and zoom, or a box, as in ``MapSettings.open``; empty to show the events.
        first_day: First day, month or year of the window; empty means no limit.
        last_day: Last day, month or year of the window, included; empty means no limit.
        event_ids: The events that are highlighted.
        layers: Paths of the layers that are shown; empty means those shown when the page opens.
        labels: Texts on the map.
    """

    id: str
    title: str
    paragraphs: tuple[tuple[Run, ...], ...] = ()
    view: Mapping[str, float] | None = None
    first_day: str = ""
    last_day: str = ""
    event_ids: tuple[str, ...] = ()
    layers: tuple[str, ...] = ()
    labels: tuple[MapLabel, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """A story: its title, which may be empty, and at least one stop."""

    title: str
    stops: tuple[Stop, ...]
