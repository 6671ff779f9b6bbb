"""The page: events, layers and settings in, one self-contained HTML file out."""

from dateline.render.event_map import Assets, BaseMapUse, EventMap
from dateline.render.page import build_map, render_page, render_site
from dateline.render.split import INDEX, TEXTS, Site, TextFile, site_folder

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
