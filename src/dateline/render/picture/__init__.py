"""Static pictures of the map: SVG, and PNG and PDF made from it."""

from __future__ import annotations

from dateline.render.picture.draw import NUMBERED, View, draw_picture, plain_picture

__all__ = ["NUMBERED", "View", "draw_picture", "plain_picture"]
