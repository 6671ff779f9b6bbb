"""The page: events, layers and settings in, one self-contained HTML file out."""

from dateline.render.event_map import EventMap
from dateline.render.page import build_map, render_page

__all__ = ["EventMap", "build_map", "render_page"]
