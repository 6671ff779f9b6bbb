"""The page: events, layers and settings in, one self-contained HTML file out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dateline.render.document import Assets, BaseMapUse
from dateline.render.page import build_map, render_page, render_site
from dateline.render.split import INDEX, TEXTS, Site, TextFile, site_folder

if TYPE_CHECKING:
    from dateline.render.event_map import EventMap

__all__ = [
    "INDEX",
    "TEXTS",
    "Assets",
    "BaseMapUse",
    "EventMap",
    "Site",
    "TextFile",
    "build_map",
    "render_page",
    "render_site",
    "site_folder",
]


def __getattr__(name: str) -> object:
    """Load the folium map when it is first used."""
    if name != "EventMap":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from dateline.render.event_map import EventMap  # noqa: PLC0415 - folium takes a while to load

    return EventMap
